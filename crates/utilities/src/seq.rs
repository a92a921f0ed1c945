//! `seq`.

use crate::number::{Shape, general};
use crate::tool::{Run, Tool, tool};

tool!();

async fn run(t: &mut Tool) -> Run {
    // Negative numbers are operands.
    let mut args = Vec::new();
    let (mut separator, mut wide, mut format) = ("\n".to_string(), false, None);
    let mut words = t.args.clone().into_iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--" => args.extend(words.by_ref()),
            "-w" | "--equal-width" => wide = true,
            "-s" | "--separator" => separator = words.next().unwrap_or_default(),
            "-f" | "--format" if t.gnu => format = words.next(),
            _ if word.starts_with("--separator=") => {
                separator = word.split_once('=').map(|(_, v)| v.to_string()).unwrap_or_default()
            }
            _ if t.gnu && word.starts_with("--format=") => format = word.split_once('=').map(|(_, v)| v.to_string()),
            _ if word.starts_with("-s") => separator = word.get(2..).unwrap_or_default().to_string(),
            _ if t.gnu && word.starts_with("-f") => format = word.get(2..).map(str::to_string),
            _ if word.starts_with('-')
                && !word
                    .as_bytes()
                    .get(1)
                    .copied()
                    .is_some_and(|b| b.is_ascii_digit() || b == b'.') =>
            {
                t.args = vec![word];
                t.options("", &[]).await?;
            }
            _ => args.push(word),
        }
    }
    if args.is_empty() {
        return Err(t.missing_operand().await);
    }
    if args.len() > 3 {
        let extra = args.get(3).cloned().unwrap_or_default();
        return Err(if t.gnu {
            t.misuse(format!("extra operand '{extra}'")).await
        } else {
            t.usage().await
        });
    }
    let mut numbers = Vec::new();
    for word in &args {
        match word.parse::<f64>().ok().filter(|n| n.is_finite() && word.len() < 300) {
            Some(number) => numbers.push(number),
            None => {
                return Err(if t.gnu {
                    t.misuse(format!("invalid floating point argument: '{word}'")).await
                } else {
                    t.usage().await
                });
            }
        }
    }
    let (first, step, last) = match numbers[..] {
        [last] => (1.0, 1.0, last),
        [first, last] => (first, 1.0, last),
        [first, step, last] => (first, step, last),
        _ => return Ok(()),
    };
    // busybox counts for ever.
    if step == 0.0 && t.gnu {
        let word = args.get(1).cloned().unwrap_or_default();
        return Err(t.misuse(format!("invalid Zero increment value: '{word}'")).await);
    }
    let decimals = |word: &String| word.split_once('.').map_or(0, |(_, d)| d.len());
    let precision = match args.len() {
        1 => 0,
        2 => args.first().map_or(0, decimals),
        _ => args.iter().take(2).map(decimals).max().unwrap_or(0),
    };
    let precision = if wide {
        args.iter().map(decimals).max().unwrap_or(0).max(precision)
    } else {
        precision
    };
    let width = if wide {
        [first, last]
            .iter()
            .map(|n| format!("{n:.precision$}").len())
            .max()
            .unwrap_or(0)
    } else {
        0
    };
    let mut index = 0u64;
    let slack = step.abs() / 1e6;
    loop {
        let value = first + step * index as f64;
        if step > 0.0 && value > last + slack || step < 0.0 && value < last - slack {
            break;
        }
        if index > 0 {
            t.out.push(&separator);
        }
        let text = match &format {
            Some(format) => formatted(format, value),
            None => {
                let text = format!("{value:.precision$}");
                let missing = width.saturating_sub(text.len());
                match text.strip_prefix('-') {
                    Some(rest) => format!("-{}{rest}", "0".repeat(missing)),
                    None => format!("{}{text}", "0".repeat(missing)),
                }
            }
        };
        t.put(text).await?;
        t.sys.tick().await;
        index += 1;
    }
    if index > 0 { t.put("\n").await } else { Ok(()) }
}

fn formatted(format: &str, value: f64) -> String {
    let Some(at) = format.find('%') else {
        return format.to_string();
    };
    let (before, rest) = format.split_at(at);
    let end = rest.find(['f', 'g', 'e', 'F', 'G', 'E']).unwrap_or(0);
    let spec = rest.get(1..end).unwrap_or_default();
    let conversion = rest.get(end..).and_then(|r| r.chars().next()).unwrap_or('g');
    let flags_end = spec.find(|c| !"-+ #0".contains(c)).unwrap_or(spec.len());
    let (flags, numbers) = spec.split_at(flags_end);
    let (width, precision) = numbers.split_once('.').map_or((numbers, None), |(w, p)| (w, Some(p)));
    let shape = Shape {
        left: flags.contains('-'),
        plus: flags.contains('+'),
        space: flags.contains(' '),
        zero: flags.contains('0'),
        alternate: false,
        width: width.parse().unwrap_or(0),
        precision: precision.and_then(|p| p.parse().ok()),
    };
    let text = if spec.is_empty() && conversion == 'g' {
        general(value, 6, false)
    } else {
        String::from_utf8_lossy(&shape.float(value, conversion)).into_owned()
    };
    format!("{before}{text}{}", rest.get(end + 1..).unwrap_or_default())
}
