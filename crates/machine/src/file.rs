//! Open files: what a descriptor refers to (open(2)'s open file description).

use crate::lock::Held;
use crate::net::{Listener, Stream};
use crate::pipe::Pipe;
use crate::tty::Tty;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use vfs::{FsRef, Ino, Location};

/// A file descriptor.
pub type Fd = i32;

/// How a file is opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    pub read: bool,
    pub write: bool,
    pub append: bool,
    pub create: bool,
    pub exclusive: bool,
    pub truncate: bool,
    pub directory: bool,
    pub no_follow: bool,
    pub cloexec: bool,
}

impl Flags {
    pub const READ: Flags = Flags {
        read: true,
        ..Flags::NONE
    };
    /// Write, creating or emptying the file (`>`).
    pub const WRITE: Flags = Flags {
        write: true,
        create: true,
        truncate: true,
        ..Flags::NONE
    };
    /// Append, creating the file (`>>`).
    pub const APPEND: Flags = Flags {
        write: true,
        create: true,
        append: true,
        ..Flags::NONE
    };
    const NONE: Flags = Flags {
        read: false,
        write: false,
        append: false,
        create: false,
        exclusive: false,
        truncate: false,
        directory: false,
        no_follow: false,
        cloexec: false,
    };
}

/// What is behind an open file.
#[derive(Debug)]
pub enum FileObject {
    Regular {
        at: Location,
    },
    Directory {
        at: Location,
    },
    PipeReader(Rc<Pipe>),
    PipeWriter(Rc<Pipe>),
    /// A FIFO opened for both.
    PipeBoth(Rc<Pipe>),
    Stream(Rc<Stream>),
    Listener(Rc<Listener>),
    Tty(Rc<Tty>),
    Null,
    Zero,
    Full,
    Random,
}

/// An open file description; descriptors that were duplicated share it.
#[derive(Debug)]
pub struct OpenFile {
    pub object: FileObject,
    pub offset: Cell<u64>,
    pub flags: Flags,
    /// The inode kept alive while it is open.
    held: Option<(FsRef, Ino)>,
    /// The lock that flock(2) took for it.
    pub(crate) lock: RefCell<Option<Held>>,
}

impl OpenFile {
    pub fn new(object: FileObject, flags: Flags) -> Rc<Self> {
        let held = match &object {
            FileObject::Regular { at } | FileObject::Directory { at } => {
                at.mount.fs.borrow_mut().hold(at.ino);
                Some((at.mount.fs.clone(), at.ino))
            }
            _ => None,
        };
        Rc::new(OpenFile {
            object,
            offset: Cell::new(0),
            flags,
            held,
            lock: RefCell::default(),
        })
    }

    /// Which file it is of: the address of its file system, and its inode.
    pub(crate) fn identity(&self) -> Option<(usize, Ino)> {
        let (fs, ino) = self.held.as_ref()?;
        Some((Rc::as_ptr(fs).cast::<()>() as usize, *ino))
    }

    /// The two ends of a new pipe: reader, writer.
    pub fn pipe() -> (Rc<OpenFile>, Rc<OpenFile>) {
        let pipe = Pipe::new();
        (OpenFile::reader(pipe.clone()), OpenFile::writer(pipe))
    }

    /// The reading end of a pipe that already counts this reader.
    pub fn reader(pipe: Rc<Pipe>) -> Rc<OpenFile> {
        OpenFile::new(
            FileObject::PipeReader(pipe),
            Flags {
                read: true,
                ..Flags::default()
            },
        )
    }

    /// The writing end of a pipe that already counts this writer.
    pub fn writer(pipe: Rc<Pipe>) -> Rc<OpenFile> {
        OpenFile::new(
            FileObject::PipeWriter(pipe),
            Flags {
                write: true,
                ..Flags::default()
            },
        )
    }

    /// /dev/null, for reading and writing.
    pub fn null() -> Rc<OpenFile> {
        OpenFile::new(
            FileObject::Null,
            Flags {
                read: true,
                write: true,
                ..Flags::default()
            },
        )
    }

    /// A terminal, for reading and writing.
    pub fn tty(tty: Rc<Tty>) -> Rc<OpenFile> {
        OpenFile::new(
            FileObject::Tty(tty),
            Flags {
                read: true,
                write: true,
                ..Flags::default()
            },
        )
    }
}

impl Drop for OpenFile {
    fn drop(&mut self) {
        match &self.object {
            FileObject::PipeReader(pipe) => pipe.close_reader(),
            FileObject::PipeWriter(pipe) => pipe.close_writer(),
            FileObject::PipeBoth(pipe) => {
                pipe.close_reader();
                pipe.close_writer();
            }
            _ => {}
        }
        if let Some((fs, ino)) = self.held.take()
            && let Ok(mut fs) = fs.try_borrow_mut()
        {
            fs.release(ino);
        }
    }
}
