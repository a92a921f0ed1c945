//! xterm.js, as `js/terminal.entry.mjs` wraps it.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::*;
use web_sys::Element;

#[wasm_bindgen(module = "/js/chunks.js")]
extern "C" {
    #[wasm_bindgen(js_name = loadTerminal, catch)]
    async fn load_terminal() -> Result<JsValue, JsValue>;
}

#[wasm_bindgen]
extern "C" {
    type TerminalChunk;

    #[wasm_bindgen(method, js_name = createTerminal, catch)]
    async fn create_terminal(
        this: &TerminalChunk,
        parent: &Element,
        label: &str,
        font_size: u32,
        listener: &Listener,
    ) -> Result<JsValue, JsValue>;

    type Screen;

    #[wasm_bindgen(method)]
    fn write(this: &Screen, bytes: &[u8]);
    #[wasm_bindgen(method)]
    fn columns(this: &Screen) -> u16;
    #[wasm_bindgen(method)]
    fn rows(this: &Screen) -> u16;
    #[wasm_bindgen(method)]
    fn reset(this: &Screen);
    #[wasm_bindgen(method)]
    fn retheme(this: &Screen);
    #[wasm_bindgen(method, js_name = setFontSize)]
    fn set_font_size(this: &Screen, size: u32);
    #[wasm_bindgen(method)]
    fn text(this: &Screen) -> String;
    #[wasm_bindgen(method)]
    fn clear(this: &Screen);
    #[wasm_bindgen(method, js_name = setNames)]
    fn set_names(this: &Screen, names: Vec<String>);
    #[wasm_bindgen(method)]
    fn destroy(this: &Screen);

    #[wasm_bindgen(js_name = Object)]
    type Listener;

    #[wasm_bindgen(constructor, js_class = Object)]
    fn new() -> Listener;
    #[wasm_bindgen(method, setter)]
    fn set_data(this: &Listener, heard: &JsValue);
    #[wasm_bindgen(method, setter)]
    fn set_resized(this: &Listener, heard: &JsValue);
    #[wasm_bindgen(method, setter)]
    fn set_link(this: &Listener, heard: &JsValue);
    #[wasm_bindgen(method, setter)]
    fn set_word(this: &Listener, heard: &JsValue);
}

/// What a terminal tells: keys typed, a new size, an address clicked, an id or a known name clicked.
pub struct Heard {
    pub data: Box<dyn Fn(String)>,
    pub resized: Box<dyn Fn(u16, u16)>,
    pub link: Box<dyn Fn(String)>,
    pub word: Box<dyn Fn(String)>,
}

/// A terminal on the page; removed from it when dropped.
pub struct XTerm {
    screen: Screen,
    _data: Closure<dyn Fn(String)>,
    _resized: Closure<dyn Fn(u16, u16)>,
    _link: Closure<dyn Fn(String)>,
    _word: Closure<dyn Fn(String)>,
}

/// A table of Docker's is wide: a terminal's letters are a little smaller than a text's.
fn emulator_size(font_size: u8) -> u32 {
    u32::from(font_size.saturating_sub(2))
}

impl XTerm {
    /// Loads the chunk and makes a terminal inside `parent`. An error is the browser's own value.
    pub async fn create(parent: &Element, label: &str, font_size: u8, heard: Heard) -> Result<Self, JsValue> {
        let chunk: TerminalChunk = load_terminal().await?.unchecked_into();
        let data = Closure::new(heard.data);
        let resized = Closure::new(heard.resized);
        let link = Closure::new(heard.link);
        let word = Closure::new(heard.word);
        let listener = Listener::new();
        listener.set_data(data.as_ref());
        listener.set_resized(resized.as_ref());
        listener.set_link(link.as_ref());
        listener.set_word(word.as_ref());
        let screen = chunk
            .create_terminal(parent, label, emulator_size(font_size), &listener)
            .await?
            .unchecked_into();
        Ok(Self {
            screen,
            _data: data,
            _resized: resized,
            _link: link,
            _word: word,
        })
    }

    pub fn write(&self, bytes: &[u8]) {
        self.screen.write(bytes);
    }

    /// Columns and rows.
    pub fn size(&self) -> (u16, u16) {
        (self.screen.columns(), self.screen.rows())
    }

    pub fn reset(&self) {
        self.screen.reset();
    }

    /// Reads the design tokens again.
    pub fn retheme(&self) {
        self.screen.retheme();
    }

    pub fn set_font_size(&self, size: u8) {
        self.screen.set_font_size(emulator_size(size));
    }

    /// Takes away all lines but the one with the prompt.
    pub fn clear(&self) {
        self.screen.clear();
    }

    /// The words that are links beside ids.
    pub fn set_names(&self, names: &[String]) {
        self.screen.set_names(names.to_vec());
    }

    /// All lines on it and above it.
    pub fn text(&self) -> String {
        self.screen.text()
    }
}

impl Drop for XTerm {
    fn drop(&mut self) {
        self.screen.destroy();
    }
}
