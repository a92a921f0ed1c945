//! `--output`: where a build's result goes, and putting it there.
//!
//! Specified by buildx's `util/buildflags/export.go` and `build/opt.go`, and by BuildKit's exporters. Left
//! out: attributes of exporters other than `name`, `push`, `dest` and `tar`.

use super::error;
use crate::call::{Call, Failure};
use crate::opts;
use dockerfile::Reference;
use engine::{Image, Progress as Pushed};
use std::rc::Rc;
use vfs::tar::{self, Content};
use vfs::{FileKind, ROOT};

/// What becomes of the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Into the engine's store.
    Image,
    /// Into the store and to a registry.
    Push,
    /// Files into a directory.
    Local,
    /// Files as an archive.
    Tar,
    /// An archive that `docker load` takes.
    Docker,
    /// An OCI layout, as an archive or as a directory.
    Oci,
    /// Nowhere.
    CacheOnly,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    pub kind: Kind,
    /// A path, or `-` for standard output.
    pub dest: String,
    /// Names that the exporter was given.
    pub names: Vec<String>,
    /// A layout is written as a directory.
    pub directory: bool,
}

impl Output {
    /// Whether the engine's store gets the image.
    pub fn stores(&self) -> bool {
        matches!(self.kind, Kind::Image | Kind::Push)
    }

    /// The step that the progress shows.
    pub fn step(&self) -> &'static str {
        match self.kind {
            Kind::Local => "exporting to client directory",
            Kind::Tar => "exporting to client tarball",
            Kind::Docker => "exporting to docker image format",
            Kind::Oci => "exporting to oci image format",
            Kind::Image | Kind::Push | Kind::CacheOnly => "exporting to image",
        }
    }
}

/// Reads `--output`, `--load` and `--push`. Errors: buildx's words.
pub fn outputs(call: &Call, tags: &[String]) -> Result<Vec<Output>, Failure> {
    let failed = |why: String| error(format!("failed to build: {why}"));
    let flags = &call.flags;
    let mut outputs = Vec::new();
    let mut stdout = false;
    for text in flags.all("output").iter().filter(|text| !text.is_empty()) {
        let output = parse(text).map_err(|why| match why.starts_with("failed to solve") {
            true => failed(why),
            false => error(why),
        })?;
        check(call, &output, &mut stdout).map_err(failed)?;
        outputs.push(output);
    }
    let plain = |kind: Kind| Output {
        kind,
        dest: String::new(),
        names: Vec::new(),
        directory: false,
    };
    if flags.on("push") {
        outputs.retain(|o| o.kind != Kind::Image);
        outputs.push(plain(Kind::Push));
    } else if flags.on("load") && !outputs.iter().any(Output::stores) {
        outputs.push(plain(Kind::Image));
    }
    let named = |o: &Output| !tags.is_empty() || !o.names.is_empty();
    if outputs.iter().any(|o| o.kind == Kind::Push && !named(o)) {
        return Err(failed("tag is needed when pushing to registry".into()));
    }
    let files = |o: &Output| [Kind::Local, Kind::Tar].contains(&o.kind);
    if outputs.iter().any(files) && flags.get("iidfile").is_some_and(|p| !p.is_empty()) {
        return Err(error("local and tar exporters are incompatible with image ID file"));
    }
    if outputs.is_empty() {
        outputs.push(plain(Kind::Image));
    }
    Ok(outputs)
}

fn parse(text: &str) -> Result<Output, String> {
    let fields = opts::split_csv(text);
    let mut kind = String::new();
    let mut output = Output {
        kind: Kind::Image,
        dest: String::new(),
        names: Vec::new(),
        directory: false,
    };
    let mut push = false;
    if fields.len() == 1 && !text.starts_with("type=") {
        output.dest = text.to_string();
        output.kind = if text == "-" { Kind::Tar } else { Kind::Local };
        return Ok(output);
    }
    for field in &fields {
        let (key, value) = field.split_once('=').ok_or_else(|| format!("invalid value {field}"))?;
        match key.trim().to_lowercase().as_str() {
            "type" => kind = value.to_string(),
            "dest" => output.dest = value.to_string(),
            "name" => output.names = value.split(',').map(str::to_string).collect(),
            "push" => push = matches!(value, "true" | "1" | "t" | "T" | "TRUE" | "True"),
            "tar" => output.directory = matches!(value, "false" | "0" | "f" | "F" | "FALSE" | "False"),
            _ => {}
        }
    }
    output.kind = match kind.as_str() {
        "" => return Err("type is required for output".into()),
        "local" => Kind::Local,
        "tar" => Kind::Tar,
        "oci" => Kind::Oci,
        "docker" if output.dest.is_empty() => Kind::Image,
        "docker" => Kind::Docker,
        "image" | "moby" if push => Kind::Push,
        "image" | "moby" => Kind::Image,
        "registry" => Kind::Push,
        "cacheonly" => Kind::CacheOnly,
        other => return Err(format!("failed to solve: exporter {} could not be found", opts::quote(other))),
    };
    Ok(output)
}

fn check(call: &Call, output: &Output, stdout: &mut bool) -> Result<(), String> {
    let word = match output.kind {
        Kind::Local => "local",
        Kind::Tar => "tar",
        Kind::Oci => "oci",
        Kind::Docker => "docker",
        Kind::Image | Kind::Push | Kind::CacheOnly => return Ok(()),
    };
    let there = call.sys.stat(&output.dest).ok().map(|s| s.kind);
    if output.kind == Kind::Local || output.directory {
        return match (output.dest.as_str(), there) {
            ("", _) => Err(format!("dest is required for {word} exporter")),
            ("-", _) => Err(format!("dest cannot be stdout for {word} exporter")),
            (dest, Some(kind)) if kind != FileKind::Dir => Err(format!("destination directory {dest} is a file")),
            _ => Ok(()),
        };
    }
    match output.dest.as_str() {
        "" | "-" if *stdout => Err("multiple outputs configured to write to stdout".into()),
        "" | "-" if call.sys.isatty(1) => Err(format!(
            "dest file is required for {word} exporter. refusing to write to console"
        )),
        "" | "-" => {
            *stdout = true;
            Ok(())
        }
        dest if there == Some(FileKind::Dir) => Err(format!("destination file {dest} is a directory")),
        _ => Ok(()),
    }
}

/// Puts the result where it goes, unless that is the store, where it is already.
pub async fn write(call: &Call, output: &Output, image: &Rc<Image>, tags: &[String]) -> Result<(), Failure> {
    let failed = |why: String| error(format!("failed to build: failed to solve: {why}"));
    match output.kind {
        Kind::Image | Kind::CacheOnly => Ok(()),
        Kind::Push => {
            for tag in tags.iter().chain(&output.names) {
                call.engine
                    .push(tag, |_: Pushed| {})
                    .await
                    .map_err(|e| failed(format!("failed to push {tag}: {e}")))?;
            }
            Ok(())
        }
        Kind::Local => {
            let files = tar::pack(&image.rootfs, ROOT, "").map_err(|e| failed(e.to_string()))?;
            unpack(call, &output.dest, &files).await.map_err(failed)
        }
        Kind::Tar => {
            let files = tar::pack(&image.rootfs, ROOT, "").map_err(|e| failed(e.to_string()))?;
            let files: Vec<tar::Entry> = files.into_iter().filter(|f| !f.path.is_empty()).collect();
            send(call, &output.dest, &tar::to_bytes(&files)).await
        }
        Kind::Docker | Kind::Oci => {
            let names = tags.iter().chain(&output.names);
            let mut named: Vec<(Rc<Image>, Option<Reference>)> = names
                .filter_map(|tag| Reference::parse(tag).ok())
                .map(|r| (image.clone(), Some(r.with_default_tag())))
                .collect();
            if named.is_empty() {
                named.push((image.clone(), None));
            }
            let bytes = call.engine.archive(&named);
            if !output.directory {
                return send(call, &output.dest, &bytes).await;
            }
            let files = tar::read(&bytes, &tar::Limits::default()).map_err(|e| failed(e.to_string()))?;
            unpack(call, &output.dest, &files).await.map_err(failed)
        }
    }
}

async fn send(call: &Call, dest: &str, bytes: &[u8]) -> Result<(), Failure> {
    if dest.is_empty() || dest == "-" {
        let _ = call.sys.write(1, bytes).await;
        return Ok(());
    }
    call.write_file(dest, bytes).await.map_err(|e| {
        let why = e.to_string().to_lowercase();
        error(format!("failed to build: failed to solve: open {dest}: {why}"))
    })
}

/// Writes files into a directory of the host, with their modes and times, as who runs the command.
async fn unpack(call: &Call, dest: &str, files: &[tar::Entry]) -> Result<(), String> {
    let sys = &call.sys;
    let failed = |path: &str, e: machine::Errno| format!("open {path}: {}", e.to_string().to_lowercase());
    sys.mkdir_all(dest, 0o755).map_err(|e| failed(dest, e))?;
    for file in files.iter().filter(|f| !f.path.is_empty()) {
        let path = format!("{}/{}", dest.trim_end_matches('/'), file.path);
        let gone = || {
            let _ = sys.unlink(&path);
        };
        match &file.content {
            Content::Dir => sys.mkdir_all(&path, 0o755).map_err(|e| failed(&path, e))?,
            Content::File(data) => {
                gone();
                call.write_file(&path, &data.bytes()).await.map_err(|e| failed(&path, e))?;
            }
            Content::Symlink(target) => {
                gone();
                sys.symlink(target, &path).map_err(|e| failed(&path, e))?;
            }
            Content::Hardlink(target) => {
                gone();
                let from = format!("{}/{target}", dest.trim_end_matches('/'));
                sys.link(&from, &path).map_err(|e| failed(&path, e))?;
            }
            _ => continue,
        }
        if !matches!(file.content, Content::Symlink(_)) {
            let _ = sys.chmod(&path, file.meta.mode);
        }
        let _ = sys.set_mtime(&path, file.meta.mtime, false);
        sys.tick().await;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_value_is_a_directory_and_a_dash_an_archive() {
        assert_eq!(parse("out").map(|o| (o.kind, o.dest)), Ok((Kind::Local, "out".into())));
        assert_eq!(parse("-").map(|o| (o.kind, o.dest)), Ok((Kind::Tar, "-".into())));
    }

    #[test]
    fn docker_without_a_place_is_the_store() {
        assert_eq!(parse("type=docker").map(|o| o.kind), Ok(Kind::Image));
        assert_eq!(parse("type=docker,dest=a.tar").map(|o| o.kind), Ok(Kind::Docker));
        assert_eq!(parse("type=image,push=true").map(|o| o.kind), Ok(Kind::Push));
    }

    #[test]
    fn an_output_without_a_type_is_refused() {
        assert_eq!(parse("dest=x,name=y"), Err("type is required for output".into()));
        assert_eq!(parse("type=local,x"), Err("invalid value x".into()));
    }
}
