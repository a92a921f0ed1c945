//! Targets of the command line: docker's flags and the templates of `--format`.

use cli::gotemplate::{Mode, Template, Value};
use cli::{flags, table};

/// Any words are read or refused, whatever the command. The first byte picks it; each line is a word.
pub fn command_line(data: &[u8]) {
    let Some((pick, rest)) = data.split_first() else {
        return;
    };
    let text = String::from_utf8_lossy(rest).into_owned();
    let words: Vec<String> = text.split('\n').map(str::to_string).collect();
    let commands: Vec<_> = table::commands().collect();
    let command = commands[usize::from(*pick) % commands.len()];
    let own: Vec<_> = command.flags.iter().collect();
    if let Ok(parsed) = flags::parse(&own, command.interspersed, &words) {
        assert!(parsed.arguments.len() <= words.len());
    }
}

/// Any template is refused, or runs on any value and ends.
pub fn template(data: &[u8]) {
    let text = String::from_utf8_lossy(data.get(..2000).unwrap_or(data)).into_owned();
    let Ok(template) = Template::parse(&text) else {
        return;
    };
    let facts = serde_json::json!({
        "Name": "/one", "Config": {"Cmd": ["sh", "-c"], "Labels": {"a": "b"}, "Env": null},
        "State": {"Running": true, "Pid": 7}, "Mounts": [], "Size": 1.5,
    });
    for mode in [Mode::Typed, Mode::Raw] {
        let value = match mode {
            Mode::Typed => Value::typed(&facts),
            Mode::Raw => Value::raw(&facts),
        };
        let _ = template.run(&value, mode);
    }
}
