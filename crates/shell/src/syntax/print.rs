//! Trees back to text, as `type` and `declare -f` of bash print functions.

use super::ast::*;

/// A function's definition.
pub fn print_function(name: &str, body: &Command) -> String {
    let mut out = format!("{name} () \n");
    let mut printer = Printer {
        out: String::new(),
        indent: 0,
    };
    match &body.kind {
        CommandKind::Group(list) => printer.group(list),
        _ => {
            printer.line("{ ");
            printer.indent += 1;
            printer.command(body, true);
            printer.indent -= 1;
            printer.out.push('\n');
            printer.pad();
            printer.out.push('}');
        }
    }
    printer.redirects(&body.redirects);
    out.push_str(&printer.out);
    out
}

/// A list on one line.
pub fn print_list(list: &List) -> String {
    let mut printer = Printer {
        out: String::new(),
        indent: 0,
    };
    printer.list(list, false);
    printer.out
}

pub fn print_command(command: &Command) -> String {
    let mut printer = Printer {
        out: String::new(),
        indent: 0,
    };
    printer.command(command, false);
    printer.out
}

struct Printer {
    out: String,
    indent: usize,
}

impl Printer {
    fn pad(&mut self) {
        for _ in 0..self.indent {
            self.out.push_str("    ");
        }
    }

    fn line(&mut self, text: &str) {
        self.pad();
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn group(&mut self, list: &List) {
        self.out.push_str("{ \n");
        self.indent += 1;
        self.list(list, true);
        self.indent -= 1;
        self.out.push('\n');
        self.pad();
        self.out.push('}');
    }

    fn list(&mut self, list: &List, lines: bool) {
        for (n, item) in list.items.iter().enumerate() {
            if lines {
                self.pad();
            }
            self.pipeline(&item.first, lines);
            for (connector, pipeline) in &item.rest {
                self.out.push_str(match connector {
                    Connector::And => " && ",
                    Connector::Or => " || ",
                });
                self.pipeline(pipeline, lines);
            }
            let last = n + 1 == list.items.len();
            if item.background {
                self.out.push_str(" &");
                if !last {
                    self.out.push(if lines { '\n' } else { ' ' });
                }
            } else if !last {
                self.out.push_str(if lines { ";\n" } else { "; " });
            }
        }
    }

    fn pipeline(&mut self, pipeline: &Pipeline, lines: bool) {
        if pipeline.timed.is_some() {
            self.out.push_str("time ");
        }
        if pipeline.negated {
            self.out.push_str("! ");
        }
        for (n, command) in pipeline.commands.iter().enumerate() {
            if n > 0 {
                self.out.push_str(" | ");
            }
            self.command(command, lines);
        }
    }

    fn body(&mut self, open: &str, list: &List, close: &str) {
        self.out.push_str(open);
        self.out.push('\n');
        self.indent += 1;
        self.list(list, true);
        self.out.push(';');
        self.indent -= 1;
        self.out.push('\n');
        self.pad();
        self.out.push_str(close);
    }

    fn command(&mut self, command: &Command, _lines: bool) {
        match &command.kind {
            CommandKind::Simple { assignments, words } => {
                let mut first = true;
                for assignment in assignments {
                    if !std::mem::take(&mut first) {
                        self.out.push(' ');
                    }
                    self.out.push_str(&assignment.name);
                    if let Some(index) = &assignment.index {
                        self.out.push('[');
                        self.word(index);
                        self.out.push(']');
                    }
                    self.out.push_str(if assignment.append { "+=" } else { "=" });
                    match &assignment.value {
                        Value::Scalar(word) => self.word(word),
                        Value::Array(items) => self.array(items),
                    }
                }
                for word in words {
                    if !std::mem::take(&mut first) {
                        self.out.push(' ');
                    }
                    self.word(word);
                }
            }
            CommandKind::Group(list) => self.group(list),
            CommandKind::Subshell(list) => {
                self.out.push_str("( ");
                self.list(list, false);
                self.out.push_str(" )");
            }
            CommandKind::If { branches, otherwise } => {
                for (n, (condition, body)) in branches.iter().enumerate() {
                    if n > 0 {
                        self.out.push('\n');
                        self.pad();
                        self.out.push_str("else\n");
                        self.indent += 1;
                        self.pad();
                    }
                    self.out.push_str("if ");
                    self.list(condition, false);
                    self.out.push_str("; then\n");
                    self.indent += 1;
                    self.list(body, true);
                    self.out.push(';');
                    self.indent -= 1;
                }
                if let Some(otherwise) = otherwise {
                    self.out.push('\n');
                    self.pad();
                    self.out.push_str("else\n");
                    self.indent += 1;
                    self.list(otherwise, true);
                    self.out.push(';');
                    self.indent -= 1;
                }
                for n in 0..branches.len() {
                    if n > 0 {
                        self.indent = self.indent.saturating_sub(1);
                        self.out.push(';');
                    }
                    self.out.push('\n');
                    self.pad();
                    self.out.push_str("fi");
                }
            }
            CommandKind::While { until, condition, body } => {
                self.out.push_str(if *until { "until " } else { "while " });
                self.list(condition, false);
                self.body("; do", body, "done");
            }
            CommandKind::For { variable, words, body } | CommandKind::Select { variable, words, body } => {
                let word = if matches!(command.kind, CommandKind::For { .. }) {
                    "for"
                } else {
                    "select"
                };
                self.out.push_str(&format!("{word} {variable} in"));
                match words {
                    None => self.out.push_str(" \"$@\""),
                    Some(words) => {
                        for word in words {
                            self.out.push(' ');
                            self.word(word);
                        }
                    }
                }
                self.out.push_str(";\n");
                self.pad();
                self.body("do", body, "done");
            }
            CommandKind::ForArithmetic {
                init,
                condition,
                step,
                body,
            } => {
                self.out.push_str("for ((");
                self.word(init);
                self.out.push_str("; ");
                self.word(condition);
                self.out.push_str("; ");
                self.word(step);
                self.out.push_str("))\n");
                self.pad();
                self.body("do", body, "done");
            }
            CommandKind::Case { subject, arms } => {
                self.out.push_str("case ");
                self.word(subject);
                self.out.push_str(" in \n");
                self.indent += 1;
                for arm in arms {
                    self.pad();
                    for (n, pattern) in arm.patterns.iter().enumerate() {
                        if n > 0 {
                            self.out.push_str(" | ");
                        }
                        self.word(pattern);
                    }
                    self.out.push_str(")\n");
                    self.indent += 1;
                    self.list(&arm.body, true);
                    self.indent -= 1;
                    self.out.push('\n');
                    self.pad();
                    self.out.push_str(match arm.then {
                        Then::Leave => ";;\n",
                        Then::FallThrough => ";&\n",
                        Then::TestNext => ";;&\n",
                    });
                }
                self.indent -= 1;
                self.pad();
                self.out.push_str("esac");
            }
            CommandKind::Arithmetic(word) => {
                self.out.push_str("((");
                self.word(word);
                self.out.push_str("))");
            }
            CommandKind::Conditional(condition) => {
                self.out.push_str("[[ ");
                self.conditional(condition);
                self.out.push_str(" ]]");
            }
            CommandKind::Function { name, body } => self.out.push_str(&print_function(name, body)),
        }
        self.redirects(&command.redirects);
    }

    fn conditional(&mut self, condition: &Conditional) {
        match condition {
            Conditional::Word(word) => self.word(word),
            Conditional::Unary(op, word) => {
                self.out.push_str(op);
                self.out.push(' ');
                self.word(word);
            }
            Conditional::Binary(left, op, right) => {
                self.word(left);
                self.out.push_str(&format!(" {op} "));
                self.word(right);
            }
            Conditional::Not(inner) => {
                self.out.push_str("! ");
                self.conditional(inner);
            }
            Conditional::And(left, right) | Conditional::Or(left, right) => {
                self.conditional(left);
                let and = matches!(condition, Conditional::And(..));
                self.out.push_str(if and { " && " } else { " || " });
                self.conditional(right);
            }
        }
    }

    fn redirects(&mut self, redirects: &[Redirect]) {
        for redirect in redirects {
            self.out.push(' ');
            let op = match redirect.kind {
                RedirectKind::Read => "<",
                RedirectKind::Write => ">",
                RedirectKind::Clobber => ">|",
                RedirectKind::Append => ">>",
                RedirectKind::ReadWrite => "<>",
                RedirectKind::DupInput => "<&",
                RedirectKind::DupOutput => ">&",
                RedirectKind::Heredoc => "<<",
                RedirectKind::HereString => "<<<",
                RedirectKind::Both => "&>",
                RedirectKind::BothAppend => "&>>",
            };
            if let Some(fd) = redirect.fd {
                self.out.push_str(&fd.to_string());
            }
            self.out.push_str(op);
            if !matches!(
                redirect.kind,
                RedirectKind::DupInput | RedirectKind::DupOutput | RedirectKind::Heredoc
            ) {
                self.out.push(' ');
            }
            self.word(&redirect.target);
        }
    }

    fn array(&mut self, items: &[ArrayItem]) {
        self.out.push('(');
        for (n, item) in items.iter().enumerate() {
            if n > 0 {
                self.out.push(' ');
            }
            if let Some(index) = &item.index {
                self.out.push('[');
                self.word(index);
                self.out.push_str("]=");
            }
            self.word(&item.value);
        }
        self.out.push(')');
    }

    fn word(&mut self, word: &Word) {
        self.parts(&word.parts, false);
    }

    fn parts(&mut self, parts: &[Part], quoted: bool) {
        for part in parts {
            match part {
                Part::Literal(text) => self.out.push_str(text),
                Part::Quoted(text) if quoted => {
                    for c in text.chars() {
                        if matches!(c, '"' | '$' | '`' | '\\') {
                            self.out.push('\\');
                        }
                        self.out.push(c);
                    }
                }
                Part::Quoted(text) => {
                    self.out.push('\'');
                    self.out.push_str(text);
                    self.out.push('\'');
                }
                Part::DoubleQuoted(inner) => {
                    self.out.push('"');
                    self.parts(inner, true);
                    self.out.push('"');
                }
                Part::Param(param) => {
                    if param.operation == Operation::Plain && param.index.is_none() && !param.indirect {
                        self.out.push('$');
                        let wide = param.text.len() > 1 && param.text.starts_with(|c: char| c.is_ascii_digit());
                        self.out.push_str(&if wide {
                            format!("{{{}}}", param.text)
                        } else {
                            param.text.to_string()
                        });
                    } else {
                        self.out.push_str(&format!("${{{}}}", param.text));
                    }
                }
                Part::Command(body) => self.out.push_str(&format!("$({})", body.text)),
                Part::Arithmetic(inner) => {
                    self.out.push_str("$((");
                    self.parts(inner, false);
                    self.out.push_str("))");
                }
                Part::Process(reading, body) => {
                    let sign = if *reading { '<' } else { '>' };
                    self.out.push_str(&format!("{sign}({})", body.text));
                }
                Part::Subscript(subscript) => {
                    self.out.push_str(&subscript.name);
                    self.out.push('[');
                    self.word(&subscript.index);
                    self.out.push_str(if subscript.append { "]+=" } else { "]=" });
                }
                Part::Array(items) => self.array(items),
            }
        }
    }
}
