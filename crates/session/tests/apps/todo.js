// A list of things to do, kept in SQLite or in MySQL as the environment says.
const express = require('express');
const { v4: uuid } = require('uuid');
const fs = require('fs');

const sqlite = () => {
  const sqlite3 = require('sqlite3').verbose();
  const file = process.env.SQLITE_DB_LOCATION || '/etc/todos/todo.db';
  let db;
  const all = (sql, values = []) => new Promise((done, fail) => db.all(sql, values, (error, rows) => (error ? fail(error) : done(rows))));
  return {
    open: () =>
      new Promise((done, fail) => {
        fs.mkdirSync('/etc/todos', { recursive: true });
        db = new sqlite3.Database(file, (error) => {
          if (error) return fail(error);
          console.log(`Using sqlite database at ${file}`);
          db.run('CREATE TABLE IF NOT EXISTS items (id varchar(36), name varchar(255), completed boolean)', (error) => (error ? fail(error) : done()));
        });
      }),
    all,
    close: () => new Promise((done, fail) => db.close((error) => (error ? fail(error) : done()))),
  };
};

const mysql = () => {
  const { MYSQL_HOST: host, MYSQL_USER: user, MYSQL_PASSWORD: password, MYSQL_DB: database } = process.env;
  let pool;
  return {
    open: async () => {
      await require('wait-port')({ host, port: 3306, timeout: 30000, waitForDns: true });
      pool = require('mysql2').createPool({ connectionLimit: 5, host, user, password, database, charset: 'utf8mb4' });
      await pool.promise().query('CREATE TABLE IF NOT EXISTS items (id varchar(36), name varchar(255), completed boolean)');
      console.log(`Connected to mysql db at host ${host}`);
    },
    all: (sql, values) => new Promise((done, fail) => pool.query(sql, values, (error, rows) => (error ? fail(error) : done(rows)))),
    close: () => new Promise((done) => pool.end(done)),
  };
};

const store = process.env.MYSQL_HOST ? mysql() : sqlite();
const app = express();
app.use(express.json());
app.get('/items', async (req, res) => {
  const rows = await store.all('SELECT * FROM items');
  res.send(rows.map(({ name, completed }) => ({ name, completed: completed === 1 })));
});
app.post('/items', async (req, res) => {
  const item = { id: uuid(), name: req.body.name, completed: false };
  await store.all('INSERT INTO items (id, name, completed) VALUES (?, ?, ?)', [item.id, item.name, item.completed ? 1 : 0]);
  res.send({ name: item.name, id: item.id.length });
});
app.put('/items/:name', async (req, res) => {
  await store.all('UPDATE items SET completed=? WHERE name=?', [req.body.completed ? 1 : 0, req.params.name]);
  res.sendStatus(200);
});
app.get('/wrong', async (req, res) => {
  try {
    await store.all('SELECT * FROM nothing');
  } catch (error) {
    res.send(`${error.code} ${error.errno} ${error.message}`);
  }
});

store.open().then(
  () => app.listen(3000, () => console.log('Listening on port 3000')),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => store.close().then(() => process.exit()));
