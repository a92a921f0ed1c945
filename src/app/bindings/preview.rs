//! HTML made fit for the preview's frame, as `js/preview.js` does with the browser's own parser.

use std::collections::BTreeMap;

use session::protocol::HttpAnswer;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/js/preview.js")]
extern "C" {
    #[wasm_bindgen(js_name = previewResources)]
    fn preview_resources(html: &str, base: &str) -> Vec<String>;
    #[wasm_bindgen(js_name = previewDocument)]
    fn preview_document(html: &str, base: &str, resources: &js_sys::Map) -> String;
    #[wasm_bindgen(js_name = previewLinks)]
    fn preview_links(html: &str, base: &str) -> Vec<String>;
    #[wasm_bindgen(js_name = dataAddress)]
    fn data_address(kind: &str, bytes: &[u8]) -> String;
}

/// A header's value, by its name in any case.
pub fn header<'a>(answer: &'a HttpAnswer, name: &str) -> Option<&'a str> {
    answer
        .headers
        .iter()
        .find(|(one, _)| one.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
}

/// The media type without its parameters, in lower case.
pub fn media_type(answer: &HttpAnswer) -> String {
    header(answer, "content-type")
        .and_then(|kind| kind.split(';').next())
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// What a page would load: style sheets and images, whole addresses. Nothing when it isn't HTML.
pub fn resources(answer: &HttpAnswer) -> Vec<String> {
    if media_type(answer) == "text/html" {
        preview_resources(&answer.body.to_text(), &answer.url)
    } else {
        Vec::new()
    }
}

/// The document for the frame: HTML with what it loads inside, an image, or anything else as its text.
pub fn document(answer: &HttpAnswer, loaded: &BTreeMap<String, HttpAnswer>) -> String {
    let kind = media_type(answer);
    if kind == "text/html" {
        let map = js_sys::Map::new();
        for (address, resource) in loaded.iter().filter(|(_, resource)| (200..300).contains(&resource.status)) {
            let data = data_address(&media_type(resource), resource.body.as_slice());
            map.set(&JsValue::from_str(address), &JsValue::from_str(&data));
        }
        return preview_document(&answer.body.to_text(), &answer.url, &map);
    }
    if kind.starts_with("image/") {
        let data = data_address(&kind, answer.body.as_slice());
        return format!("<!doctype html><title>image</title><img alt=\"\" src=\"{}\">", escaped(&data));
    }
    format!(
        "<!doctype html><title>text</title><pre>{}</pre>",
        escaped(&answer.body.to_text())
    )
}

/// Name and address of each link of a page.
pub fn links(answer: &HttpAnswer) -> Vec<(String, String)> {
    if media_type(answer) != "text/html" {
        return Vec::new();
    }
    let flat = preview_links(&answer.body.to_text(), &answer.url);
    flat.chunks_exact(2)
        .filter_map(|pair| match pair {
            [name, address] => Some((name.clone(), address.clone())),
            _ => None,
        })
        .collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use session::protocol::Bytes;

    use super::*;

    #[test]
    fn what_is_not_html_is_shown_as_its_text() {
        let answer = HttpAnswer {
            status: 200,
            reason: "OK".to_owned(),
            headers: vec![("content-type".to_owned(), "Text/Plain; charset=utf-8".to_owned())],
            body: Bytes::from("<b>&"),
            url: "http://localhost/".to_owned(),
        };
        assert_eq!(media_type(&answer), "text/plain");
        assert!(document(&answer, &BTreeMap::new()).ends_with("<pre>&lt;b>&amp;</pre>"));
        assert!(resources(&answer).is_empty());
    }
}
