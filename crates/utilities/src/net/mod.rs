//! Programs that speak to the network, and what they share: addresses in words, HTTP/1.1 messages.

pub mod address;
pub mod curl;
pub mod dns;
mod form;
pub mod http;
pub mod httpd;
pub mod nc;
pub mod ping;
pub mod sockets;
pub mod wget;
