//! CodeMirror 6, as `js/editor.entry.mjs` wraps it. Positions are UTF-16 code units, as in JavaScript strings.

use serde::Serialize;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::*;
use web_sys::Element;

#[wasm_bindgen(module = "/js/chunks.js")]
extern "C" {
    #[wasm_bindgen(js_name = loadEditor, catch)]
    async fn load_editor() -> Result<JsValue, JsValue>;
}

#[wasm_bindgen]
extern "C" {
    type EditorChunk;

    #[wasm_bindgen(method, js_name = createEditor, catch)]
    fn create_editor(
        this: &EditorChunk,
        parent: &Element,
        words: &str,
        listener: &Parts,
        services: &Parts,
    ) -> Result<JsValue, JsValue>;

    type View;

    #[wasm_bindgen(method)]
    fn open(this: &View, path: &str, text: &str, language: &str);
    #[wasm_bindgen(method)]
    fn replace(this: &View, text: &str);
    #[wasm_bindgen(method, js_name = setDiagnostics)]
    fn set_diagnostics(this: &View, json: &str);
    #[wasm_bindgen(method, js_name = setLayerMarks)]
    fn set_layer_marks(this: &View, json: &str);
    #[wasm_bindgen(method)]
    fn point(this: &View, first: u32, last: u32);
    #[wasm_bindgen(method, js_name = goTo)]
    fn go_to(this: &View, line: u32);
    #[wasm_bindgen(method)]
    fn mend(this: &View, changes: &str);
    #[wasm_bindgen(method)]
    fn run(this: &View, command: &str);
    #[wasm_bindgen(method)]
    fn destroy(this: &View);

    #[wasm_bindgen(js_name = Object)]
    type Parts;

    #[wasm_bindgen(constructor, js_class = Object)]
    fn new() -> Parts;
    #[wasm_bindgen(method, setter)]
    fn set_changed(this: &Parts, heard: &JsValue);
    #[wasm_bindgen(method, setter)]
    fn set_cursor(this: &Parts, heard: &JsValue);
    #[wasm_bindgen(method, setter)]
    fn set_made(this: &Parts, heard: &JsValue);
    #[wasm_bindgen(method, setter)]
    fn set_highlight(this: &Parts, service: &JsValue);
    #[wasm_bindgen(method, setter)]
    fn set_ask(this: &Parts, service: &JsValue);
    #[wasm_bindgen(method, setter)]
    fn set_classes(this: &Parts, classes: &JsValue);
}

/// The words that an editor shows by itself.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Words {
    /// Before the file's name, in the editor's own name.
    pub editing: &'static str,
    pub new_name: &'static str,
    pub rename: &'static str,
    pub cancel: &'static str,
}

/// What an editor tells: a file's new text, the line the cursor is on, a file that a fix makes (name and contents).
pub struct Heard {
    pub changed: Box<dyn Fn(String, String)>,
    pub cursor: Box<dyn Fn(String, u32)>,
    pub made: Box<dyn Fn(String, String)>,
}

/// What an editor asks about texts of the languages that the page understands.
pub struct Services {
    /// Class names that `highlight` gives indexes of.
    pub classes: &'static [&'static str],
    /// Language and text: from, to and class index of each token, three numbers a token.
    pub highlight: fn(String, String) -> Vec<u32>,
    /// Language, question, text, position and a word: an answer in JSON (see `language_services::answer`).
    pub ask: Box<dyn Fn(String, String, String, u32, String) -> String>,
}

/// A squiggle; serialised for CodeMirror.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mark {
    pub from: usize,
    pub to: usize,
    /// The line it begins on.
    pub line: u32,
    /// `error`, `warning` or `hint`.
    pub severity: &'static str,
    pub message: String,
    /// The rule's name.
    pub source: Option<String>,
    pub fixes: Vec<Fix>,
}

/// What mends a diagnostic.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fix {
    pub label: String,
    pub changes: Vec<Change>,
    /// A file to make beside the open one: name and contents.
    #[serde(rename = "newFile")]
    pub new_file: Option<(String, String)>,
}

/// A change of a text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    pub from: usize,
    pub to: usize,
    pub insert: String,
}

/// A mark in the gutter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LayerMark {
    pub line: u32,
    pub kind: &'static str,
    pub label: String,
    /// The layer's size as it is written, or nothing.
    pub size: String,
}

/// An editor on the page; removed from it when dropped.
pub struct CodeMirror {
    view: View,
    _changed: Closure<dyn Fn(String, String)>,
    _cursor: Closure<dyn Fn(String, u32)>,
    _made: Closure<dyn Fn(String, String)>,
    _highlight: Closure<dyn Fn(String, String) -> Vec<u32>>,
    _ask: Closure<dyn Fn(String, String, String, u32, String) -> String>,
}

impl CodeMirror {
    /// Loads the chunk and makes an editor inside `parent`. An error is the browser's own value.
    pub async fn create(parent: &Element, words: &Words, heard: Heard, services: Services) -> Result<Self, JsValue> {
        let chunk: EditorChunk = load_editor().await?.unchecked_into();
        let changed = Closure::new(heard.changed);
        let cursor = Closure::new(heard.cursor);
        let made = Closure::new(heard.made);
        let highlight = Closure::new(services.highlight);
        let ask = Closure::new(services.ask);
        let listener = Parts::new();
        listener.set_changed(changed.as_ref());
        listener.set_cursor(cursor.as_ref());
        listener.set_made(made.as_ref());
        let asked = Parts::new();
        let classes: js_sys::Array = services.classes.iter().map(|class| JsValue::from_str(class)).collect();
        asked.set_classes(&classes);
        asked.set_highlight(highlight.as_ref());
        asked.set_ask(ask.as_ref());
        let words = serde_json::to_string(words).unwrap_or_default();
        let view = chunk.create_editor(parent, &words, &listener, &asked)?.unchecked_into();
        Ok(Self {
            view,
            _changed: changed,
            _cursor: cursor,
            _made: made,
            _highlight: highlight,
            _ask: ask,
        })
    }

    /// Shows a file; `language` is a word of `language_services::grammar_of`.
    pub fn open(&self, path: &str, text: &str, language: &str) {
        self.view.open(path, text, language);
    }

    pub fn replace(&self, text: &str) {
        self.view.replace(text);
    }

    pub fn set_diagnostics(&self, marks: &[Mark]) {
        self.view.set_diagnostics(&serde_json::to_string(marks).unwrap_or_default());
    }

    pub fn set_layer_marks(&self, marks: &[LayerMark]) {
        self.view.set_layer_marks(&serde_json::to_string(marks).unwrap_or_default());
    }

    /// Marks lines that a picture points at; `None` marks none.
    pub fn point(&self, lines: Option<(u32, u32)>) {
        let (first, last) = lines.unwrap_or((1, 0));
        self.view.point(first, last);
    }

    pub fn go_to(&self, line: u32) {
        self.view.go_to(line);
    }

    /// Makes a fix's changes, and its file.
    pub fn mend(&self, fix: &Fix) {
        self.view.mend(&serde_json::to_string(fix).unwrap_or_default());
    }

    /// Does what a key does: `format`, `rename`, `definition`, `search`, `undo`, `redo`.
    pub fn run(&self, command: &str) {
        self.view.run(command);
    }
}

impl Drop for CodeMirror {
    fn drop(&mut self) {
        self.view.destroy();
    }
}
