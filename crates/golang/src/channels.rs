//! Channels and `select` (go.dev/ref/spec#Channel_types).

use crate::exec::Act;
use crate::value::*;
use crate::vm::{Goroutine, Vm};

const SEND_CLOSED: &str = "send on closed channel";

impl Vm {
    /// Takes a value if there is one, or the channel is closed.
    fn try_receive(&mut self, chan: &Heap) -> Option<(Value, bool)> {
        loop {
            let (value, sender, closed, elem) = match &mut *chan.data.borrow_mut() {
                Data::Chan(c) => (c.buffer.pop_front(), c.senders.pop_front(), c.closed, c.elem),
                _ => return None,
            };
            match (value, sender) {
                (Some(value), Some(sender)) => {
                    // Whoever waits to send gets the place.
                    let waiting = sender.value.clone();
                    if self.wake(sender.goroutine, sender.ticket, sender.case, Value::Nil, true) {
                        if let Data::Chan(c) = &mut *chan.data.borrow_mut() {
                            c.buffer.push_back(waiting);
                        }
                    } else if let Data::Chan(c) = &mut *chan.data.borrow_mut() {
                        c.buffer.push_front(value);
                        continue;
                    }
                    return Some((value, true));
                }
                (Some(value), None) => return Some((value, true)),
                (None, Some(sender)) => {
                    if self.wake(sender.goroutine, sender.ticket, sender.case, Value::Nil, true) {
                        return Some((sender.value, true));
                    }
                }
                (None, None) if closed => return Some((self.zero(elem), false)),
                (None, None) => return None,
            }
        }
    }

    /// Hands a value over if somebody waits or there is room. The error is a panic's text.
    fn try_send(&mut self, chan: &Heap, value: &Value) -> Result<bool, &'static str> {
        loop {
            let receiver = match &mut *chan.data.borrow_mut() {
                Data::Chan(c) if c.closed => return Err(SEND_CLOSED),
                Data::Chan(c) => match c.receivers.pop_front() {
                    Some(receiver) => receiver,
                    None if c.buffer.len() < c.cap => {
                        c.buffer.push_back(value.clone());
                        return Ok(true);
                    }
                    None => return Ok(false),
                },
                _ => return Ok(false),
            };
            if self.wake(receiver.goroutine, receiver.ticket, receiver.case, value.clone(), true) {
                return Ok(true);
            }
        }
    }

    pub(crate) fn send(&mut self, g: &mut Goroutine, chan: &Value, value: Value) -> Act {
        if let Some((_, _, ok)) = g.wake.take() {
            if !ok {
                return Act::Panic(self.plain_error(Value::str(SEND_CLOSED)));
            }
            return Act::Next;
        }
        let Value::Obj(chan) = chan else { return Act::Block("chan send (nil chan)") };
        match self.try_send(chan, &value) {
            Err(text) => Act::Panic(self.plain_error(Value::str(text))),
            Ok(true) => Act::Next,
            Ok(false) => {
                if let Data::Chan(c) = &mut *chan.data.borrow_mut() {
                    c.senders.push_back(Waiter { goroutine: g.id, ticket: g.ticket, case: 0, value });
                }
                Act::Block("chan send")
            }
        }
    }

    pub(crate) fn receive(&mut self, g: &mut Goroutine, chan: &Value) -> Result<(Value, bool), Act> {
        if let Some((_, value, ok)) = g.wake.take() {
            return Ok((value, ok));
        }
        let Value::Obj(chan) = chan else { return Err(Act::Block("chan receive (nil chan)")) };
        if let Some(found) = self.try_receive(chan) {
            return Ok(found);
        }
        if let Data::Chan(c) = &mut *chan.data.borrow_mut() {
            c.receivers.push_back(Waiter { goroutine: g.id, ticket: g.ticket, case: 0, value: Value::Nil });
        }
        Err(Act::Block("chan receive"))
    }

    pub(crate) fn close(&mut self, chan: &Value) -> Result<(), &'static str> {
        let Value::Obj(chan) = chan else { return Err("close of nil channel") };
        let (receivers, senders, elem) = match &mut *chan.data.borrow_mut() {
            Data::Chan(c) if c.closed => return Err("close of closed channel"),
            Data::Chan(c) => {
                c.closed = true;
                (std::mem::take(&mut c.receivers), std::mem::take(&mut c.senders), c.elem)
            }
            _ => return Ok(()),
        };
        for waiter in receivers {
            let zero = self.zero(elem);
            self.wake(waiter.goroutine, waiter.ticket, waiter.case, zero, false);
        }
        for waiter in senders {
            self.wake(waiter.goroutine, waiter.ticket, waiter.case, Value::Nil, false);
        }
        Ok(())
    }

    /// Chooses a case that can go on, by chance where there are several; the default is -1.
    pub(crate) fn select(
        &mut self,
        g: &mut Goroutine,
        cases: &[[Value; 3]],
        default: bool,
    ) -> Result<(i64, Value, bool), Act> {
        if let Some((case, value, ok)) = g.wake.take() {
            let sends = cases.get(case).is_some_and(|[dir, ..]| dir.int() == 1);
            if sends && !ok {
                return Err(Act::Panic(self.plain_error(Value::str(SEND_CLOSED))));
            }
            return Ok((case as i64, value, ok));
        }
        let n = cases.len();
        let start = if n > 1 { (self.chance() >> 33) as usize % n } else { 0 };
        for k in 0..n {
            let at = (start + k) % n;
            let Some([dir, Value::Obj(chan), value]) = cases.get(at) else { continue };
            if dir.int() == 1 {
                match self.try_send(chan, value) {
                    Ok(true) => return Ok((at as i64, Value::Nil, true)),
                    Ok(false) => {}
                    Err(text) => return Err(Act::Panic(self.plain_error(Value::str(text)))),
                }
            } else if let Some((value, ok)) = self.try_receive(chan) {
                return Ok((at as i64, value, ok));
            }
        }
        if default {
            return Ok((-1, Value::Nil, false));
        }
        for (case, parts) in cases.iter().enumerate() {
            let [dir, Value::Obj(chan), value] = parts else { continue };
            let waiter = Waiter { goroutine: g.id, ticket: g.ticket, case, value: value.clone() };
            if let Data::Chan(c) = &mut *chan.data.borrow_mut() {
                let queue = if dir.int() == 1 { &mut c.senders } else { &mut c.receivers };
                // A loop around the select would leave its former waits behind.
                queue.retain(|w| w.goroutine != g.id || w.ticket == g.ticket);
                queue.push_back(waiter);
            }
        }
        Err(Act::Block(if n == 0 { "select (no cases)" } else { "select" }))
    }
}
