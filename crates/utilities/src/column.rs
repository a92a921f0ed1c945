//! `column` (util-linux): lists in columns, and tables (`-t`).
//!
//! Left out: JSON, trees, and options on single columns but `-R` and `-N`.

use crate::tool::{Run, Tool, tool};

tool!();

async fn run(t: &mut Tool) -> Run {
    let options = t
        .options(
            "txs:o:c:N:R:eLn:",
            &[
                ("table", 't'),
                ("fillrows", 'x'),
                ("separator", 's'),
                ("output-separator", 'o'),
                ("output-width", 'c'),
                ("table-columns", 'N'),
                ("table-right", 'R'),
            ],
        )
        .await?;
    let mut files = options.rest.clone();
    if files.is_empty() {
        files.push("-".into());
    }
    let mut lines: Vec<String> = Vec::new();
    for file in files {
        if let Some(bytes) = t.slurp(&file).await {
            t.sys.burn((bytes.len() / 256) as u32).await;
            let text = String::from_utf8_lossy(&bytes).into_owned();
            lines.extend(text.lines().filter(|l| !l.trim().is_empty()).map(str::to_string));
        }
    }
    if options.has('t') {
        let separators = options.value('s');
        let mut rows: Vec<Vec<String>> = lines
            .iter()
            .map(|line| match separators {
                Some(set) => line.split(|c| set.contains(c)).map(str::to_string).collect(),
                None => line.split_whitespace().map(str::to_string).collect(),
            })
            .collect();
        if let Some(names) = options.value('N') {
            rows.insert(0, names.split(',').map(str::to_string).collect());
        }
        let right: Vec<String> = options
            .value('R')
            .map(|r| r.split(',').map(str::to_string).collect())
            .unwrap_or_default();
        return table(t, &rows, options.value('o').unwrap_or("  "), &right).await;
    }
    let width = options.value('c').and_then(|c| c.parse::<usize>().ok());
    let width = width.unwrap_or_else(|| t.sys.tty(1).map_or(80, |tty| usize::from(tty.size().0)));
    fill(t, &lines, width.clamp(1, 10_000), options.has('x')).await
}

fn wide(text: &str) -> usize {
    text.chars().count()
}

async fn table(t: &mut Tool, rows: &[Vec<String>], separator: &str, right: &[String]) -> Run {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut widths = vec![0; columns];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = wide(cell).max(*width);
        }
    }
    for row in rows {
        let mut text = String::new();
        for (at, width) in widths.iter().enumerate() {
            let cell = row.get(at).map_or("", String::as_str);
            let gap = width.saturating_sub(wide(cell));
            let named = right.iter().any(|r| *r == (at + 1).to_string());
            if named {
                text.push_str(&" ".repeat(gap));
            }
            text.push_str(cell);
            if at + 1 < columns {
                if !named {
                    text.push_str(&" ".repeat(gap));
                }
                text.push_str(separator);
            }
        }
        t.line(text).await?;
    }
    Ok(())
}

/// Entries in columns of equal width, at tabulator stops.
async fn fill(t: &mut Tool, lines: &[String], width: usize, by_rows: bool) -> Run {
    let longest = lines.iter().map(|l| wide(l)).max().unwrap_or(0);
    let column = (longest / 8 + 1) * 8;
    let columns = (width / column).max(1);
    if longest >= width {
        for line in lines {
            t.line(line).await?;
        }
        return Ok(());
    }
    let rows = lines.len().div_ceil(columns);
    for row in 0..rows {
        let cells: Vec<&String> = (0..columns)
            .filter_map(|c| lines.get(if by_rows { row * columns + c } else { c * rows + row }))
            .collect();
        let mut text = String::new();
        for (at, cell) in cells.iter().enumerate() {
            text.push_str(cell);
            if at + 1 < cells.len() {
                text.push_str(&"\t".repeat((column - wide(cell)).div_ceil(8)));
            }
        }
        t.line(text).await?;
    }
    Ok(())
}
