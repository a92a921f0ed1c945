//! `docker build --call`: what a Dockerfile offers and what is wrong with it, without building.
//!
//! Specified by buildx's `util/buildflags` and `commands/build.go` and BuildKit's `frontend/subrequests`. Left out:
//! `definition` of the sources in a check's JSON, and `convertllb`.

use super::progress::{Progress, Style};
use super::{error, outline, unsolved};
use crate::call::{Call, Failure, Outcome};
use crate::flags::Parsed;
use crate::{format, opts};
use dockerfile::Lines;
use dockerfile::check::Report;
use engine::{BuildEvent, BuildFailure, BuildRequest, Question};
use serde_json::{Value, json};
use utilities::base64;

/// What `--call` and `--check` ask for.
pub struct Subrequest {
    name: String,
    json: bool,
    ignore_status: bool,
}

impl Subrequest {
    /// Reads the flags; `None` for a build. Errors: buildx's words.
    pub fn asked(flags: &Parsed) -> Result<Option<Subrequest>, Failure> {
        let text = match flags.on("check") {
            true => "check",
            false => flags.get("call").unwrap_or_default(),
        };
        let mut asked = Subrequest {
            name: String::new(),
            json: false,
            ignore_status: false,
        };
        for field in opts::split_csv(text).into_iter().filter(|_| !text.is_empty()) {
            match field.split_once('=') {
                Some(("format", value)) => asked.json = value == "json",
                Some(("ignorestatus", value)) => {
                    asked.ignore_status = opts::parse_bool(value).ok_or_else(|| {
                        error(format!(
                            "invalid ignorestatus print value: {value}: strconv.ParseBool: parsing {}: invalid syntax",
                            opts::quote(value)
                        ))
                    })?;
                }
                Some(_) => return Err(error(format!("invalid print field: {field}"))),
                None if !asked.name.is_empty() => return Err(error(format!("invalid print value: {text}"))),
                None => asked.name = field,
            }
        }
        if asked.name == "check" {
            asked.name = "lint".into();
        }
        Ok(Some(asked).filter(|asked| !["", "build"].contains(&asked.name.as_str())))
    }

    /// Asks the frontend and prints the answer.
    pub async fn answer(&self, call: &Call, request: &mut BuildRequest, style: Style) -> Outcome {
        let question = match self.name.as_str() {
            "lint" => Question::Lint,
            "outline" => Question::Outline,
            "convertllb" => return Err(Failure::not_simulated("docker build --call=convertllb")),
            _ => Question::Targets,
        };
        let report = ask(call, request, style, question).await?;
        match self.name.as_str() {
            "lint" => self.lint(call, request, &report).await,
            "outline" => {
                let found = outline::outline(request)?;
                self.print(call, || found.json(&sources(request)), || found.text()).await
            }
            "targets" => {
                let stages = outline::targets(request)?;
                let json = || outline::targets_json(&stages, &sources(request));
                self.print(call, json, || outline::targets_text(&stages)).await
            }
            "subrequests.describe" => self.print(call, described, described_text).await,
            name => Err(error(format!(
                "failed to build: failed to solve: unsupported request frontend.{name}"
            ))),
        }
    }

    async fn print(&self, call: &Call, json: impl FnOnce() -> Value, text: impl FnOnce() -> String) -> Outcome {
        match self.json {
            true => call.out(&format::two_spaced(&json())).await,
            false => call.out(&text()).await,
        }
        Ok(())
    }

    async fn lint(&self, call: &Call, request: &BuildRequest, report: &Report) -> Outcome {
        let found = dockerfile::check::check_output(report, &request.file_name, &request.dockerfile);
        self.print(call, || lint_json(report, request), || found.text).await?;
        match (found.error, found.status) {
            (Some(why), status) => Err(error(why).with_status(status)),
            (None, 0) => Ok(()),
            (None, _) if self.ignore_status => Ok(()),
            (None, status) => Err(Failure::status(status)),
        }
    }
}

/// Lets the engine look, showing progress.
async fn ask(call: &Call, request: &mut BuildRequest, style: Style, question: Question) -> Result<Report, Failure> {
    let mut progress = Progress::new(style, call.engine.now(), 80);
    let mut text = progress.begin(request);
    let mut step = None;
    let loaded = {
        let mut events = |event: BuildEvent| text.push_str(&progress.event(&event, call.engine.now()));
        call.engine.load_git_context(request, &mut events).await
    };
    if let Err(failure) = loaded {
        let failed = Err(failure.clone());
        text.push_str(&progress.end(&failed, request, &[], call.engine.now()));
        let _ = call.sys.write(2, text.as_bytes()).await;
        return Err(unsolved(call, request, &failure).await);
    }
    let found = {
        let mut events = |event: BuildEvent| {
            if let BuildEvent::Started { name, .. } = &event {
                step = Some((name.clone(), Vec::new()));
            }
            text.push_str(&progress.event(&event, call.engine.now()));
        };
        call.engine.ask_frontend(request, question, &mut events).await
    };
    if step.is_some() {
        let failure = BuildFailure {
            step,
            ..BuildFailure::default()
        };
        text.push_str(&progress.end(&Err(Box::new(failure)), request, &[], call.engine.now()));
    } else if question != Question::Targets {
        text.push_str(&progress.ignore(request));
    }
    let _ = call.sys.write(2, text.as_bytes()).await;
    match found {
        Ok(report) => Ok(report),
        Err(failure) => Err(unsolved(call, request, &failure).await),
    }
}

/// The Dockerfile as the answers carry it.
fn sources(request: &BuildRequest) -> Value {
    json!([String::from_utf8_lossy(&base64::encode(request.dockerfile.as_bytes(), 0))])
}

/// BuildKit's `pb.Location`: a range for each line.
pub fn location(lines: impl IntoIterator<Item = Lines>) -> Value {
    let ranges: Vec<Value> = lines
        .into_iter()
        .flat_map(|lines| lines.start..=lines.end)
        .map(|line| match line {
            0 => json!({"start": {}, "end": {}}),
            line => json!({"start": {"line": line}, "end": {"line": line}}),
        })
        .collect();
    match ranges.is_empty() {
        true => json!({}),
        false => json!({ "ranges": ranges }),
    }
}

/// An object of those members that are not empty, as Go's `omitempty` leaves them.
pub fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    let empty = |value: &Value| match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    };
    members
        .into_iter()
        .filter(|(_, value)| !empty(value))
        .map(|(name, value)| (name.to_string(), value))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn lint_json(report: &Report, request: &BuildRequest) -> Value {
    let warnings: Vec<Value> = report
        .warnings
        .iter()
        .map(|warning| {
            object([
                ("ruleName", warning.rule.name.into()),
                ("description", warning.rule.description.into()),
                ("url", warning.rule.url.into()),
                ("detail", warning.message.as_str().into()),
                ("location", location([warning.lines])),
            ])
        })
        .collect();
    let source = object([
        ("filename", request.file_name.as_str().into()),
        ("data", sources(request)[0].clone()),
        ("language", "Dockerfile".into()),
    ]);
    let error = report.error.as_ref().map_or(
        Value::Null,
        |error| json!({"message": error.message, "location": location(error.lines.iter().copied())}),
    );
    let mut out = serde_json::Map::new();
    out.insert(
        "warnings".into(),
        if warnings.is_empty() { Value::Null } else { warnings.into() },
    );
    out.insert("sources".into(), json!([source]));
    if !error.is_null() {
        out.insert("buildError".into(), error);
    }
    out.into()
}

/// What can be asked, with BuildKit's words: name, description, options.
const DESCRIBED: [(&str, &str, Option<(&str, &str)>); 3] = [
    (
        "frontend.outline",
        "List all parameters current build target supports",
        Some(("target", "Target build stage")),
    ),
    ("frontend.targets", "List all targets current build supports", None),
    ("frontend.subrequests.describe", "List available subrequest types", None),
];

fn described() -> Value {
    let named = |(name, description): (&str, &str)| json!({"name": name, "description": description});
    DESCRIBED
        .into_iter()
        .map(|(name, description, option)| {
            let options = match (name, option) {
                (_, Some(option)) => json!([named(option)]),
                ("frontend.targets", None) => json!([]),
                (_, None) => Value::Null,
            };
            json!({
                "name": name,
                "version": "1.0.0",
                "type": "rpc",
                "description": description,
                "opts": options,
                "inputs": null,
                "metadata": [named(("result.json", "")), named(("result.txt", ""))],
                "refs": null,
            })
        })
        .collect()
}

fn described_text() -> String {
    let rows = DESCRIBED.iter().map(|(name, description, _)| {
        let name = name.strip_prefix("frontend.").unwrap_or(name);
        format!("{name}\t1.0.0\t{description}\n")
    });
    let table: String = std::iter::once("NAME\tVERSION\tDESCRIPTION\n".to_string())
        .chain(rows)
        .collect();
    format::align_with(&table, 0, 1)
}
