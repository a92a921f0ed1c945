import datetime
import sqlite3
con = sqlite3.connect(':memory:')
con.executescript('''
-- two tables; the second refers to the first
CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT UNIQUE COLLATE BINARY);
CREATE TABLE IF NOT EXISTS posts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  author_id INTEGER NOT NULL REFERENCES authors (id) ON DELETE CASCADE,
  title TEXT NOT NULL, body TEXT, done BOOLEAN DEFAULT 0, price NUMERIC, data BLOB,
  created TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  UNIQUE (author_id, title)
);
CREATE INDEX idx_posts ON posts(title);
INSERT INTO authors (name) VALUES ('ann'), ('bob'), ('cy');
INSERT INTO posts (author_id, title, price) VALUES (1, 'One', '12.50'), (1, 'Two', 3), (2, 'Three', 'free');
''')
print(con.execute('SELECT a.name, COUNT(p.id) AS n FROM authors a LEFT JOIN posts p ON p.author_id = a.id GROUP BY a.id HAVING n >= 0 ORDER BY n DESC, a.name').fetchall())
print(con.execute('SELECT title, price, done, typeof(price), data FROM posts').fetchall())
print(con.execute('SELECT title FROM posts WHERE author_id IN (SELECT id FROM authors WHERE name = ?)', ['ann']).fetchall())
print(con.execute('PRAGMA foreign_keys').fetchone())
con.execute('INSERT INTO posts (author_id, title) VALUES (99, \'orphan\')')
con.commit()
con.execute('PRAGMA foreign_keys = ON')
print(con.execute('PRAGMA foreign_keys').fetchone())
try:
    con.execute('INSERT INTO posts (author_id, title) VALUES (98, \'orphan\')')
except sqlite3.IntegrityError as e:
    print(e, e.sqlite_errorname)
try:
    con.execute('INSERT INTO posts (author_id, title) VALUES (1, \'One\')')
except sqlite3.IntegrityError as e:
    print(e, e.sqlite_errorname, e.sqlite_errorcode)
con.rollback()
con.execute('DELETE FROM authors WHERE id = 1')
con.commit()
print(con.execute('SELECT id, title FROM posts').fetchall())
con.execute('INSERT OR IGNORE INTO authors (name) VALUES (\'bob\')')
con.execute('INSERT OR REPLACE INTO authors (id, name) VALUES (2, \'robert\')')
con.execute("INSERT INTO authors (id, name) VALUES (2, 'b') ON CONFLICT(id) DO UPDATE SET name = excluded.name || '!'")
print(con.execute('SELECT * FROM authors').fetchall())
print(con.execute("INSERT INTO authors (name) VALUES ('new') RETURNING id, name").fetchall())
con.execute('CREATE TABLE plain (a, b TEXT, c REAL, d INTEGER)')
con.executemany('INSERT INTO plain VALUES (?, ?, ?, ?)', [(1, 2, 3, 4), ('1', '2', '3', '4'), (1.5, 2.5, 3.5, 4.5), (None, None, None, None), (b'x', b'y', b'z', b'w'), (True, False, True, 'no')])
for row in con.execute('SELECT rowid, * FROM plain'):
    print(row)
print(con.execute('SELECT a FROM plain ORDER BY a').fetchall())
print(con.execute('SELECT max(a), min(a), total(d), max(1, 5, 3), group_concat(b) FROM plain').fetchall())
print(con.execute("SELECT date('2024-02-28', '+2 days'), datetime('2024-01-31 10:20:30', '+1 month'), strftime('%d/%m/%Y %H:%M', '2024-05-06 07:08:09'), date('2024-05-17', 'start of month')").fetchone())
print(con.execute("SELECT upper('abc'), substr('hello', 2, 3), substr('hello', -3), replace('aXb', 'X', '-'), trim('  a '), instr('hello', 'l'), coalesce(NULL, 2), ifnull(NULL, 'x'), nullif(1, 1), iif(1 > 2, 'a', 'b'), hex('abc')").fetchone())
print(con.execute("SELECT 1 = '1', 'a' < 'B', 10 < '9', 1 IS NULL, NULL IS NULL, 3 BETWEEN 1 AND 5, NOT 1, 1 == 1, 5 != 4, 0.1 + 0.2, 1e20, 100.0, -0.5").fetchone())
print(con.execute('SELECT DISTINCT author_id FROM posts UNION SELECT id FROM authors').fetchall())
print(con.execute('SELECT name FROM authors WHERE name LIKE ? ORDER BY name COLLATE NOCASE LIMIT ?', ('%b%', 1)).fetchall())
print(con.execute('select cast(\'12abc\' as integer), cast(3.9 as int), cast(5 as text), cast(\'1.5\' as real)').fetchone())
con.execute('ALTER TABLE plain ADD COLUMN e TEXT DEFAULT \'new\'')
print(con.execute('SELECT e, d FROM plain LIMIT 1').fetchone())
con.execute('ALTER TABLE plain RENAME TO fancy')
print(con.execute("SELECT type, name, tbl_name FROM sqlite_master").fetchall())
print(con.execute('PRAGMA table_info(fancy)').fetchall())
print(con.execute('PRAGMA foreign_key_list(posts)').fetchall(), con.execute('PRAGMA user_version').fetchone())
cur = con.cursor()
print(cur.fetchone(), cur.description, cur.rowcount, cur.lastrowid)
cur.execute('SELECT id FROM authors')
print(cur.fetchmany(2), cur.fetchone(), cur.fetchall(), cur.fetchone())
con.row_factory = lambda c, r: {d[0]: v for d, v in zip(c.description, r)}
print(con.execute('SELECT id, name FROM authors LIMIT 1').fetchone())
typed = sqlite3.connect(':memory:', detect_types=sqlite3.PARSE_DECLTYPES)
sqlite3.register_converter('timestamp', lambda v: datetime.datetime.fromisoformat(v.decode()))
sqlite3.register_adapter(datetime.datetime, lambda d: d.isoformat())
typed.execute('create table t (at timestamp, d date)')
typed.execute('insert into t values (?, ?)', (datetime.datetime(2024, 5, 6, 7, 8, 9), '2024-02-03'))
print(typed.execute('select * from t').fetchall())
free = sqlite3.connect(':memory:', isolation_level=None)
free.execute('create table t (x)')
free.execute('insert into t values (1)')
print(free.in_transaction)
free.execute('begin')
free.execute('insert into t values (2)')
print(free.in_transaction)
free.execute('rollback')
print(free.execute('select count(*) from t').fetchone(), sqlite3.apilevel, sqlite3.paramstyle)
sqlite3.connect(':memory:').execute('select * from missing')
