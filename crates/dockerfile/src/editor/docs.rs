//! What instructions and flags do, in a sentence or two, and the forms they are written in.
//!
//! Specified by the Dockerfile reference of the Docker documentation.

use crate::keyword::Keyword;

/// What an instruction does.
pub fn instruction_doc(keyword: Keyword) -> &'static str {
    match keyword {
        Keyword::Add => "Copies files into the image; unpacks local archives and fetches from URLs and git repositories.",
        Keyword::Arg => {
            "Declares a variable that a build may be given with --build-arg. It lives until the end of the stage; before the first FROM, only in FROM."
        }
        Keyword::Cmd => {
            "What the container runs unless docker run says otherwise; with ENTRYPOINT, its default arguments. The last one counts."
        }
        Keyword::Copy => "Copies files from the build context, or from another stage or image, into the image.",
        Keyword::Entrypoint => "The program a container runs. Arguments of docker run, or else CMD, are added to the exec form.",
        Keyword::Env => "Sets environment variables for the instructions that follow and for the container.",
        Keyword::Expose => "Says which ports the container listens on. It publishes nothing: that is docker run -p.",
        Keyword::From => "Begins a stage on an image, on an earlier stage, or on scratch.",
        Keyword::Healthcheck => "A command that tells from time to time whether the container still works.",
        Keyword::Label => "Adds labels to the image: names and values for people and programs.",
        Keyword::Maintainer => "Names the author. Deprecated: use a LABEL.",
        Keyword::Onbuild => "Keeps an instruction for later: it runs when another build starts FROM this image.",
        Keyword::Run => "Runs a command and keeps what it changed as a new layer.",
        Keyword::Shell => "The shell for the shell forms of RUN, CMD and ENTRYPOINT from here on.",
        Keyword::Stopsignal => "The signal that docker stop sends.",
        Keyword::User => "The user, and group, for the instructions that follow and for the container.",
        Keyword::Volume => "Directories that are kept outside of the container's own layer.",
        Keyword::Workdir => {
            "The directory that the instructions that follow, and the container, work in. It is made if it is missing."
        }
    }
}

/// The forms of an instruction; the parameters are in angle or square brackets.
pub fn instruction_forms(keyword: Keyword) -> &'static [&'static str] {
    match keyword {
        Keyword::Add => &["ADD [OPTIONS] <src>... <dest>", "ADD [OPTIONS] [\"<src>\", ... \"<dest>\"]"],
        Keyword::Arg => &["ARG <name>[=<default>]..."],
        Keyword::Cmd => &["CMD [\"executable\", \"param\"]", "CMD command param"],
        Keyword::Copy => &["COPY [OPTIONS] <src>... <dest>", "COPY [OPTIONS] [\"<src>\", ... \"<dest>\"]"],
        Keyword::Entrypoint => &["ENTRYPOINT [\"executable\", \"param\"]", "ENTRYPOINT command param"],
        Keyword::Env => &["ENV <key>=<value>..."],
        Keyword::Expose => &["EXPOSE <port>[/<protocol>]..."],
        Keyword::From => &["FROM [--platform=<platform>] <image> [AS <name>]"],
        Keyword::Healthcheck => &["HEALTHCHECK [OPTIONS] CMD command", "HEALTHCHECK NONE"],
        Keyword::Label => &["LABEL <key>=<value>..."],
        Keyword::Maintainer => &["MAINTAINER <name>"],
        Keyword::Onbuild => &["ONBUILD <instruction>"],
        Keyword::Run => &["RUN [OPTIONS] command", "RUN [OPTIONS] [\"command\", \"param\"]", "RUN <<EOF"],
        Keyword::Shell => &["SHELL [\"executable\", \"parameter\"]"],
        Keyword::Stopsignal => &["STOPSIGNAL <signal>"],
        Keyword::User => &["USER <user>[:<group>]"],
        Keyword::Volume => &["VOLUME <path>...", "VOLUME [\"<path>\"]"],
        Keyword::Workdir => &["WORKDIR <path>"],
    }
}

/// What a flag, without its dashes, does.
pub fn flag_doc(keyword: Keyword, flag: &str) -> Option<&'static str> {
    Some(match (keyword, flag) {
        (Keyword::From, "platform") => "The platform of the base image, such as linux/arm64 or $BUILDPLATFORM.",
        (Keyword::Copy, "from") => "Copies from a stage, by name or number, or from an image.",
        (Keyword::Copy, "parents") => "Keeps the directories of the sources.",
        (Keyword::Copy | Keyword::Add, "chown") => "The owner of the copied files: user, group, or both with a colon.",
        (Keyword::Copy | Keyword::Add, "chmod") => "The mode of the copied files, such as 755 or u+x.",
        (Keyword::Copy | Keyword::Add, "link") => {
            "Makes a layer that does not depend on those before it, so that it stays cached when they change."
        }
        (Keyword::Copy | Keyword::Add, "exclude") => "Leaves out what matches; may be given often.",
        (Keyword::Add, "checksum") => "What is fetched must have this digest.",
        (Keyword::Add, "keep-git-dir") => "Keeps the .git directory of a repository.",
        (Keyword::Add, "unpack") => "Whether archives are unpacked; the default is yes for local ones.",
        (Keyword::Run, "mount") => "Lends the command a file system: type=bind, cache, tmpfs, secret or ssh.",
        (Keyword::Run, "network") => "default, none or host.",
        (Keyword::Run, "security") => "sandbox or insecure.",
        (Keyword::Run, "device") => "Lends the command a CDI device.",
        (Keyword::Healthcheck, "interval") => "Time between checks; 30s by default.",
        (Keyword::Healthcheck, "timeout") => "How long a check may take; 30s by default.",
        (Keyword::Healthcheck, "start-period") => "Time to start in, during which failures do not count; 0s by default.",
        (Keyword::Healthcheck, "start-interval") => "Time between checks while starting; 5s by default.",
        (Keyword::Healthcheck, "retries") => "Failures in a row until the container counts as unhealthy; 3 by default.",
        _ => return None,
    })
}
