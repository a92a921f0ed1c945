//! Files: what a Linux file system looks like to programs, without a disk beneath it.
//!
//! [`Fs`] is one file system (a table of inodes), cheap to snapshot and to compare with the snapshot
//! it came from. [`MountNs`] is what a process sees: file systems mounted over each other, with the
//! path walk of path_resolution(7). [`Layer`] is what changed between two snapshots, named by its
//! [`Digest`]; [`tar`] turns trees into archives and back. Paths and names are UTF-8; other bytes in names are not modelled.

mod changes;
mod data;
mod digest;
mod errno;
mod fs;
mod layer;
mod mount;
mod stamp;
mod table;
pub mod tar;

pub use changes::{Change, ChangeKind};
pub use data::FileData;
pub use digest::{Digest, Digester, InvalidDigest};
pub use errno::Errno;
pub use fs::{FileKind, Fs, FsRef, Ino, Inode, Meta, Node, Stat};
pub use layer::{Layer, LayerEntry};
pub use mount::{Access, Cred, Entering, Location, Mount, MountKind, MountNs, TWIN, normalize};
pub use stamp::Stamp;

/// The inode number of every file system's root directory.
pub const ROOT: Ino = 1;
