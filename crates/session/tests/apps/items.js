const express = require('express');
const { Pool } = require('pg');
const pool = new Pool({ host: 'db', user: 'postgres', password: 'secret', database: 'shop' });
const app = express();
app.use(express.json());
app.get('/items', async (req, res) => {
  const { rows } = await pool.query('SELECT id, name, price, length(name) AS letters FROM items ORDER BY id');
  res.json(rows);
});
app.post('/items', async (req, res) => {
  try {
    const made = await pool.query('INSERT INTO items(name, price) VALUES($1, $2) RETURNING *', [req.body.name, req.body.price]);
    res.status(201).json(made.rows[0]);
  } catch (error) {
    res.status(409).json({ code: error.code, constraint: error.constraint });
  }
});
const table = 'CREATE TABLE IF NOT EXISTS items (id SERIAL PRIMARY KEY, name TEXT UNIQUE NOT NULL, price NUMERIC(8,2))';
pool.query(table).then(() => app.listen(3000, () => console.log('listening')));
