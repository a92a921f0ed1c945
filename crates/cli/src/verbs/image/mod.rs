//! `docker image …`

pub mod archive;
pub mod history;
pub mod ls;
pub mod manage;
pub mod transfer;
