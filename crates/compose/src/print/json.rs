//! JSON as Go's `encoding/json` writes it, with HTML's characters escaped.

use crate::output::Output;

/// With an indent of two, as `MarshalIndent`.
pub fn json(value: &Output) -> String {
    let mut out = String::new();
    write(&mut out, value, Some(0));
    out
}

/// Without any space: what digests are made of.
pub fn json_compact(value: &Output) -> String {
    let mut out = String::new();
    write(&mut out, value, None);
    out
}

fn line(out: &mut String, depth: Option<usize>) {
    if let Some(depth) = depth {
        out.push('\n');
        out.push_str(&"  ".repeat(depth));
    }
}

fn write(out: &mut String, value: &Output, depth: Option<usize>) {
    let inner = depth.map(|depth| depth + 1);
    match value {
        Output::Null => out.push_str("null"),
        Output::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Output::Int(value) => out.push_str(&value.to_string()),
        Output::Float(value, bits) => out.push_str(&crate::number::float(*value, *bits)),
        Output::Str(text) => string(out, text),
        Output::Seq(items) if items.is_empty() => out.push_str("[]"),
        Output::Map(entries) if entries.is_empty() => out.push_str("{}"),
        Output::Seq(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                line(out, inner);
                write(out, item, inner);
            }
            line(out, depth);
            out.push(']');
        }
        Output::Map(entries) => {
            out.push('{');
            for (index, (key, item)) in entries.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                line(out, inner);
                string(out, key);
                out.push(':');
                if depth.is_some() {
                    out.push(' ');
                }
                write(out, item, inner);
            }
            line(out, depth);
            out.push('}');
        }
    }
}

fn string(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..='\u{1f}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}
