//! What passes over network interfaces, as Linux counts it: whole frames of Ethernet.
//!
//! A write is one frame, as segmentation offload over virtual interfaces makes it, and is acknowledged by one. Left out:
//! address resolution, name servers, and what is sent again.

use std::cell::Cell;
use std::rc::Rc;

/// A frame of TCP without data: the headers of Ethernet, IP, and TCP with its timestamps (RFC 9293, RFC 7323).
const BARE: u64 = 66;
/// The first frame of either side, which says more.
const OPENING: u64 = 74;
/// An echo of ping: 56 bytes of data.
const ECHO: u64 = 98;
/// The most data in a frame.
const MOST: usize = 65_160;

/// What an interface has counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub received: u64,
    pub received_frames: u64,
    pub sent: u64,
    pub sent_frames: u64,
}

/// The counters of an interface, shared by all that knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traffic(Rc<Cell<Counts>>);

impl Traffic {
    pub fn counts(&self) -> Counts {
        self.0.get()
    }

    fn count(&self, received: u64, received_frames: u64, sent: u64, sent_frames: u64) {
        let now = self.0.get();
        self.0.set(Counts {
            received: now.received.saturating_add(received),
            received_frames: now.received_frames.saturating_add(received_frames),
            sent: now.sent.saturating_add(sent),
            sent_frames: now.sent_frames.saturating_add(sent_frames),
        });
    }
}

/// The interfaces that one end of a connection goes over: its own and the other end's. What is outside of all simulated
/// networks has none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Meter {
    pub near: Option<Traffic>,
    pub far: Option<Traffic>,
}

impl Meter {
    /// Counts frames from here to there, and back.
    fn count(&self, there: (u64, u64), back: (u64, u64)) {
        if let Some(near) = &self.near {
            near.count(back.0, back.1, there.0, there.1);
        }
        if let Some(far) = &self.far {
            far.count(there.0, there.1, back.0, back.1);
        }
    }

    /// The three frames by which this end makes a connection.
    pub fn open(&self) {
        self.count((OPENING + BARE, 2), (OPENING, 1));
    }

    /// Data that this end sends.
    pub fn send(&self, bytes: usize) {
        let frames = bytes.div_ceil(MOST) as u64;
        self.count((bytes as u64 + frames * BARE, frames), (frames * BARE, frames));
    }

    /// This end says that no more will come.
    pub fn close(&self) {
        self.count((BARE, 1), (BARE, 1));
    }

    /// A question of ping and its answer.
    pub fn echo(&self) {
        self.count((ECHO, 1), (ECHO, 1));
    }

    /// The same connection from its other end.
    pub fn turned(&self) -> Self {
        Meter {
            near: self.far.clone(),
            far: self.near.clone(),
        }
    }
}
