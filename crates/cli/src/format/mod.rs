//! `--format`: tables and templates over a list's rows.
//!
//! A row is a template object whose fields are the columns; a table's header comes from running the same
//! template over the columns' headings, as docker's formatter does.

mod columns;
mod units;

pub use columns::Columns;
pub use units::*;

use crate::Failure;
use crate::gotemplate::{Mode, Object, Template, Value};
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

/// The columns that a list knows: a field's name and its heading.
pub type Headings = &'static [(&'static str, &'static str)];

/// A list's row.
pub fn row(type_name: &'static str, fields: Vec<(&'static str, Value)>) -> Value {
    Value::Object(Rc::new(Object {
        type_name,
        fields,
        named: Vec::new(),
    }))
}

/// What `{{.Label "NAME"}}` gives in a row.
pub fn label_method(labels: Rc<BTreeMap<String, String>>) -> Value {
    Value::Method(Rc::new(move |arguments| match arguments.first() {
        Some(Value::Text(name)) => Value::from(labels.get(&**name).cloned().unwrap_or_default()),
        _ => Value::from(""),
    }))
}

/// The heading over labels of a name: its last part in words.
fn label_heading(arguments: &[Value]) -> Value {
    match arguments.first() {
        Some(Value::Text(name)) => Value::from(name.rsplit('.').next().unwrap_or_default().replace(['-', '_'], " ")),
        _ => Value::from(""),
    }
}

/// What a `--format` is before it is a template: `table …` or not, `json`, escapes.
pub fn template_text(format: &str) -> String {
    let text = match format {
        "table" => "",
        "json" => return "{{json .}}".into(),
        _ => format.strip_prefix("table").unwrap_or(format),
    };
    text.trim_matches(' ').replace("\\t", "\t").replace("\\n", "\n")
}

/// Renders rows. `format` is what the command made of `--format`: a table's columns, `json` or a
/// template.
pub fn render(format: &str, headings: Headings, rows: &[Value]) -> Result<String, Failure> {
    render_each(format, headings, rows.iter().cloned())
}

/// As [`render`], of rows that are made one after the other.
pub fn render_each(format: &str, headings: Headings, rows: impl Iterator<Item = Value>) -> Result<String, Failure> {
    let failed = |error: String| Failure::new(format!("template parsing error: {error}"));
    let template = Template::parse(&template_text(format)).map_err(failed)?;
    let mut body = String::new();
    for row in rows {
        template.run_into(&mut body, &row, Mode::Typed).map_err(failed)?;
        body.push('\n');
    }
    if !format.starts_with("table") {
        return Ok(body);
    }
    let mut members: BTreeMap<String, Value> = headings
        .iter()
        .map(|(field, heading)| (field.to_string(), Value::from(*heading)))
        .collect();
    members.insert("Label".into(), Value::Method(Rc::new(label_heading)));
    let header = template.run_header(&Value::Map(Rc::new(members))).unwrap_or_default();
    Ok(align(&format!("{header}\n{body}")))
}

/// Lines of cells between tabs as columns: at least ten wide, three spaces between. The last cell of a
/// line is not padded.
pub fn align(text: &str) -> String {
    align_with(text, 10, 3)
}

/// As [`align`], with the least width of a column and the space after it.
pub fn align_with(text: &str, least: usize, padding: usize) -> String {
    let mut cells: Vec<Cell<'_>> = Vec::new();
    let mut lines: Vec<Range<usize>> = Vec::new();
    for line in text.lines() {
        let start = cells.len();
        cells.extend(line.split('\t').map(|text| Cell {
            text,
            chars: text.chars().count(),
            width: 0,
        }));
        lines.push(start..cells.len());
    }
    set_widths(&mut cells, &lines, least, padding);
    let mut out = String::with_capacity(text.len() * 2);
    for line in lines {
        for cell in cells.get(line).unwrap_or_default() {
            out.push_str(cell.text);
            out.extend(std::iter::repeat_n(' ', cell.width.saturating_sub(cell.chars)));
        }
        out.push('\n');
    }
    out
}

/// A cell of a table, and how wide it is to be: 0 for a line's last.
struct Cell<'t> {
    text: &'t str,
    chars: usize,
    width: usize,
}

/// Sets how wide each line's cells are, but for the last: as wide as the widest of the block of lines
/// around it that have the column.
fn set_widths(cells: &mut [Cell<'_>], lines: &[Range<usize>], least: usize, padding: usize) {
    let columns = lines.iter().map(|line| line.len().saturating_sub(1)).max().unwrap_or(0);
    for column in 0..columns {
        let mut at = 0;
        while at < lines.len() {
            let rest = lines.get(at..).unwrap_or_default();
            let count = rest.iter().take_while(|line| line.len() > column + 1).count();
            let block = rest.get(..count).unwrap_or_default();
            let widest = block
                .iter()
                .filter_map(|line| cells.get(line.start + column))
                .map(|cell| cell.chars)
                .max();
            let width = least.max(widest.unwrap_or(0) + padding);
            for line in block {
                if let Some(cell) = cells.get_mut(line.start + column) {
                    cell.width = width;
                }
            }
            at += count.max(1);
        }
    }
}

/// Pretty JSON as `docker inspect` prints it: four spaces.
pub fn indented(json: &serde_json::Value) -> String {
    let mut out = String::new();
    write_indented(&mut out, json, 0, ("    ", false));
    out
}

/// Pretty JSON as Go's `json.MarshalIndent` gives it with two spaces, `<`, `>` and `&` escaped, and a line's end.
pub fn two_spaced(json: &serde_json::Value) -> String {
    let mut out = String::new();
    write_indented(&mut out, json, 0, ("  ", true));
    out.push('\n');
    out
}

/// `how` is what a level is set in by, and whether what means something in HTML is escaped.
fn write_indented(out: &mut String, json: &serde_json::Value, depth: usize, how: (&str, bool)) {
    use serde_json::Value as Json;
    let newline = |out: &mut String, depth: usize| {
        out.push('\n');
        out.push_str(&how.0.repeat(depth));
    };
    match json {
        Json::Array(items) if !items.is_empty() => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                newline(out, depth + 1);
                write_indented(out, item, depth + 1, how);
            }
            newline(out, depth);
            out.push(']');
        }
        Json::Object(members) if !members.is_empty() => {
            out.push('{');
            for (i, (key, value)) in members.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                newline(out, depth + 1);
                crate::gotemplate::json_text(out, key, how.1);
                out.push_str(": ");
                write_indented(out, value, depth + 1, how);
            }
            newline(out, depth);
            out.push('}');
        }
        Json::String(text) => crate::gotemplate::json_text(out, text, how.1),
        other => out.push_str(&Value::raw(other).json_or_empty(other)),
    }
}

impl Value {
    /// A scalar's JSON; empty lists and objects keep their brackets.
    fn json_or_empty(&self, json: &serde_json::Value) -> String {
        match json {
            serde_json::Value::Array(_) => "[]".into(),
            serde_json::Value::Object(_) => "{}".into(),
            _ => self.json(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_have_headings_and_columns() {
        let rows = [
            row("*x.Context", vec![("Name", "a".into()), ("Image", "busybox".into())]),
            row("*x.Context", vec![("Name", "a-long-name".into()), ("Image", "nginx".into())]),
        ];
        let headings: Headings = &[("Name", "NAMES"), ("Image", "IMAGE")];
        assert_eq!(
            render("table {{.Name}}\\t{{.Image}}", headings, &rows).unwrap(),
            "NAMES         IMAGE\na             busybox\na-long-name   nginx\n"
        );
        assert_eq!(
            render("json", headings, &rows[..1]).unwrap(),
            "{\"Image\":\"busybox\",\"Name\":\"a\"}\n"
        );
        assert_eq!(
            render("{{.Nope}}", headings, &rows).unwrap_err().message,
            "template parsing error: template: :1:2: executing \"\" at <.Nope>: can't evaluate field Nope in type *x.Context"
        );
    }
}
