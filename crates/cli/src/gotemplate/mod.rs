//! Go templates, as `--format` takes them: text/template with docker's functions.
//!
//! Parsed and run here rather than by a crate, because the messages of both steps, with the place in the
//! template, are part of what docker prints. Left out: nested templates.

mod exec;
mod funcs;
mod lex;
mod parse;
mod value;

pub use exec::{Failure, Mode};
pub use value::{Method, Nil, Object, Value, json_text};

/// A parsed template.
#[derive(Clone, Debug)]
pub struct Template {
    text: String,
    nodes: Vec<parse::Node>,
}

impl Template {
    /// Reads a template. The error is Go's message: `template: :1: unclosed action`.
    pub fn parse(text: &str) -> Result<Template, String> {
        let nodes = parse::parse(text, &funcs::exists)?;
        Ok(Template {
            text: text.to_string(),
            nodes,
        })
    }

    /// What it makes of a value. The error is Go's message with the place.
    pub fn run(&self, data: &Value, mode: Mode) -> Result<String, String> {
        self.run_as(data, mode, false)
    }

    /// As [`Template::run`], written behind what is there. Errors leave that as it was.
    pub fn run_into(&self, out: &mut String, data: &Value, mode: Mode) -> Result<(), String> {
        let mut run = exec::Run::new(data, mode, false);
        let line = run.run(&self.nodes).map_err(|failure| self.locate(&failure));
        line.map(|()| out.push_str(&run.out))
    }

    /// The header of a table: docker's functions give their first argument.
    pub fn run_header(&self, data: &Value) -> Result<String, String> {
        self.run_as(data, Mode::Typed, true)
    }

    fn run_as(&self, data: &Value, mode: Mode, header: bool) -> Result<String, String> {
        let mut run = exec::Run::new(data, mode, header);
        match run.run(&self.nodes) {
            Ok(()) => Ok(run.out),
            Err(failure) => Err(self.locate(&failure)),
        }
    }

    fn locate(&self, failure: &Failure) -> String {
        let before = self.text.get(..failure.at).unwrap_or(&self.text);
        let line = 1 + before.matches('\n').count();
        let column = before.rfind('\n').map_or(failure.at, |newline| failure.at - newline - 1);
        format!(
            "template: :{line}:{column}: executing \"\" at <{}>: {}",
            failure.context, failure.message
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(template: &str, expected: &str) {
        let data = json!({
            "Name": "/api",
            "Driver": "overlayfs",
            "State": {"Status": "running", "Running": true, "ExitCode": 0},
            "Config": {"Cmd": ["sleep", "100"], "Labels": {"team": "blue"}, "Entrypoint": null, "Env": ["PORT=80"]},
            "Mounts": [],
            "NetworkSettings": {"Networks": {"front": {"IPAddress": "172.18.0.2"}, "back": {"IPAddress": ""}}},
        });
        let got = match Template::parse(template) {
            Err(error) => error,
            Ok(parsed) => match parsed.run(&Value::typed(&data), Mode::Typed) {
                Ok(out) => out,
                Err(_) => parsed.run(&Value::raw(&data), Mode::Raw).unwrap_or_else(|e| e),
            },
        };
        assert_eq!(got, expected, "{template}");
    }

    #[test]
    fn values_are_found_and_printed() {
        check("{{.Name}} {{.State.Status}}", "/api running");
        check("{{json .Config.Cmd}} {{.Config.Cmd}}", "[\"sleep\",\"100\"] [sleep 100]");
        check("{{.Config.Labels}} {{.Config.Labels.team}}", "map[team:blue] blue");
        check("{{.Config.Labels.none}}|{{index .Config.Labels \"none\"}}", "<no value>|");
        check("{{json .Config.Entrypoint}} {{.Config.Entrypoint}}", "null []");
        check("{{.State}}", "{running true 0}");
    }

    #[test]
    fn pipelines_branches_and_loops_run() {
        check(
            "{{len .Mounts}} {{upper .Driver | len}} {{if .State.Running}}up{{else}}down{{end}}",
            "0 9 up",
        );
        check("{{range .Config.Cmd}}<{{.}}> {{end}}", "<sleep> <100> ");
        check(
            "{{range $name, $net := .NetworkSettings.Networks}}{{$name}} {{end}}",
            "back front ",
        );
        check("{{with .State.Health}}{{.Status}}{{else}}none{{end}}", "none");
        check("{{range $i, $e := .Config.Env}}{{if $i}}, {{end}}{{$e}}{{end}}", "PORT=80");
        check("{{(index .Config.Cmd 1)}} {{slice .Name 1}}", "100 api");
        check("{{printf \"%-6s|%03d\" .Driver 7}}", "overlayfs|007");
        check("{{join .Config.Cmd \"+\"}} {{title \"ab cd\"}}", "sleep+100 Ab Cd");
        check("a {{- /* x */ -}} b", "ab");
    }

    #[test]
    fn mistakes_have_gos_words() {
        check(
            "{{.NoSuchField}}",
            "template: :1:2: executing \"\" at <.NoSuchField>: map has no entry for key \"NoSuchField\"",
        );
        check(
            "{{.State.Health.Status}}",
            "template: :1:8: executing \"\" at <.State.Health.Status>: map has no entry for key \"Health\"",
        );
        check("{{.State.Status", "template: :1: unclosed action");
        check("{{foo .X}}", "template: :1: function \"foo\" not defined");
        check("{{if .X}}", "template: :1: unexpected EOF");
        check("{{end}}", "template: :1: unexpected {{end}}");
        check("{{nil}}", "template: :1:2: executing \"\" at <nil>: nil is not a command");
        check(
            "{{index .Config.Cmd 5}}",
            "template: :1:2: executing \"\" at <index .Config.Cmd 5>: error calling index: reflect: slice index out of range",
        );
    }
}
