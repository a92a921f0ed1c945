//! The engine's Web Worker: the only thread that a guest's work can occupy.
//!
//! So far it only says that it is there.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::DedicatedWorkerGlobalScope;

fn main() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else {
        return;
    };
    if let Err(refused) = scope.post_message(&JsValue::from_str("the engine is ready")) {
        gloo::console::error!("the worker could not greet the page", refused);
    }
}
