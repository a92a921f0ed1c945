//! Handing a file to the person: the browser stores it where it stores downloads. It never leaves the machine.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, HtmlAnchorElement, Url};

/// Offers some bytes as a file of this name. A browser that refuses is told to the console.
pub fn save_as(name: &str, bytes: &[u8]) {
    if let Err(refused) = try_save(name, bytes) {
        gloo::console::error!("the file cannot be downloaded", refused);
    }
}

fn try_save(name: &str, bytes: &[u8]) -> Result<(), JsValue> {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let address = Url::create_object_url_with_blob(&Blob::new_with_u8_array_sequence(&parts)?)?;
    let link: HtmlAnchorElement = gloo::utils::document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&address)
}
