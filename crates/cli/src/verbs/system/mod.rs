//! `docker system …` and `docker version`.

pub mod df;
pub mod events;
pub mod info;
pub mod version;
