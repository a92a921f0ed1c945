//! Instructions with their meaning: the typed form that a build works on.
//!
//! The shapes are those of BuildKit's `instructions/commands.go`. Values are as written, not expanded; each command's
//! `expand` method does that, with the words BuildKit expands and in its order.

use crate::error::ExpandError;
use crate::keyword::Keyword;
use crate::mount::Mount;
use crate::span::Lines;

/// What expands a single word.
pub type Expander<'a> = dyn FnMut(&str) -> Result<String, ExpandError> + 'a;

/// One instruction of a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    pub instruction: Instruction,
    /// The keyword as written.
    pub name: String,
    /// The logical line, trimmed: what a step is called.
    pub code: String,
    /// Its lines, heredocs included.
    pub lines: Lines,
    /// The comments right before it.
    pub comments: Vec<String>,
}

/// A stage: FROM and everything up to the next one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// In lower case; empty without `AS`.
    pub name: String,
    /// The keyword FROM as written.
    pub keyword: String,
    /// The image or stage it starts from, not expanded.
    pub base_name: String,
    /// The value of `--platform`, not expanded; empty without.
    pub platform: String,
    /// The comment that describes it.
    pub doc_comment: String,
    /// The FROM line.
    pub code: String,
    /// The lines of FROM.
    pub lines: Lines,
    /// The comments right before FROM.
    pub comments: Vec<String>,
    pub commands: Vec<Command>,
}

/// What an instruction says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Instruction {
    Add(Add),
    Arg(Vec<ArgDefinition>),
    Cmd(ShellCommandLine),
    Copy(Copy),
    Entrypoint(ShellCommandLine),
    Env(Vec<KeyValue>),
    /// The port specifications, sorted.
    Expose(Vec<String>),
    Healthcheck(Healthcheck),
    Label(Vec<KeyValue>),
    Maintainer(String),
    /// The text of the instruction to run later, heredocs included.
    Onbuild(String),
    Run(Run),
    Shell(Vec<String>),
    Stopsignal(String),
    User(String),
    Volume(Vec<String>),
    Workdir(String),
}

impl Instruction {
    /// Its keyword.
    pub fn keyword(&self) -> Keyword {
        match self {
            Instruction::Add(_) => Keyword::Add,
            Instruction::Arg(_) => Keyword::Arg,
            Instruction::Cmd(_) => Keyword::Cmd,
            Instruction::Copy(_) => Keyword::Copy,
            Instruction::Entrypoint(_) => Keyword::Entrypoint,
            Instruction::Env(_) => Keyword::Env,
            Instruction::Expose(_) => Keyword::Expose,
            Instruction::Healthcheck(_) => Keyword::Healthcheck,
            Instruction::Label(_) => Keyword::Label,
            Instruction::Maintainer(_) => Keyword::Maintainer,
            Instruction::Onbuild(_) => Keyword::Onbuild,
            Instruction::Run(_) => Keyword::Run,
            Instruction::Shell(_) => Keyword::Shell,
            Instruction::Stopsignal(_) => Keyword::Stopsignal,
            Instruction::User(_) => Keyword::User,
            Instruction::Volume(_) => Keyword::Volume,
            Instruction::Workdir(_) => Keyword::Workdir,
        }
    }

    /// Expands the words that BuildKit expands before it carries the instruction out. Not among them: ARG, whose
    /// default may never be needed; EXPOSE, which is split as well ([`Lexer::words`](crate::Lexer::words)); the shell
    /// commands of RUN, CMD, ENTRYPOINT and HEALTHCHECK, which are the shell's affair; SHELL, ONBUILD, MAINTAINER.
    pub fn expand(&mut self, expander: &mut Expander<'_>) -> Result<(), crate::Error> {
        let expand = &mut |word: &mut String| -> Result<(), crate::Error> {
            *word = expander(word).map_err(crate::Error::Expand)?;
            Ok(())
        };
        match self {
            Instruction::Env(pairs) | Instruction::Label(pairs) => {
                for pair in pairs {
                    expand(&mut pair.key)?;
                    expand(&mut pair.value)?;
                }
            }
            Instruction::Add(add) => {
                expand(&mut add.chown)?;
                expand(&mut add.chmod)?;
                expand(&mut add.checksum)?;
                add.files.expand(expand)?;
            }
            Instruction::Copy(copy) => {
                expand(&mut copy.chown)?;
                expand(&mut copy.chmod)?;
                copy.files.expand(expand)?;
            }
            Instruction::Run(run) => {
                run.mounts = run
                    .mount_flags
                    .iter()
                    .map(|flag| Mount::parse(flag, Some(expander)))
                    .collect::<Result<_, _>>()?;
            }
            Instruction::User(word) | Instruction::Stopsignal(word) | Instruction::Workdir(word) => expand(word)?,
            Instruction::Volume(words) => {
                for word in words {
                    expand(word)?;
                }
            }
            Instruction::Arg(_)
            | Instruction::Cmd(_)
            | Instruction::Entrypoint(_)
            | Instruction::Expose(_)
            | Instruction::Healthcheck(_)
            | Instruction::Maintainer(_)
            | Instruction::Onbuild(_)
            | Instruction::Shell(_) => {}
        }
        Ok(())
    }

    /// Expands the contents of COPY's and ADD's heredocs, with an expander that leaves quotes alone and takes the
    /// backslash for its escape token: `Lexer { skip_process_quotes: true, ..Lexer::new('\\') }`.
    pub fn expand_contents(&mut self, expander: &mut Expander<'_>) -> Result<(), crate::Error> {
        let files = match self {
            Instruction::Add(add) => &mut add.files,
            Instruction::Copy(copy) => &mut copy.files,
            _ => return Ok(()),
        };
        for content in files.contents.iter_mut().filter(|c| c.expand) {
            content.data = expander(&content.data).map_err(crate::Error::Expand)?;
        }
        Ok(())
    }
}

/// A pair of ENV or LABEL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyValue {
    pub key: String,
    pub value: String,
    /// Written with a blank in place of `=`.
    pub legacy: bool,
}

/// One name of an ARG.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArgDefinition {
    pub key: String,
    /// The default, not expanded.
    pub value: Option<String>,
    /// The comment that describes it.
    pub doc_comment: String,
}

/// What ADD and COPY take and where it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourcesAndDestination {
    pub sources: Vec<String>,
    pub contents: Vec<SourceContent>,
    pub destination: String,
}

impl SourcesAndDestination {
    fn expand(&mut self, expand: &mut dyn FnMut(&mut String) -> Result<(), crate::Error>) -> Result<(), crate::Error> {
        for source in &mut self.sources {
            expand(source)?;
        }
        expand(&mut self.destination)
    }
}

/// A file given as a heredoc.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceContent {
    pub path: String,
    pub data: String,
    pub expand: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Add {
    pub files: SourcesAndDestination,
    pub chown: String,
    pub chmod: String,
    pub link: bool,
    pub exclude: Vec<String>,
    pub keep_git_dir: Option<bool>,
    pub checksum: String,
    pub unpack: Option<bool>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    pub files: SourcesAndDestination,
    /// A stage, its index, or an image; empty for the build context.
    pub from: String,
    pub chown: String,
    pub chmod: String,
    pub link: bool,
    pub parents: bool,
    pub exclude: Vec<String>,
}

/// A command in shell or in exec form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShellCommandLine {
    /// One string in shell form, the words in exec form.
    pub words: Vec<String>,
    /// The shell goes before it: it is not a JSON array.
    pub prepend_shell: bool,
    /// Heredocs, for RUN.
    pub files: Vec<InlineFile>,
}

/// A heredoc of RUN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InlineFile {
    pub name: String,
    /// As it stands, tabs included.
    pub data: String,
    pub chomp: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub command: ShellCommandLine,
    /// The values of `--mount`, not expanded.
    pub mount_flags: Vec<String>,
    /// The mounts: of each only `from` before [`Instruction::expand`], all of it after.
    pub mounts: Vec<Mount>,
    pub network: NetworkMode,
    pub security: SecurityMode,
    pub devices: Vec<Device>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetworkMode {
    Default,
    None,
    Host,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecurityMode {
    Sandbox,
    Insecure,
}

/// A CDI device of RUN.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Device {
    pub name: String,
    pub required: bool,
}

/// HEALTHCHECK. Durations are in nanoseconds, 0 for the default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Healthcheck {
    /// `NONE`, or `CMD` and the words, or `CMD-SHELL` and one string.
    pub test: Vec<String>,
    pub interval: i64,
    pub timeout: i64,
    pub start_period: i64,
    pub start_interval: i64,
    pub retries: i64,
}
