//! The names of the images that the simulated internet has, for completion: a file of the site, asked for once.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::net::http::Request;

use super::language_services::ImageNames;

thread_local! {
    static KNOWN: RefCell<Option<Rc<ImageNames>>> = const { RefCell::new(None) };
}

/// All names with their tags, the best known first; none when the file is not there.
pub async fn load() -> Rc<ImageNames> {
    if let Some(known) = KNOWN.with_borrow(Clone::clone) {
        return known;
    }
    let address = super::site_file("images.json");
    let names = match Request::get(&address).send().await {
        Ok(answer) if answer.ok() => answer.json::<ImageNames>().await.unwrap_or_default(),
        _ => ImageNames::default(),
    };
    let names = Rc::new(names);
    KNOWN.with_borrow_mut(|known| *known = Some(names.clone()));
    names
}
