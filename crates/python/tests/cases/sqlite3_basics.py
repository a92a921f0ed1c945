import os
import sqlite3

con = sqlite3.connect('app.db')
print(os.path.getsize('app.db'), con.in_transaction)
cur = con.cursor()
cur.execute('''CREATE TABLE IF NOT EXISTS users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    email VARCHAR(80) UNIQUE,
    age INTEGER DEFAULT 18 CHECK (age > 0),
    score REAL
)''')
cur.execute("INSERT INTO users (name, email) VALUES (?, ?)", ('Ann', 'ann@x.org'))
print(cur.lastrowid, cur.rowcount, con.in_transaction)
cur.execute("INSERT INTO users (name, email, age, score) VALUES (:name, :email, :age, :score)",
            {'name': 'Bob', 'email': 'bob@x.org', 'age': '41', 'score': 3})
print(cur.lastrowid)
cur.executemany('INSERT INTO users (name, age, score) VALUES (?, ?, ?)', [('Cy', 7, 1.5), ('Di', 70, None), ("O'Hara", 33, 2.25)])
print(cur.lastrowid, cur.rowcount)
con.commit()
for row in cur.execute('SELECT * FROM users ORDER BY age'):
    print(row)
print([d[0] for d in cur.description])
print(cur.execute('SELECT COUNT(*), AVG(score), SUM(age), MIN(name), MAX(age) FROM users').fetchone())
print([d[0] for d in cur.execute('SELECT COUNT(*), age+1 AS next, name FROM users').description])
print(cur.execute('SELECT name FROM users WHERE id = ?', ('2',)).fetchall())
print(cur.execute("SELECT name FROM users WHERE name LIKE 'A%' OR name LIKE '%i'").fetchall())
print(cur.execute('SELECT 7/2, 7/2.0, 7%4, 1/0, 2*3.5, "text", \'a\'||1||NULL, \'a\'||1').fetchone())
print(cur.execute('SELECT typeof(1), typeof(1.0), typeof(NULL), typeof(x\'00ff\'), typeof(\'a\'), x\'00ff\', round(2.567, 2), abs(-3), length(\'héé\')').fetchone())
print(cur.execute('SELECT name, CASE WHEN age > 40 THEN \'old\' ELSE \'young\' END AS what FROM users LIMIT 2 OFFSET 1').fetchall())
cur.execute('UPDATE users SET score = score + 1 WHERE score IS NOT NULL')
print(cur.rowcount)
cur.execute('DELETE FROM users WHERE name = ?', ('Di',))
print(cur.rowcount, con.total_changes)
con.rollback()
print(cur.execute('SELECT COUNT(*) FROM users').fetchone()[0])
con.row_factory = sqlite3.Row
row = con.execute('SELECT id, name, email FROM users WHERE id = 1').fetchone()
print(row['name'], row[0], row.keys(), tuple(row), dict(row), len(row), row['EMAIL'])
try:
    row['nope']
except IndexError as e:
    print('IndexError', e)
def attempt(sql, params=()):
    try:
        con.execute(sql, params)
        print('fine', sql)
    except sqlite3.Error as e:
        print(type(e).__name__, e)
    except Exception as e:
        print('other', type(e).__name__, e)
attempt('SELECT * FROM missing')
attempt('SELECT nope FROM users')
attempt('SELEC 1')
attempt('SELECT * FROM users WHERE')
attempt("SELECT 'abc")
attempt('INSERT INTO users (name, email) VALUES (?, ?)', ('Eve', 'ann@x.org'))
attempt('INSERT INTO users (name) VALUES (NULL)')
attempt('INSERT INTO users (name, age) VALUES (?, ?)', ('Neg', -1))
attempt('INSERT INTO users (id, name) VALUES (1, ?)', ('Neg',))
attempt("INSERT INTO users VALUES ('x', 'y')")
attempt("INSERT INTO users (name, email) VALUES ('y')")
attempt("INSERT INTO users (nope) VALUES ('y')")
attempt('INSERT INTO users (name) VALUES (?)', ('a', 'b'))
attempt('INSERT INTO users (name) VALUES (?)', ('abc'))
attempt('INSERT INTO users (name) VALUES (?)', ([1],))
attempt('INSERT INTO users (name) VALUES (:name)', {'nam': 1})
attempt('INSERT INTO users (name) VALUES (?)', 5)
attempt('SELECT 1; SELECT 2')
attempt('CREATE TABLE users (id INTEGER)')
attempt('DROP TABLE nope')
attempt('SELECT nofunc(1)')
attempt('SELECT id FROM users a JOIN users b ON a.id = b.id')
attempt('SELECT ?', (1 << 70,))
attempt('COMMIT; ')
attempt('COMMIT')
attempt("INSERT INTO users (id, name) VALUES ('abc', 'x')")
con.rollback()
try:
    with con:
        con.execute("INSERT INTO users (name) VALUES ('Zed')")
        raise ValueError('stop')
except ValueError as e:
    print('ValueError', e)
with con:
    con.execute("INSERT INTO users (name) VALUES ('Yan')")
print([tuple(r) for r in con.execute('SELECT id, name FROM users')])
con.close()
try:
    con.execute('SELECT 1')
except sqlite3.ProgrammingError as e:
    print(e)
con = sqlite3.connect('app.db')
print(con.execute('SELECT id, name FROM users WHERE name = "Yan"').fetchall())
print(con.execute('PRAGMA table_info(users)').fetchall())
print(con.execute("SELECT name FROM sqlite_master WHERE type='table'").fetchall())
print(con.execute("SELECT * FROM sqlite_sequence").fetchall())
print(con.execute("SELECT sql FROM sqlite_master WHERE name='users'").fetchone()[0])
other = sqlite3.connect('app.db', timeout=0.1)
con.execute("INSERT INTO users (name) VALUES ('Locked')")
print(other.execute('SELECT COUNT(*) FROM users').fetchone())
try:
    other.execute("INSERT INTO users (name) VALUES ('Other')")
except sqlite3.OperationalError as e:
    print(e)
con.commit()
print(other.execute('SELECT COUNT(*) FROM users').fetchone())
with open('bad.db', 'w') as f:
    f.write('this is a text and no database, however long it may be\n' * 30)
bad = sqlite3.connect('bad.db')
try:
    bad.execute('SELECT 1 FROM t')
except sqlite3.DatabaseError as e:
    print(type(e).__name__, e)
try:
    sqlite3.connect('/nowhere/at/all.db')
except sqlite3.OperationalError as e:
    print(e)
print(open('app.db', 'rb').read(15))
