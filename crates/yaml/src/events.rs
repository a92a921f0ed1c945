//! libyaml's parser behind a safe door: bytes in, events with positions out.
//!
//! The one place with unsafe code. It holds a parser only while it runs, hands out owned copies, and never lets a pointer
//! leave.
#![allow(unsafe_code)]

use crate::error::{Error, Mark};
use std::ffi::CStr;
use std::mem::MaybeUninit;
// The name says what the crate is made of; every call of it stands in an `unsafe` block anyway.
#[allow(clippy::unsafe_removed_from_name)]
use unsafe_libyaml as sys;

/// What the text says next.
#[derive(Debug)]
pub(crate) enum EventKind {
    DocumentStart,
    DocumentEnd,
    Alias(String),
    Scalar { value: String, plain: bool },
    SequenceStart,
    SequenceEnd,
    MappingStart,
    MappingEnd,
    StreamEnd,
}

/// An event, the properties before it, and where it stands.
#[derive(Debug)]
pub(crate) struct Event {
    pub kind: EventKind,
    pub anchor: Option<String>,
    pub tag: Option<String>,
    pub start: Mark,
    pub end: Mark,
}

/// A running parser and the text that it reads, which must outlive it.
pub(crate) struct Events<'a> {
    parser: Box<sys::yaml_parser_t>,
    _text: std::marker::PhantomData<&'a [u8]>,
    finished: bool,
}

impl<'a> Events<'a> {
    /// Starts on a text; none if the parser can't be made.
    pub fn new(text: &'a [u8]) -> Option<Self> {
        let mut parser = Box::new(MaybeUninit::<sys::yaml_parser_t>::uninit());
        // SAFETY: `yaml_parser_initialize` writes the whole structure before it reads any of it, and says so by its
        // result; only then is it taken for initialised. The text is borrowed for as long as this value lives, and the
        // parser reads no more than the length it is given. The structure is boxed, so it never moves.
        unsafe {
            if sys::yaml_parser_initialize(parser.as_mut_ptr()).fail {
                return None;
            }
            let mut parser = parser.assume_init();
            sys::yaml_parser_set_encoding(&mut *parser, sys::YAML_UTF8_ENCODING);
            sys::yaml_parser_set_input_string(&mut *parser, text.as_ptr(), text.len() as u64);
            Some(Events {
                parser,
                _text: std::marker::PhantomData,
                finished: false,
            })
        }
    }

    /// The next event. After an error and after the end there is only the end.
    pub fn advance(&mut self) -> Result<Event, Error> {
        loop {
            if self.finished {
                return Ok(Event {
                    kind: EventKind::StreamEnd,
                    anchor: None,
                    tag: None,
                    start: Mark::default(),
                    end: Mark::default(),
                });
            }
            let mut raw = MaybeUninit::<sys::yaml_event_t>::uninit();
            // SAFETY: the parser is initialised and is not used after an error. `yaml_parser_parse` fills the event
            // before it reports success; it is read only then, copied, and deleted exactly once.
            let event = unsafe {
                if sys::yaml_parser_parse(&mut *self.parser, raw.as_mut_ptr()).fail {
                    self.finished = true;
                    return Err(self.error());
                }
                let event = copy(&*raw.as_ptr());
                sys::yaml_event_delete(raw.as_mut_ptr());
                event
            };
            if let Some(event) = event {
                self.finished = matches!(event.kind, EventKind::StreamEnd);
                return Ok(event);
            }
        }
    }

    fn error(&self) -> Error {
        let text = |pointer: *const std::ffi::c_char| {
            // SAFETY: libyaml's problems and contexts are string literals with a nul at the end, or null.
            let text = (!pointer.is_null()).then(|| unsafe { CStr::from_ptr(pointer.cast()) });
            text.map(|text| text.to_string_lossy().into_owned())
        };
        let problem = text(self.parser.problem.cast()).unwrap_or_default();
        if self.parser.error == sys::YAML_READER_ERROR {
            return Error::Reader {
                offset: self.parser.problem_offset,
                problem,
            };
        }
        Error::Syntax {
            context: text(self.parser.context.cast()).map(|context| (context, mark(self.parser.context_mark))),
            problem,
            mark: mark(self.parser.problem_mark),
        }
    }
}

impl Drop for Events<'_> {
    fn drop(&mut self) {
        // SAFETY: the parser was initialised in `new` and is deleted only here.
        unsafe { sys::yaml_parser_delete(&mut *self.parser) }
    }
}

fn mark(mark: sys::yaml_mark_t) -> Mark {
    Mark {
        index: mark.index as usize,
        line: mark.line as usize + 1,
        column: mark.column as usize,
    }
}

/// An owned copy; none for the start of the stream, which says nothing.
///
/// # Safety
///
/// The event must have been filled by the parser and not yet been deleted: which part of the union is valid depends on
/// its type, and its strings are live.
unsafe fn copy(event: &sys::yaml_event_t) -> Option<Event> {
    // SAFETY: a string of an event is null or ends in a nul (anchors and tags have none inside).
    let name =
        |pointer: *mut u8| unsafe { (!pointer.is_null()).then(|| CStr::from_ptr(pointer.cast()).to_string_lossy().into_owned()) };
    // SAFETY: only the part of the union that belongs to the type is read.
    let (kind, anchor, tag) = unsafe {
        match event.type_ {
            sys::YAML_STREAM_END_EVENT => (EventKind::StreamEnd, None, None),
            sys::YAML_DOCUMENT_START_EVENT => (EventKind::DocumentStart, None, None),
            sys::YAML_DOCUMENT_END_EVENT => (EventKind::DocumentEnd, None, None),
            sys::YAML_ALIAS_EVENT => {
                let target = name(event.data.alias.anchor).unwrap_or_default();
                (EventKind::Alias(target), None, None)
            }
            sys::YAML_SCALAR_EVENT => {
                let scalar = &event.data.scalar;
                let bytes = std::slice::from_raw_parts(scalar.value, scalar.length as usize);
                let value = String::from_utf8_lossy(bytes).into_owned();
                let plain = scalar.style == sys::YAML_PLAIN_SCALAR_STYLE;
                (EventKind::Scalar { value, plain }, name(scalar.anchor), name(scalar.tag))
            }
            sys::YAML_SEQUENCE_START_EVENT => {
                let start = &event.data.sequence_start;
                (EventKind::SequenceStart, name(start.anchor), name(start.tag))
            }
            sys::YAML_SEQUENCE_END_EVENT => (EventKind::SequenceEnd, None, None),
            sys::YAML_MAPPING_START_EVENT => {
                let start = &event.data.mapping_start;
                (EventKind::MappingStart, name(start.anchor), name(start.tag))
            }
            sys::YAML_MAPPING_END_EVENT => (EventKind::MappingEnd, None, None),
            _ => return None,
        }
    };
    Some(Event {
        kind,
        anchor,
        tag,
        start: mark(event.start_mark),
        end: mark(event.end_mark),
    })
}
