//! awk's streams: files and commands that are written to or read from by name.

use crate::io::{Out, Reader};
use crate::tool::Tool;
use machine::{Errno, Flags, Sys, WaitTarget};
use std::collections::BTreeMap;

pub enum Stream {
    Write { out: Out, fd: i32, pid: Option<u32> },
    Read { reader: Reader, pid: Option<u32> },
}

/// The most streams that are open at once.
const MOST: usize = 200;

#[derive(Default)]
pub struct Streams {
    open: BTreeMap<String, Stream>,
}

/// Starts `sh -c COMMAND` with a pipe on one of its standard descriptors; gives our end and the pid.
fn command(sys: &Sys, text: &str, its_fd: i32) -> Result<(i32, u32), Errno> {
    let (reader, writer) = sys.pipe()?;
    let (ours, theirs) = if its_fd == 0 { (writer, reader) } else { (reader, writer) };
    sys.set_cloexec(ours, true)?;
    let text = text.to_string();
    let pid = sys.fork(move |child| async move {
        let _ = child.dup2(theirs, its_fd);
        if theirs != its_fd {
            let _ = child.close(theirs);
        }
        let _ = child.close(ours);
        let words = ["sh", "-c", &text].map(str::to_string).to_vec();
        let env = child.env();
        child.exec("/bin/sh", words, env).await;
        127
    })?;
    sys.close(theirs)?;
    Ok((ours, pid))
}

impl Streams {
    pub async fn writer(&mut self, t: &mut Tool, name: &str, kind: &str) -> Result<&mut Out, Errno> {
        if !matches!(self.open.get(name), Some(Stream::Write { .. })) {
            if self.open.len() >= MOST {
                return Err(Errno::EMFILE);
            }
            let stream = if kind == "|" {
                let _ = t.out.flush().await;
                self.flush().await;
                let (fd, pid) = command(&t.sys, name, 0)?;
                Stream::Write {
                    out: Out::new(&t.sys, fd),
                    fd,
                    pid: Some(pid),
                }
            } else {
                let fd = match name {
                    "/dev/stderr" => t.sys.dup(2, 3, true)?,
                    name => {
                        let flags = if kind == ">>" { Flags::APPEND } else { Flags::WRITE };
                        t.sys.open(name, Flags { cloexec: true, ..flags }, 0o666)?
                    }
                };
                let mut out = Out::new(&t.sys, fd);
                if name == "/dev/stderr" {
                    out.set_line_buffered();
                }
                Stream::Write { out, fd, pid: None }
            };
            self.open.insert(name.to_string(), stream);
        }
        match self.open.get_mut(name) {
            Some(Stream::Write { out, .. }) => Ok(out),
            _ => Err(Errno::EBADF),
        }
    }

    pub async fn reader(&mut self, t: &mut Tool, name: &str, is_command: bool) -> Result<&mut Reader, Errno> {
        if !matches!(self.open.get(name), Some(Stream::Read { .. })) {
            if self.open.len() >= MOST {
                return Err(Errno::EMFILE);
            }
            let stream = if is_command {
                let _ = t.out.flush().await;
                self.flush().await;
                let (fd, pid) = command(&t.sys, name, 1)?;
                Stream::Read {
                    reader: Reader::owning(&t.sys, fd),
                    pid: Some(pid),
                }
            } else {
                Stream::Read {
                    reader: Reader::open(&t.sys, name)?,
                    pid: None,
                }
            };
            self.open.insert(name.to_string(), stream);
        }
        match self.open.get_mut(name) {
            Some(Stream::Read { reader, .. }) => Ok(reader),
            _ => Err(Errno::EBADF),
        }
    }

    pub async fn flush(&mut self) {
        for stream in self.open.values_mut() {
            if let Stream::Write { out, .. } = stream {
                let _ = out.flush().await;
            }
        }
    }

    /// Closes a stream and gives its command's exit status; -1 if there is none of that name.
    pub async fn close(&mut self, sys: &Sys, name: &str) -> f64 {
        match self.open.remove(name) {
            None => -1.0,
            Some(stream) => end(sys, stream).await,
        }
    }

    pub async fn close_all(&mut self, sys: &Sys) {
        for (_, stream) in std::mem::take(&mut self.open) {
            end(sys, stream).await;
        }
    }
}

async fn end(sys: &Sys, stream: Stream) -> f64 {
    let pid = match stream {
        Stream::Write { mut out, fd, pid } => {
            let _ = out.flush().await;
            let _ = sys.close(fd);
            pid
        }
        Stream::Read { reader, pid } => {
            drop(reader);
            pid
        }
    };
    match pid {
        None => 0.0,
        Some(pid) => sys
            .wait(WaitTarget::Pid(pid), false)
            .await
            .map_or(-1.0, |(_, s)| f64::from(s.code())),
    }
}
