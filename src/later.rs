//! What of a program comes when it is needed: `crates/split` takes it out of what is published.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/js/later.js")]
extern "C" {
    #[wasm_bindgen(js_name = prepareLater)]
    fn prepare_later(exports: JsValue);
    /// Fetches what is not there yet, while nothing waits for it.
    #[wasm_bindgen(js_name = fetchLater)]
    pub fn fetch_later();
    /// Brings a part, at once.
    pub fn bring(part: &str);
}

/// To be called before anything else: tells what the parts find of the program that is there.
pub fn prepare() {
    prepare_later(wasm_bindgen::exports());
}

/// Brings what no first lesson runs when it opens. The stubs that stand for it call it by this name. When it can't be
/// brought, whoever called it ends with an error.
#[wasm_bindgen]
pub fn load_rest() {
    bring("rest");
}
