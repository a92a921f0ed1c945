// mysql2/promise: the same with promises, written for Drydock.
module.exports = require("./index.js").promises;
