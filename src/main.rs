//! The browser app: mounts the page and starts the engine's Web Worker.
//!
//! So far it only shows that both WebAssembly modules load and talk to each other.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};
use yew::prelude::*;

/// The page: a heading, and what the worker last said.
#[function_component]
fn App() -> Html {
    let said = use_state(|| AttrValue::from("waiting for the engine"));
    {
        let said = said.clone();
        use_effect_with((), move |()| {
            let options = WorkerOptions::new();
            options.set_type(WorkerType::Module);
            let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                said.set(event.data().as_string().unwrap_or_default().into());
            });
            let worker = Worker::new_with_options("./worker_loader.js", &options).ok();
            if let Some(worker) = &worker {
                worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
            }
            move || {
                if let Some(worker) = worker {
                    worker.terminate();
                }
                drop(heard);
            }
        });
    }
    html! {
        <main>
            <h1>{ "Drydock" }</h1>
            <p role="status">{ (*said).clone() }</p>
        </main>
    }
}

fn main() {
    yew::Renderer::<App>::new().render();
}
