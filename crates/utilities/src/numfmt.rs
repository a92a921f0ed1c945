//! `numfmt`: numbers to and from what people read (coreutils numfmt).
//!
//! Left out: `--debug`, grouping of thousands (the C locale has none), and digits past a double's precision.

use crate::tool::{Exit, Options, Run, Tool, tool};

tool!();

const LETTERS: &str = "KMGTPEZY";
const SCALES: [&str; 5] = ["none", "auto", "si", "iec", "iec-i"];
const ROUNDINGS: [&str; 5] = ["up", "down", "from-zero", "towards-zero", "nearest"];
const INVALID: [&str; 4] = ["abort", "fail", "warn", "ignore"];
/// More than a terminal is wide.
const WIDEST: usize = 4096;

/// `PREFIX%[0]['][-][N][.][N]fSUFFIX`.
#[derive(Default)]
struct Format {
    before: String,
    after: String,
    zeros: bool,
    precision: Option<usize>,
}

struct Plan {
    from: String,
    to: String,
    from_unit: f64,
    to_unit: f64,
    round: String,
    suffix: String,
    /// Least width; negative to the left.
    padding: Option<i64>,
    format: Format,
    delimiter: Option<char>,
    fields: Vec<(usize, usize)>,
    invalid: String,
}

impl Default for Plan {
    fn default() -> Plan {
        Plan {
            from: "none".into(),
            to: "none".into(),
            from_unit: 1.0,
            to_unit: 1.0,
            round: "from-zero".into(),
            suffix: String::new(),
            padding: None,
            format: Format::default(),
            delimiter: None,
            fields: vec![(1, 1)],
            invalid: "abort".into(),
        }
    }
}

/// A number that was read, and how many digits stood behind its point.
fn parse(plan: &Plan, text: &str) -> Result<(f64, usize), String> {
    let trimmed = text.trim_start_matches([' ', '\t']);
    let body = match plan.suffix.is_empty() {
        true => trimmed,
        false => trimmed.strip_suffix(plan.suffix.as_str()).unwrap_or(trimmed),
    };
    let wrong = || format!("invalid number: '{trimmed}'");
    let digits = body.strip_prefix('-').unwrap_or(body);
    let end = digits.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(digits.len());
    let (number, rest) = digits.split_at_checked(end).ok_or_else(wrong)?;
    if number.is_empty() || !number.bytes().any(|b| b.is_ascii_digit()) || number.matches('.').count() > 1 {
        return Err(wrong());
    }
    let mut value: f64 = number.parse().map_err(|_| wrong())?;
    let precision = number.split_once('.').map_or(0, |(_, fraction)| fraction.len().min(20));
    if body.starts_with('-') {
        value = -value;
    }
    let mut letters = rest.chars();
    if let Some(letter) = letters.next() {
        let Some(power) = LETTERS.find(letter) else {
            return Err(format!("invalid suffix in input: '{trimmed}'"));
        };
        if plan.from == "none" {
            return Err(format!("rejecting suffix in input: '{trimmed}' (consider using --from)"));
        }
        let mut rest = letters.as_str();
        let mut base = if plan.from.starts_with("iec") { 1024.0 } else { 1000.0 };
        if plan.from == "auto" || plan.from == "iec-i" {
            match rest.strip_prefix('i') {
                Some(after) => (rest, base) = (after, 1024.0),
                None if plan.from == "iec-i" => {
                    return Err(format!("missing 'i' suffix in input: '{trimmed}' (e.g Ki/Mi/Gi)"));
                }
                None => {}
            }
        }
        if !rest.is_empty() {
            return Err(format!("invalid suffix in input '{trimmed}': '{rest}'"));
        }
        value *= f64::powi(base, i32::try_from(power).unwrap_or(0) + 1);
        return Ok((value * plan.from_unit, 0));
    }
    Ok((value * plan.from_unit, precision))
}

fn rounded(value: f64, round: &str) -> f64 {
    match round {
        "up" => value.ceil(),
        "down" => value.floor(),
        "towards-zero" => value.trunc(),
        "nearest" => value.round(),
        _ if value < 0.0 => value.floor(),
        _ => value.ceil(),
    }
}

/// A number in the words of `--to` and `--format`.
fn shown(plan: &Plan, value: f64, precision: usize) -> String {
    let value = value / plan.to_unit;
    if plan.to == "none" {
        let places = plan.format.precision.unwrap_or(precision);
        let scale = f64::powi(10.0, i32::try_from(places).unwrap_or(0));
        return format!("{:.places$}", rounded(value * scale, &plan.round) / scale);
    }
    let base = if plan.to == "si" { 1000.0 } else { 1024.0 };
    let (mut value, mut power) = (value, 0usize);
    while value.abs() >= base && power < LETTERS.len() {
        value /= base;
        power += 1;
    }
    let places = match plan.format.precision {
        Some(places) => places.min(power * 3),
        None => usize::from(value.abs() < 10.0),
    };
    let scale = f64::powi(10.0, i32::try_from(places).unwrap_or(0));
    value = rounded(value * scale, &plan.round) / scale;
    if value.abs() >= base && power < LETTERS.len() {
        value /= base;
        power += 1;
    }
    let point = value != 0.0 && value.abs() < 10.0 && power > 0;
    let places = plan.format.precision.unwrap_or(usize::from(point));
    let letter = power.checked_sub(1).and_then(|at| LETTERS.get(at..=at)).unwrap_or_default();
    let sign = if power > 0 && plan.to == "iec-i" { "i" } else { "" };
    format!("{value:.places$}{letter}{sign}")
}

/// A field's text after conversion. Errors: what is wrong with it.
fn convert(plan: &Plan, text: &str, auto: bool) -> Result<String, String> {
    let (value, precision) = parse(plan, text)?;
    let mut body = shown(plan, value, precision);
    let blanks = text.len() - text.trim_start_matches([' ', '\t']).len();
    let padding = match plan.padding {
        Some(padding) => padding,
        None if plan.delimiter.is_none() && (blanks > 0 || auto) => i64::try_from(text.len()).unwrap_or(0),
        None => 0,
    };
    let width = usize::try_from(padding.unsigned_abs()).unwrap_or(0).min(WIDEST);
    if plan.format.zeros {
        // Zeros fill up the digits alone, before the letter is put to them.
        let (sign, digits) = match body.strip_prefix('-') {
            Some(digits) => ("-", digits),
            None => ("", body.as_str()),
        };
        let letters = digits.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
        let zeros = "0".repeat(width.saturating_sub(body.len().saturating_sub(letters)));
        body = format!("{sign}{zeros}{digits}");
    }
    body.push_str(&plan.suffix);
    let body = if padding < 0 {
        format!("{body:<width$}")
    } else {
        format!("{body:>width$}")
    };
    Ok(format!("{}{body}{}", plan.format.before, plan.format.after))
}

/// `1`, `2-`, `-3`, `1,4-5`, `-` as ranges. `None` if it is no list.
fn ranges(text: &str) -> Option<Vec<(usize, usize)>> {
    text.split(',')
        .map(|part| {
            let number = |text: &str, empty: usize| match text.is_empty() {
                true => Some(empty),
                false => text.parse::<usize>().ok().filter(|n| *n > 0),
            };
            match part.split_once('-') {
                Some((from, to)) => Some((number(from, 1)?, number(to, usize::MAX)?)),
                None => part.parse::<usize>().ok().filter(|n| *n > 0).map(|n| (n, n)),
            }
        })
        .collect()
}

fn format_of(text: &str) -> Option<(Format, Option<i64>)> {
    let mut format = Format::default();
    let mut rest = text;
    let literal = |rest: &mut &str, out: &mut String| {
        while let Some(c) = rest.chars().next() {
            match rest.strip_prefix("%%") {
                Some(after) => *rest = after,
                None if c == '%' => return,
                None => *rest = rest.get(c.len_utf8()..).unwrap_or_default(),
            }
            out.push(c);
        }
    };
    literal(&mut rest, &mut format.before);
    rest = rest.strip_prefix('%')?;
    let flags = rest.len() - rest.trim_start_matches(['0', '\'', ' ']).len();
    format.zeros = rest.get(..flags)?.contains('0');
    rest = rest.get(flags..)?;
    let number = |rest: &mut &str| {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let value = rest.get(..digits)?.parse::<i64>().ok();
        *rest = rest.get(digits..)?;
        value
    };
    let left = rest.starts_with('-');
    rest = rest.strip_prefix('-').unwrap_or(rest);
    let width = number(&mut rest).filter(|w| *w != 0).map(|w| if left { -w } else { w });
    if let Some(after) = rest.strip_prefix('.') {
        rest = after;
        let places = number(&mut rest).unwrap_or(0);
        format.precision = Some(usize::try_from(places).unwrap_or(0).min(40));
    }
    rest = rest.strip_prefix('f')?;
    literal(&mut rest, &mut format.after);
    rest.is_empty().then_some((format, width))
}

async fn choice(t: &mut Tool, options: &Options, letter: char, name: &str, from: &[&str]) -> Result<String, Exit> {
    let Some(text) = options.value(letter) else {
        return Ok(from.first().copied().unwrap_or_default().to_string());
    };
    if from.contains(&text) {
        return Ok(text.to_string());
    }
    let list: String = from.iter().map(|word| format!("\n  - '{word}'")).collect();
    Err(t
        .misuse(format!(
            "invalid argument '{text}' for '--{name}'\nValid arguments are:{list}"
        ))
        .await)
}

async fn unit(t: &mut Tool, options: &Options, letter: char) -> Result<f64, Exit> {
    let Some(text) = options.value(letter) else { return Ok(1.0) };
    let plain = Plan {
        from: "auto".into(),
        ..Plan::default()
    };
    match parse(&plain, text) {
        Ok((value, _)) if value >= 1.0 => Ok(value),
        _ => Err(t.fail(format!("invalid unit size: '{text}'")).await),
    }
}

async fn run(t: &mut Tool) -> Run {
    let long = [
        ("from", '1'),
        ("to", '2'),
        ("from-unit", '3'),
        ("to-unit", '4'),
        ("round", '6'),
        ("suffix", '7'),
        ("padding", '8'),
        ("format", '9'),
        ("field", '!'),
        ("header", '@'),
        ("invalid", '#'),
        ("grouping", '%'),
        ("delimiter", 'd'),
        ("zero-terminated", 'z'),
    ];
    let options = t.options("1:2:3:4:6:7:8:9:!:@::#:%d:z", &long).await?;
    // `--to` and `--round` list their words in an order of their own, and `auto` is for input alone.
    let to = ["none", "si", "iec", "iec-i"];
    let round = match options.value('6') {
        None => "from-zero".to_string(),
        Some(_) => choice(t, &options, '6', "round", &ROUNDINGS).await?,
    };
    let mut plan = Plan {
        from: choice(t, &options, '1', "from", &SCALES).await?,
        to: choice(t, &options, '2', "to", &to).await?,
        from_unit: unit(t, &options, '3').await?,
        to_unit: unit(t, &options, '4').await?,
        round,
        suffix: options.value('7').unwrap_or_default().to_string(),
        delimiter: options.value('d').and_then(|d| d.chars().next()),
        invalid: choice(t, &options, '#', "invalid", &INVALID).await?,
        ..Plan::default()
    };
    if let Some(text) = options.value('8') {
        match text.parse::<i64>() {
            Ok(padding) if padding != 0 => plan.padding = Some(padding),
            _ => return Err(t.fail(format!("invalid padding value '{text}'")).await),
        }
    }
    if let Some(text) = options.value('9') {
        let Some((format, width)) = format_of(text) else {
            let message = format!("invalid format '{text}', directive must be %[0]['][-][N][.][N]f");
            return Err(t.fail(message).await);
        };
        plan.format = format;
        plan.padding = width.or(plan.padding);
    }
    if let Some(text) = options.value('!') {
        match ranges(text) {
            Some(fields) => plan.fields = fields,
            None => return Err(t.misuse(format!("invalid field value '{text}'")).await),
        }
    }
    let header = match options.value('@') {
        None => 0,
        Some("") => 1,
        Some(text) => match text.parse::<usize>() {
            Ok(lines) if lines > 0 => lines,
            _ => return Err(t.fail(format!("invalid header value '{text}'")).await),
        },
    };
    if !options.rest.is_empty() {
        for word in &options.rest {
            line(t, &plan, word).await?;
            t.put("\n").await?;
        }
        return Ok(());
    }
    let end = if options.has('z') { 0 } else { b'\n' };
    let mut input = crate::io::Reader::on(&t.sys, 0);
    let mut number = 0usize;
    loop {
        let record = match input.record(end).await {
            Ok(Some(record)) => record,
            Ok(None) => return Ok(()),
            Err(error) => return Err(t.fail(format!("read error: {error}")).await),
        };
        let (text, tail) = match record.strip_suffix(&[end]) {
            Some(text) => (text, vec![end]),
            None => (record.as_slice(), Vec::new()),
        };
        if number < header {
            t.put(text).await?;
        } else {
            line(t, &plan, &String::from_utf8_lossy(text)).await?;
        }
        number = number.saturating_add(1);
        t.put(tail).await?;
    }
}

/// The fields of a line, each with the blanks before it.
fn fields(plan: &Plan, text: &str) -> Vec<String> {
    if let Some(delimiter) = plan.delimiter {
        return text.split(delimiter).map(str::to_string).collect();
    }
    let blank = |c: char| c == ' ' || c == '\t';
    let mut out = Vec::new();
    let mut rest = text;
    loop {
        let start = rest.find(|c| !blank(c)).unwrap_or(rest.len());
        let length = rest.get(start..).and_then(|word| word.find(blank));
        let Some(length) = length else {
            out.push(rest.to_string());
            return out;
        };
        out.push(rest.get(..start + length).unwrap_or_default().to_string());
        rest = rest.get(start + length + 1..).unwrap_or_default();
    }
}

async fn line(t: &mut Tool, plan: &Plan, text: &str) -> Run {
    for (at, field) in fields(plan, text).into_iter().enumerate() {
        if at > 0 {
            t.put(plan.delimiter.unwrap_or(' ').to_string()).await?;
        }
        let number = at + 1;
        if !plan.fields.iter().any(|(from, to)| (*from..=*to).contains(&number)) {
            t.put(&field).await?;
            continue;
        }
        match convert(plan, &field, number > 1) {
            Ok(text) => t.put(text).await?,
            Err(message) => {
                if plan.invalid == "abort" {
                    return Err(t.fail_with(2, message).await);
                }
                if plan.invalid != "ignore" {
                    t.say(&message).await;
                }
                if plan.invalid == "fail" {
                    t.status = 2;
                }
                t.put(&field).await?;
            }
        }
    }
    Ok(())
}
