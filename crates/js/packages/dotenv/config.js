require('./index.js').config();
