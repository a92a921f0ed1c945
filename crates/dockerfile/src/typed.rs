//! From nodes to typed instructions and stages, with BuildKit's validation.
//!
//! Specified by BuildKit's `instructions/parse.go`; the order of checks within an instruction decides which mistake is
//! reported, so it is kept.

use crate::dockerfile::{CommandRef, Dockerfile, NodeRef};
use crate::error::{Error, ParseError};
use crate::flags::Flags;
use crate::go::{parse_duration, parse_int, to_lower, to_upper};
use crate::heredoc::{chomp_heredoc_content, parse_heredoc};
use crate::instruction::{
    Add, ArgDefinition, Command, Copy, Device, Healthcheck, InlineFile, Instruction, KeyValue, NetworkMode, Run, SecurityMode,
    ShellCommandLine, SourceContent, SourcesAndDestination, Stage,
};
use crate::keyword::Keyword;
use crate::mount::Mount;
use crate::span::Lines;
use crate::suggest::nearest;

/// A Dockerfile's instructions in stages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stages {
    /// The ARGs before the first FROM.
    pub meta_args: Vec<Command>,
    pub stages: Vec<Stage>,
}

/// What a node becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Typed {
    Stage(Stage),
    Command(Command),
}

impl Dockerfile {
    /// The first mistake for which BuildKit refuses the file before it builds anything.
    pub fn error(&self) -> Option<ParseError> {
        self.stages().err()
    }

    /// The instructions in stages, or the first mistake.
    pub fn stages(&self) -> Result<Stages, ParseError> {
        if self.text.is_empty() {
            return Err(placeless(Error::Empty));
        }
        if let Err(error) = crate::check::options_of(self) {
            return Err(placeless(error));
        }
        if let Some(error) = self.syntax_errors().into_iter().next() {
            return Err(error);
        }
        let (stages, errors) = self.stages_leniently();
        if let Some(error) = errors.into_iter().next() {
            return Err(error);
        }
        if stages.stages.is_empty() {
            return Err(placeless(Error::NoStages));
        }
        Ok(stages)
    }

    /// All instructions that make sense, and a mistake for each that does not. An instruction before the first FROM
    /// belongs to no stage.
    pub fn stages_leniently(&self) -> (Stages, Vec<ParseError>) {
        let mut result = Stages::default();
        let mut errors = Vec::new();
        for node in self.nodes() {
            match node.typed() {
                Err(error) => errors.push(ParseError {
                    error,
                    announced_line: Some(node.lines().start),
                    lines: Some(node.lines()),
                }),
                Ok(Typed::Stage(stage)) => result.stages.push(stage),
                Ok(Typed::Command(command)) => match result.stages.last_mut() {
                    Some(stage) => stage.commands.push(command),
                    None if matches!(command.instruction, Instruction::Arg(_)) => {
                        result.meta_args.push(command);
                    }
                    None => errors.push(ParseError {
                        error: Error::NoCurrentStage,
                        announced_line: None,
                        lines: Some(node.lines()),
                    }),
                },
            }
        }
        (result, errors)
    }
}

fn placeless(error: Error) -> ParseError {
    ParseError {
        error,
        announced_line: None,
        lines: None,
    }
}

/// Reads the text of an ONBUILD trigger, which must be one instruction. `lines` is what the result is said to cover:
/// the FROM whose image has the trigger.
pub fn parse_trigger(text: &str, lines: Lines) -> Result<Command, String> {
    let dockerfile = Dockerfile::parse(text);
    if let Some(error) = dockerfile.syntax_errors().into_iter().next() {
        return Err(error.error.to_string());
    }
    let mut nodes = dockerfile.nodes();
    let (Some(node), None) = (nodes.next(), nodes.next()) else {
        return Err("onbuild trigger should be a single expression".to_owned());
    };
    match node.typed() {
        Ok(Typed::Command(command)) => Ok(Command { lines, ..command }),
        Ok(Typed::Stage(_)) => Err("*instructions.Stage is not a command type".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

impl NodeRef<'_> {
    /// The mistake BuildKit sees in this instruction once the file has parsed.
    pub fn instruction_error(&self) -> Option<Error> {
        if self.is_plainly_valid() {
            return None;
        }
        self.typed().err()
    }

    /// A quick yes for the common instructions, so that parsing whole files stays cheap.
    fn is_plainly_valid(&self) -> bool {
        let command = &self.node.command;
        let args = self.dockerfile.store.arguments(command).len();
        self.has_plain_flags()
            && match command.keyword {
                Some(Keyword::Run | Keyword::Cmd | Keyword::Entrypoint) => true,
                Some(Keyword::Workdir | Keyword::User | Keyword::Stopsignal) => args == 1,
                Some(Keyword::Expose) => args > 0,
                Some(Keyword::Shell) => args > 0 && command.json,
                Some(Keyword::Arg) => {
                    let line = self.original();
                    args > 0
                        && self
                            .dockerfile
                            .store
                            .arguments(command)
                            .iter()
                            .all(|w| !w.span.of(line).starts_with('='))
                }
                Some(Keyword::From) if args == 1 => true,
                Some(Keyword::From) => {
                    let line = self.original();
                    let is_name = |name: &str| {
                        name.starts_with(|c: char| c.is_ascii_alphabetic())
                            && name
                                .bytes()
                                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
                    };
                    matches!(self.dockerfile.store.arguments(command), [_, word, name]
                        if word.value(line).eq_ignore_ascii_case("as") && is_name(name.value(line)))
                }
                Some(Keyword::Copy | Keyword::Add) => args > 1 && !self.original().contains("<<"),
                Some(Keyword::Env | Keyword::Label) => {
                    args > 0
                        && self
                            .dockerfile
                            .store
                            .arguments(command)
                            .iter()
                            .step_by(3)
                            .all(|w| !w.span.is_empty())
                }
                _ => false,
            }
    }

    /// Whether there are no flags, or only some that take any value, each once.
    fn has_plain_flags(&self) -> bool {
        let command = &self.node.command;
        if command.flag_count == 0 {
            return true;
        }
        let known: &[&str] = match command.keyword {
            Some(Keyword::Copy) => &["--from", "--chown", "--chmod"],
            Some(Keyword::From) => &["--platform"],
            _ => return false,
        };
        let line = self.original();
        let mut seen = 0u8;
        self.dockerfile.store.flags(command).iter().all(|flag| {
            let name = flag.value(line).split_once('=').map_or("", |(name, _)| name);
            let bit = known.iter().position(|k| *k == name).map_or(0, |at| 1 << at);
            let is_new = bit != 0 && seen & bit == 0;
            seen |= bit;
            is_new
        })
    }

    pub(crate) fn typed(&self) -> Result<Typed, Error> {
        let command = self.command();
        let Some(keyword) = command.keyword() else {
            return Err(Error::UnknownInstruction {
                name: command.name().to_owned(),
                suggestion: nearest(command.name(), Keyword::ALL.map(Keyword::upper), false),
            });
        };
        let request = Request {
            node: *self,
            command,
            keyword,
            args: command.all_args(),
        };
        let instruction = match keyword {
            Keyword::From => return request.from().map(Typed::Stage),
            Keyword::Add => Instruction::Add(request.add()?),
            Keyword::Arg => Instruction::Arg(request.arg()?),
            Keyword::Cmd => {
                request.flags()?;
                Instruction::Cmd(request.shell_command())
            }
            Keyword::Copy => Instruction::Copy(request.copy()?),
            Keyword::Entrypoint => {
                request.flags()?;
                Instruction::Entrypoint(request.shell_command())
            }
            Keyword::Env => Instruction::Env(request.pairs()?),
            Keyword::Expose => {
                request.at_least_one()?;
                request.flags()?;
                let mut ports = request.owned_args();
                ports.sort();
                Instruction::Expose(ports)
            }
            Keyword::Healthcheck => Instruction::Healthcheck(request.healthcheck()?),
            Keyword::Label => Instruction::Label(request.pairs()?),
            Keyword::Maintainer => Instruction::Maintainer(request.exactly_one(true)?),
            Keyword::Onbuild => Instruction::Onbuild(request.onbuild()?),
            Keyword::Run => Instruction::Run(request.run()?),
            Keyword::Shell => Instruction::Shell(request.shell()?),
            Keyword::Stopsignal => Instruction::Stopsignal(request.exactly_one(false)?),
            Keyword::User => Instruction::User(request.exactly_one(true)?),
            Keyword::Volume => Instruction::Volume(request.volume()?),
            Keyword::Workdir => Instruction::Workdir(request.exactly_one(true)?),
        };
        Ok(Typed::Command(Command {
            instruction,
            name: command.name().to_owned(),
            code: self.original().trim().to_owned(),
            lines: self.lines(),
            comments: self.comments(),
        }))
    }
}

struct Request<'a> {
    node: NodeRef<'a>,
    command: CommandRef<'a>,
    keyword: Keyword,
    args: Vec<&'a str>,
}

impl Request<'_> {
    fn flags(&self) -> Result<Flags, Error> {
        Flags::parse(self.keyword, self.command.flags().map(|f| f.text))
    }

    fn owned_args(&self) -> Vec<String> {
        self.args.iter().map(|a| (*a).to_owned()).collect()
    }

    fn at_least_one(&self) -> Result<(), Error> {
        if self.args.is_empty() {
            return Err(Error::AtLeastOneArgument(self.keyword));
        }
        Ok(())
    }

    fn exactly_one(&self, reads_flags: bool) -> Result<String, Error> {
        let [only] = self.args.as_slice() else {
            return Err(Error::ExactlyOneArgument(self.keyword));
        };
        if reads_flags {
            self.flags()?;
        }
        Ok((*only).to_owned())
    }

    fn pairs(&self) -> Result<Vec<KeyValue>, Error> {
        self.flags()?;
        self.at_least_one()?;
        self.args
            .chunks(3)
            .map(|chunk| match chunk {
                [key, value, separator] if !key.is_empty() => Ok(KeyValue {
                    key: (*key).to_owned(),
                    value: (*value).to_owned(),
                    legacy: separator.is_empty(),
                }),
                _ => Err(Error::BlankNames(self.keyword)),
            })
            .collect()
    }

    fn arg(&self) -> Result<Vec<ArgDefinition>, Error> {
        self.at_least_one()?;
        let comments = self.node.comments();
        self.args
            .iter()
            .map(|arg| {
                let (key, value) = match arg.split_once('=') {
                    Some(("", _)) => return Err(Error::BlankNames(Keyword::Arg)),
                    Some((key, value)) => (key, Some(value.to_owned())),
                    None => (*arg, None),
                };
                Ok(ArgDefinition {
                    key: key.to_owned(),
                    value,
                    doc_comment: doc_comment(&comments, key),
                })
            })
            .collect()
    }

    fn files(&self) -> Result<SourcesAndDestination, Error> {
        let heredoc = |word: &str| parse_heredoc(word).ok().flatten();
        let Some((destination, sources)) = self.args.split_last() else {
            return Err(Error::NoDestination(self.keyword));
        };
        if heredoc(destination).is_some() {
            return Err(Error::HeredocDestination(self.keyword));
        }
        let mut files = SourcesAndDestination {
            sources: Vec::new(),
            contents: Vec::new(),
            destination: (*destination).to_owned(),
        };
        for source in sources {
            let Some(head) = heredoc(source) else {
                files.sources.push((*source).to_owned());
                continue;
            };
            // Of several heredocs with one name the last one counts.
            let content = self
                .node
                .heredocs()
                .filter(|h| h.name == head.name)
                .last()
                .map_or("", |h| h.content);
            files.contents.push(SourceContent {
                data: if head.chomp {
                    chomp_heredoc_content(content)
                } else {
                    content.to_owned()
                },
                path: head.name,
                expand: head.expand,
            });
        }
        Ok(files)
    }

    fn add(&self) -> Result<Add, Error> {
        if self.args.len() < 2 {
            return Err(Error::NoDestination(Keyword::Add));
        }
        let flags = self.flags()?;
        Ok(Add {
            files: self.files()?,
            chown: flags.string("chown"),
            chmod: flags.string("chmod"),
            link: flags.bool("link"),
            exclude: flags.strings("exclude"),
            keep_git_dir: flags.optional_bool("keep-git-dir"),
            checksum: flags.string("checksum"),
            unpack: flags.optional_bool("unpack"),
        })
    }

    fn copy(&self) -> Result<Copy, Error> {
        if self.args.len() < 2 {
            return Err(Error::NoDestination(Keyword::Copy));
        }
        let flags = self.flags()?;
        Ok(Copy {
            files: self.files()?,
            from: flags.string("from"),
            chown: flags.string("chown"),
            chmod: flags.string("chmod"),
            link: flags.bool("link"),
            parents: flags.bool("parents"),
            exclude: flags.strings("exclude"),
        })
    }

    fn from(&self) -> Result<Stage, Error> {
        let name = match self.args.as_slice() {
            [_] => String::new(),
            [_, keyword, name] if to_lower(keyword) == "as" => {
                let lower = to_lower(name);
                if !is_stage_name(&lower) {
                    return Err(Error::InvalidStageName((*name).to_owned()));
                }
                lower
            }
            _ => return Err(Error::FromArguments),
        };
        let flags = self.flags()?;
        let comments = self.node.comments();
        Ok(Stage {
            doc_comment: doc_comment(&comments, &name),
            name,
            keyword: self.command.name().to_owned(),
            base_name: self.args.first().copied().unwrap_or("").to_owned(),
            platform: flags.string("platform"),
            code: self.node.original().trim().to_owned(),
            lines: self.node.lines(),
            comments,
            commands: Vec::new(),
        })
    }

    fn onbuild(&self) -> Result<String, Error> {
        self.at_least_one()?;
        self.flags()?;
        let trigger = to_upper(self.args.first().copied().unwrap_or("").trim());
        match Keyword::parse(&trigger) {
            Some(Keyword::Onbuild) => return Err(Error::ChainedOnbuild),
            Some(keyword @ (Keyword::Maintainer | Keyword::From)) => {
                return Err(Error::OnbuildTrigger(keyword));
            }
            _ => {}
        }
        let line = self.node.original();
        let after_space = line.trim_start_matches(['\t', '\n', '\u{c}', '\r', ' ']);
        let mut expression = match after_space.get(..7) {
            Some(word) if word.eq_ignore_ascii_case("ONBUILD") => after_space[7..]
                .trim_start_matches(['\t', '\n', '\u{c}', '\r', ' '])
                .to_owned(),
            _ => line.to_owned(),
        };
        for heredoc in self.node.heredocs() {
            expression.push('\n');
            expression.push_str(heredoc.content);
            expression.push_str(heredoc.name);
        }
        Ok(expression)
    }

    fn shell_command(&self) -> ShellCommandLine {
        ShellCommandLine {
            words: self.json_args(),
            prepend_shell: !self.command.is_json(),
            files: self
                .node
                .heredocs()
                .map(|h| InlineFile {
                    name: h.name.to_owned(),
                    data: h.content.to_owned(),
                    chomp: h.chomp,
                })
                .collect(),
        }
    }

    /// The words of an exec form, or all of a shell form in one.
    fn json_args(&self) -> Vec<String> {
        if self.args.is_empty() || self.command.is_json() {
            return self.owned_args();
        }
        vec![self.args.join(" ")]
    }

    fn run(&self) -> Result<Run, Error> {
        let flags = self.flags()?;
        let mount_flags = flags.strings("mount");
        // BuildKit's hooks run in the order of its files: devices, mounts, network, security.
        let devices = flags
            .strings("device")
            .iter()
            .map(|value| Device::parse(value))
            .collect::<Result<_, _>>()?;
        let mounts = mount_flags
            .iter()
            .map(|value| Mount::parse(value, None))
            .collect::<Result<_, _>>()?;
        let given = |name: &str| flags.has(name).then(|| flags.string(name));
        let network = match given("network").as_deref() {
            None | Some("default") => NetworkMode::Default,
            Some("none") => NetworkMode::None,
            Some("host") => NetworkMode::Host,
            Some(other) => return Err(Error::InvalidNetwork(other.to_owned())),
        };
        let security = match given("security").as_deref() {
            None | Some("sandbox") => SecurityMode::Sandbox,
            Some("insecure") => SecurityMode::Insecure,
            Some(other) => return Err(Error::InvalidSecurity(other.to_owned())),
        };
        Ok(Run {
            command: self.shell_command(),
            mount_flags,
            mounts,
            network,
            security,
            devices,
        })
    }

    fn healthcheck(&self) -> Result<Healthcheck, Error> {
        self.at_least_one()?;
        let kind = to_upper(self.args.first().copied().unwrap_or(""));
        let args = self.args.get(1..).unwrap_or(&[]);
        if kind == "NONE" {
            if !args.is_empty() {
                return Err(Error::HealthcheckNoneArguments);
            }
            return Ok(Healthcheck {
                test: vec![kind],
                ..Healthcheck::default()
            });
        }
        let flags = self.flags()?;
        if kind != "CMD" {
            return Err(Error::HealthcheckType(kind));
        }
        if args.is_empty() {
            return Err(Error::HealthcheckCommandMissing);
        }
        let mut test = Vec::with_capacity(args.len() + 1);
        if self.command.is_json() {
            test.push(kind);
            test.extend(args.iter().map(|a| (*a).to_owned()));
        } else {
            test.push("CMD-SHELL".to_owned());
            test.push(args.join(" "));
        }
        let duration = |name: &str| -> Result<i64, Error> {
            let text = flags.string(name);
            if text.is_empty() {
                return Ok(0);
            }
            let nanoseconds = parse_duration(&text).map_err(Error::Duration)?;
            if nanoseconds != 0 && nanoseconds < 1_000_000 {
                return Err(Error::IntervalTooShort(name.to_owned()));
            }
            Ok(nanoseconds)
        };
        let check = Healthcheck {
            test,
            interval: duration("interval")?,
            timeout: duration("timeout")?,
            start_period: duration("start-period")?,
            start_interval: duration("start-interval")?,
            retries: 0,
        };
        let text = flags.string("retries");
        if text.is_empty() {
            return Ok(check);
        }
        let retries = parse_int(&text, 32).map_err(|reason| Error::Retries { text, reason })?;
        if retries < 0 {
            return Err(Error::NegativeRetries(retries));
        }
        Ok(Healthcheck { retries, ..check })
    }

    fn volume(&self) -> Result<Vec<String>, Error> {
        self.at_least_one()?;
        self.flags()?;
        self.args
            .iter()
            .map(|volume| match volume.trim() {
                "" => Err(Error::EmptyVolume),
                volume => Ok(volume.to_owned()),
            })
            .collect()
    }

    fn shell(&self) -> Result<Vec<String>, Error> {
        self.flags()?;
        let words = self.json_args();
        if words.is_empty() {
            return Err(Error::AtLeastOneArgument(Keyword::Shell));
        }
        if !self.command.is_json() {
            return Err(Error::NotJson(Keyword::Shell));
        }
        Ok(words)
    }
}

/// Whether a lower-case name may name a stage.
pub(crate) fn is_stage_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.'))
}

fn doc_comment(comments: &[String], name: &str) -> String {
    if name.is_empty() {
        return String::new();
    }
    comments
        .iter()
        .find_map(|comment| comment.strip_prefix(name)?.strip_prefix(' '))
        .unwrap_or("")
        .to_owned()
}
