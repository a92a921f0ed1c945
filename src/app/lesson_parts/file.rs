//! A file of the workspace in the text: quoted with a way to open it, or offered with a button that writes it.

use std::rc::Rc;

use lesson::FilePart;
use session::protocol::Bytes;
use yew::prelude::*;

use crate::app::i18n::fill;
use crate::app::session::{use_session, use_typing};

#[derive(Properties, PartialEq)]
pub struct FileBlockProps {
    pub file: Rc<FilePart>,
}

#[component]
pub fn FileBlock(props: &FileBlockProps) -> Html {
    let typing = use_typing();
    let Some(session) = use_session() else {
        return Html::default();
    };
    let t = session.t();
    let file = props.file.clone();
    let there = typing.files.get(&file.path);
    let written = file.write && there.is_some_and(|contents| contents.as_slice() == file.text.as_bytes());
    let open = {
        let (session, path) = (session.clone(), file.path.clone());
        Callback::from(move |_: MouseEvent| session.show_file(&path))
    };
    let write = {
        let (session, file) = (session.clone(), file.clone());
        Callback::from(move |_: MouseEvent| {
            session.link.write_file(file.path.clone(), Bytes::from(file.text.as_str()));
            session.show_file(&file.path);
        })
    };
    html! {
        <figure class="file-block">
            <figcaption>
                <code>{ file.path.clone() }</code>
                <span class="console-buttons">
                    if there.is_some() {
                        <button type="button" class="button button-small" onclick={open} aria-label={fill(t.open_named, &[("name", &file.path)])}>
                            { t.open_file }
                        </button>
                    }
                    if file.write {
                        <button type="button" class="button button-small button-run" onclick={write} disabled={written}
                            aria-label={fill(t.write_named, &[("name", &file.path)])}>
                            { if written { t.written } else { t.write_file } }
                        </button>
                    }
                </span>
            </figcaption>
            <pre class="code" tabindex="0"><code>{ file.text.clone() }</code></pre>
        </figure>
    }
}
