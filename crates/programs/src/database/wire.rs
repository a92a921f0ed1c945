//! Messages between clients and servers: a JSON object a line. Values carry a letter for their kind.

use machine::{Errno, Fd, Sys};
use serde_json::{Value as Json, json};
use sql::{Answer, Error, Value};

/// The longest message.
const LIMIT: usize = 32 << 20;

pub async fn send(sys: &Sys, fd: Fd, message: &Json) -> Result<(), Errno> {
    let mut text = message.to_string();
    text.push('\n');
    sys.write(fd, text.as_bytes()).await
}

/// The next message; None at the end. `pending` keeps what came too much.
pub async fn receive(sys: &Sys, fd: Fd, pending: &mut Vec<u8>) -> Option<Json> {
    loop {
        if let Some(at) = pending.iter().position(|b| *b == b'\n') {
            let line: Vec<u8> = pending.drain(..=at).collect();
            return serde_json::from_slice(&line).ok();
        }
        if pending.len() > LIMIT {
            return None;
        }
        match sys.read(fd, 65_536).await {
            Ok(bytes) if !bytes.is_empty() => pending.extend(bytes),
            Err(Errno::EINTR) => {}
            _ => return None,
        }
    }
}

fn cell(value: &Value, dialect: sql::Dialect) -> Json {
    let kind = match value {
        Value::Null => return Json::Null,
        Value::Bool(_) => "b",
        Value::Int(_) => "i",
        Value::Decimal(..) => "n",
        Value::Float(_) => "f",
        Value::Text(_) | Value::Blob(_) => "t",
        Value::Date(_) => "d",
        Value::Timestamp(_) => "s",
        Value::TimestampTz(_) => "z",
    };
    json!([kind, value.text(dialect)])
}

/// A type's number in PostgreSQL's catalogue, by which drivers choose what they make of a text.
fn oid(kind: &sql::Type) -> Option<u32> {
    use sql::Type;
    Some(match kind {
        Type::Bool => 16,
        Type::BigInt => 20,
        Type::SmallInt => 21,
        Type::Int => 23,
        Type::Text => 25,
        Type::Real => 700,
        Type::Double => 701,
        Type::Char(_) => 1042,
        Type::Varchar(_) => 1043,
        Type::Date => 1082,
        Type::Timestamp => 1114,
        Type::TimestampTz => 1184,
        Type::Decimal(_) => 1700,
        Type::Named(name) => match name.as_str() {
            "bytea" => 17,
            "json" => 114,
            "time" => 1083,
            "interval" => 1186,
            "uuid" => 2950,
            "jsonb" => 3802,
            _ => return None,
        },
        Type::TinyInt | Type::Datetime | Type::Enum(_) | Type::RowId(_) => return None,
    })
}

pub fn answered(answer: &Answer, dialect: sql::Dialect) -> Json {
    let columns = answer.columns.as_ref().map(|columns| {
        let one = |(name, kind): &(String, Option<sql::Type>)| {
            json!([
                name,
                kind.as_ref().is_some_and(sql::Type::is_number),
                kind.as_ref().and_then(oid)
            ])
        };
        columns.iter().map(one).collect::<Vec<_>>()
    });
    let rows: Vec<Vec<Json>> = answer
        .rows
        .iter()
        .map(|r| r.iter().map(|v| cell(v, dialect)).collect())
        .collect();
    json!({"tag": answer.tag, "columns": columns, "rows": rows, "affected": answer.affected, "matched": answer.matched,
           "notices": answer.notices, "last_id": answer.last_id})
}

pub fn failed(error: &Error) -> Json {
    json!({"error": {"state": error.state, "number": error.number, "message": error.message, "detail": error.detail,
                     "hint": error.hint, "at": error.at}})
}

/// A text of a message, or none.
pub fn text<'j>(message: &'j Json, key: &str) -> &'j str {
    message.get(key).and_then(Json::as_str).unwrap_or("")
}

/// One result set as a client sees it.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Name, and whether it holds numbers.
    pub columns: Vec<(String, bool)>,
    pub rows: Vec<Vec<Option<String>>>,
}

pub fn table(message: &Json) -> Option<Table> {
    let columns = message.get("columns")?.as_array()?;
    let rows = message.get("rows").and_then(Json::as_array).cloned().unwrap_or_default();
    let mut out = Table {
        columns: columns
            .iter()
            .map(|c| {
                let name = c.get(0).and_then(Json::as_str).unwrap_or("").to_string();
                (name, c.get(1).and_then(Json::as_bool).unwrap_or(false))
            })
            .collect(),
        rows: Vec::new(),
    };
    for row in &rows {
        let cells = row.as_array().cloned().unwrap_or_default();
        for (n, cell) in cells.iter().enumerate() {
            if let (Some("i" | "n" | "f"), Some(column)) = (cell.get(0).and_then(Json::as_str), out.columns.get_mut(n)) {
                column.1 = true;
            }
        }
        out.rows.push(
            cells
                .iter()
                .map(|c| c.get(1).and_then(Json::as_str).map(str::to_string))
                .collect(),
        );
    }
    Some(out)
}
