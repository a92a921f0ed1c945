//! How a learner's work travels: in a link, in a file of everything, in a .zip for a real Docker.
//!
//! What comes in was made by somebody else: it is bounded before it is unpacked, parsed before it is believed, and
//! nothing of it runs before a person has said so. No file system and no browser here: bytes in, values out.

mod archive;
mod backup;
mod base64;
mod link;
mod path;
mod script;
mod typed;

pub use archive::{Archive, ArchiveError, MOST_BYTES, MOST_FILES, read_zip, write_zip};
pub use backup::{Backup, BackupError, Taken};
pub use link::{LINK_LIMIT, LinkError, Shared, share, shared_key};
pub use path::{without_common_folder, workspace_path};
pub use script::script;
pub use typed::{Typed, lines};
