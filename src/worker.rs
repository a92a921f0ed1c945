//! The engine's Web Worker: the only thread that a guest's work can occupy.
//!
//! One loop: requests in, a bounded slice of work, events out, and a rest until the sandbox wants to go on. A
//! panic is told to the page as the worker's last words; the page starts another worker.

mod later;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use session::Session;
use session::protocol::{Event, PROTOCOL_VERSION, Request, Sandbox, Turn};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// How long the worker goes on before it looks at messages again, in milliseconds.
const SLICE_MS: f64 = 12.0;

/// How long nobody asks the worker for anything before it fetches what it may need later, in milliseconds: a page that
/// still loads needs the wire for itself.
const FETCH_LATER_MS: u32 = 1_500;

/// Brings the runtimes of languages and servers, as [`later::load_rest`] brings the rest.
#[wasm_bindgen]
pub fn load_later() {
    later::bring("later");
}

struct Loop {
    scope: DedicatedWorkerGlobalScope,
    sandbox: RefCell<Box<dyn Sandbox>>,
    timer: RefCell<Option<Timeout>>,
    /// Waits for a rest, to fetch what may be needed later; that is done once.
    later: RefCell<Option<Timeout>>,
    fetched: Cell<bool>,
    last_turn: Cell<f64>,
}

fn main() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else {
        return;
    };
    later::prepare();
    let last_words = scope.clone();
    std::panic::set_hook(Box::new(move |panic| {
        post(
            &last_words,
            &Event::Panicked {
                message: panic.to_string(),
            },
        )
    }));

    let worker = Rc::new(Loop {
        scope: scope.clone(),
        sandbox: RefCell::new(Box::new(Session::new())),
        timer: RefCell::new(None),
        later: RefCell::new(None),
        fetched: Cell::new(false),
        last_turn: Cell::new(now_ms()),
    });
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
        let text = message.data().as_string().unwrap_or_default();
        match serde_json::from_str::<Request>(&text) {
            Ok(request) => {
                worker.sandbox.borrow_mut().request(request);
                work(&worker);
                fetch_when_rested(&worker);
            }
            Err(error) => gloo::console::error!("a request that is none:", error.to_string()),
        }
    });
    scope.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    heard.forget();
    post(
        &scope,
        &Event::Started {
            protocol: PROTOCOL_VERSION,
        },
    );
}

/// Works for a slice, posts what came of it, and asks to be called again when there is more to do.
fn work(worker: &Rc<Loop>) {
    let begun = now_ms();
    let mut elapsed = (begun - worker.last_turn.get()).max(0.0) as u64;
    let turn = loop {
        let turn = worker.sandbox.borrow_mut().turn(elapsed);
        elapsed = 0;
        if turn != Turn::Busy || now_ms() - begun >= SLICE_MS {
            break turn;
        }
    };
    worker.last_turn.set(begun);
    for event in worker.sandbox.borrow_mut().events() {
        post(&worker.scope, &event);
    }
    let rest = match turn {
        Turn::Busy => Some(0),
        Turn::WakeInMs(ms) => Some(u32::try_from(ms).unwrap_or(u32::MAX).min(60_000)),
        Turn::Idle => None,
    };
    *worker.timer.borrow_mut() = rest.map(|ms| {
        let next = worker.clone();
        Timeout::new(ms, move || work(&next))
    });
}

/// Begins the wait for a rest anew.
fn fetch_when_rested(worker: &Rc<Loop>) {
    if !worker.fetched.get() {
        let rested = worker.clone();
        *worker.later.borrow_mut() = Some(Timeout::new(FETCH_LATER_MS, move || {
            rested.fetched.set(true);
            later::fetch_later();
        }));
    }
}

fn post(scope: &DedicatedWorkerGlobalScope, event: &Event) {
    if let Ok(text) = serde_json::to_string(event) {
        // A page that is gone hears nothing.
        let _ = scope.post_message(&JsValue::from_str(&text));
    }
}

fn now_ms() -> f64 {
    js_sys::Date::now()
}
