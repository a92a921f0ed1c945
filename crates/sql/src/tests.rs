//! Sessions as a client sees them.

use crate::{Dialect, Instance, Session};

/// What each statement answers: its tag, its rows, or its error.
fn say(dialect: Dialect, statements: &[&str]) -> Vec<String> {
    let mut instance = Instance::default();
    instance.databases.insert("shop".into(), Default::default());
    let mut session = Session::new(dialect, "ann", "shop", 7);
    let mut out = Vec::new();
    for text in statements {
        out.push(match session.run(&mut instance, text, 1_700_000_000_000_000) {
            Ok(Some(a)) if a.columns.is_some() => {
                let rows: Vec<String> = a
                    .rows
                    .iter()
                    .map(|r| r.iter().map(|v| v.text(dialect)).collect::<Vec<_>>().join("|"))
                    .collect();
                rows.join(" ")
            }
            Ok(Some(a)) => a.tag,
            Ok(None) => String::new(),
            Err(e) => format!(
                "{}: {}",
                if dialect == Dialect::MySql {
                    e.number.to_string()
                } else {
                    e.state.into()
                },
                e.message
            ),
        });
    }
    out
}

#[test]
fn a_serial_key_counts_and_a_unique_one_refuses_the_second() {
    let out = say(
        Dialect::Postgres,
        &[
            "CREATE TABLE users (id SERIAL PRIMARY KEY, name VARCHAR(20) NOT NULL, mail TEXT UNIQUE)",
            "INSERT INTO users (name, mail) VALUES ('ann', 'a@x'), ('bob', 'b@x')",
            "INSERT INTO users (name, mail) VALUES ('cid', 'a@x')",
            "INSERT INTO users (mail) VALUES ('c@x')",
            "SELECT id, name FROM users ORDER BY id DESC",
            "SELECT nme FROM users",
            "SELEC 1",
        ],
    );
    assert_eq!(
        out,
        [
            "CREATE TABLE",
            "INSERT 0 2",
            "23505: duplicate key value violates unique constraint \"users_mail_key\"",
            "23502: null value in column \"name\" of relation \"users\" violates not-null constraint",
            "2|bob 1|ann",
            "42703: column \"nme\" does not exist",
            "42601: syntax error at or near \"SELEC\"",
        ]
    );
}

#[test]
fn rows_are_joined_grouped_and_summed() {
    let out = say(
        Dialect::Postgres,
        &[
            "CREATE TABLE a (id int primary key, name text); CREATE",
            "CREATE TABLE a (id int primary key, name text)",
            "CREATE TABLE o (a int references a(id), price numeric(10,2))",
            "INSERT INTO a VALUES (1,'x'),(2,'y'),(3,'z')",
            "INSERT INTO o VALUES (1,2.5),(1,1),(2,4)",
            "SELECT name, count(price), sum(price), avg(price) FROM a LEFT JOIN o ON o.a = a.id GROUP BY name ORDER BY 1",
            "SELECT name FROM a WHERE id IN (SELECT a FROM o WHERE price > 2) ORDER BY name LIMIT 1",
            "INSERT INTO o VALUES (9, 1)",
            "DELETE FROM a WHERE id = 1",
            "SELECT name FROM a GROUP BY id, name HAVING count(*) > 1",
        ],
    );
    assert_eq!(
        out[5..],
        [
            "x|2|3.50|1.7500000000000000 y|1|4.00|4.0000000000000000 z|0||",
            "x",
            "23503: insert or update on table \"o\" violates foreign key constraint \"o_a_fkey\"",
            "23503: update or delete on table \"a\" violates foreign key constraint \"o_a_fkey\" on table \"o\"",
            "",
        ]
    );
}

#[test]
fn queries_are_named_by_with() {
    let out = say(
        Dialect::Postgres,
        &[
            "CREATE TABLE o (who text, price int)",
            "INSERT INTO o VALUES ('ann',2),('ann',3),('bob',9)",
            "WITH t AS (SELECT who, sum(price) AS s FROM o GROUP BY who), u AS (SELECT * FROM t WHERE s > 5) \
                SELECT t.who, t.s, u.s FROM t LEFT JOIN u USING (who) ORDER BY t.who",
            "WITH t (a, b) AS (VALUES (1, 'x'), (2, 'y')) SELECT b FROM t WHERE a = 2 UNION SELECT who FROM o ORDER BY 1",
            "SELECT n, w FROM (VALUES (1, 'x')) AS v (n, w)",
            "WITH t (a, b) AS (SELECT 1) SELECT * FROM t",
            "SELECT * FROM (VALUES (1)) v (a, b)",
            "WITH t AS (SELECT nope FROM o) SELECT 1",
            "WITH t AS (SELECT 1/0) SELECT 1",
            "WITH t AS (SELECT 1) SELECT (SELECT count(*) FROM t), (WITH t AS (SELECT 7 AS x) SELECT x FROM t)",
            "WITH cheap AS (SELECT who FROM o WHERE price < 3) DELETE FROM o WHERE who IN (SELECT who FROM cheap)",
            "WITH n AS (SELECT 'cid' AS who) INSERT INTO o SELECT who, 1 FROM n",
            "SELECT * FROM o ORDER BY who",
            "SELECT * FROM n",
            "WITH RECURSIVE t AS (SELECT 1) SELECT * FROM t",
        ],
    );
    assert_eq!(
        out[2..],
        [
            "ann|5| bob|9|9",
            "ann bob y",
            "1|x",
            "42P10: WITH query \"t\" has 1 columns available but 2 columns specified",
            "42P10: table \"v\" has 1 columns available but 2 columns specified",
            "42703: column \"nope\" does not exist",
            "1",
            "1|7",
            "DELETE 2",
            "INSERT 0 1",
            "bob|9 cid|1",
            "42P01: relation \"n\" does not exist",
            "0A000: drydock: WITH RECURSIVE is not simulated",
        ]
    );
    let out = say(
        Dialect::MySql,
        &[
            "WITH t (a, b) AS (SELECT 1) SELECT * FROM t",
            "WITH t AS (SELECT 2 AS n) SELECT n FROM t",
        ],
    );
    assert_eq!(
        out,
        [
            "1353: In definition of view, derived table or common table expression, SELECT list and column names list have \
                different column counts",
            "2",
        ]
    );
}

#[test]
fn a_rolled_back_transaction_leaves_nothing() {
    let out = say(
        Dialect::Postgres,
        &[
            "create table t (n int)",
            "begin",
            "insert into t values (1)",
            "select count(*) from t",
            "rollback",
            "select count(*) from t",
        ],
    );
    assert_eq!(out[3..], ["1", "ROLLBACK", "0"]);
}

#[test]
fn databases_are_not_made_or_dropped_within_a_transaction() {
    let lines = [
        "begin",
        "create database d",
        "rollback",
        "create database d",
        "begin",
        "drop database d",
    ];
    let out = say(Dialect::Postgres, &lines);
    assert_eq!(out[1], "25001: CREATE DATABASE cannot run inside a transaction block");
    assert_eq!(out[3], "CREATE DATABASE");
    assert_eq!(out[5], "25001: DROP DATABASE cannot run inside a transaction block");
}

#[test]
fn a_table_made_within_a_transaction_stays_in_mysql_and_goes_in_postgres() {
    let lines = ["begin", "create table t (n int)", "rollback", "select count(*) from t"];
    assert_eq!(say(Dialect::MySql, &lines)[3], "0");
    assert_eq!(say(Dialect::Postgres, &lines)[3], "42P01: relation \"t\" does not exist");
}

#[test]
fn a_session_that_only_read_puts_nothing_back() {
    let mut instance = Instance::default();
    instance.databases.insert("shop".into(), Default::default());
    let mut writer = Session::new(Dialect::MySql, "ann", "shop", 7);
    let mut reader = Session::new(Dialect::MySql, "bob", "shop", 8);
    let mut run = |session: &mut Session, text: &str| session.run(&mut instance, text, 0).unwrap().unwrap();
    run(&mut writer, "create table t (n int)");
    run(&mut reader, "begin");
    run(&mut reader, "select * from t");
    run(&mut writer, "insert into t values (1)");
    run(&mut reader, "rollback");
    assert_eq!(run(&mut writer, "select * from t").rows.len(), 1);
}

#[test]
fn mysql_has_its_own_words() {
    let out = say(
        Dialect::MySql,
        &[
            "CREATE TABLE `t` (id INT AUTO_INCREMENT PRIMARY KEY, n VARCHAR(5), b BOOLEAN DEFAULT TRUE, d DECIMAL(6,2))",
            "INSERT INTO t (n, d) VALUES ('a', 1.5), (\"b\", 2)",
            "SELECT * FROM T",
            "SELECT * FROM t WHERE N = 'A'",
            "INSERT INTO t (n) VALUES ('toolong')",
            "INSERT INTO t (id) VALUES (1)",
            "SELECT x FROM t",
            "SHOW TABLES",
            "SELEC 1",
            "SELECT AVG(d), 7/2, IF(1>2,'y','n'), CONCAT('a','b') FROM t",
        ],
    );
    assert_eq!(
        out,
        [
            "CREATE TABLE",
            "INSERT 0 2",
            "1146: Table 'shop.T' doesn't exist",
            "1|a|1|1.50",
            "1406: Data too long for column 'n' at row 1",
            "1062: Duplicate entry '1' for key 't.PRIMARY'",
            "1054: Unknown column 'x' in 'field list'",
            "t",
            "1064: You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the right syntax to use near 'SELEC 1' at line 1",
            "1.750000|3.5000|n|ab",
        ]
    );
}

#[test]
fn what_is_dumped_can_be_read_again() {
    let mut instance = Instance::default();
    instance.databases.insert("shop".into(), Default::default());
    let mut session = Session::new(Dialect::Postgres, "ann", "shop", 7);
    for text in [
        "create table t (id serial primary key, s text default 'x''y', at timestamptz default now())",
        "insert into t (s) values ('it''s')",
    ] {
        session.run(&mut instance, text, 1_700_000_000_000_000).unwrap();
    }
    let text = crate::dump(&instance, Dialect::Postgres);
    let mut again = Instance::default();
    crate::dump::load(&mut again, &text, Dialect::Postgres);
    assert_eq!(crate::dump(&again, Dialect::Postgres), text);
}

#[test]
fn hostile_text_is_refused_without_harm() {
    let deep = format!("select {}1{}", "(".repeat(5000), ")".repeat(5000));
    for text in [
        deep.as_str(),
        "select 'open",
        "\u{0}\u{fffd}",
        "select 1 + + - -",
        "create table (",
        "select 99999999999999999999 * 9",
    ] {
        say(Dialect::Postgres, &[text]);
        say(Dialect::MySql, &[text]);
    }
}

#[test]
fn postgres_numbers_go_on_where_they_are_told_to() {
    let out = say(
        Dialect::Postgres,
        &[
            "CREATE TABLE t (id SERIAL PRIMARY KEY, n TEXT)",
            "INSERT INTO t (n) VALUES ('a'), ('b')",
            "ALTER SEQUENCE t_id_seq RESTART WITH 10",
            "INSERT INTO t (n) VALUES ('c') RETURNING id",
            "TRUNCATE t",
            "INSERT INTO t (n) VALUES ('d') RETURNING id",
            "TRUNCATE t RESTART IDENTITY CASCADE",
            "INSERT INTO t (n) VALUES ('e') RETURNING id",
            "ALTER SEQUENCE nothing_id_seq RESTART",
        ],
    );
    assert_eq!(
        out,
        [
            "CREATE TABLE",
            "INSERT 0 2",
            "ALTER SEQUENCE",
            "10",
            "TRUNCATE TABLE",
            "11",
            "TRUNCATE TABLE",
            "1",
            "42P01: relation \"nothing_id_seq\" does not exist",
        ]
    );
}
