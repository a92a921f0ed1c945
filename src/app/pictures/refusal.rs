//! Why a page does not open, in the words of a browser (Chromium's error pages and their codes).

use session::protocol::HttpFailure;
use yew::prelude::*;

use crate::app::i18n::{Messages, fill};

/// The host part of an address, for messages.
pub fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#', ':']).next().unwrap_or(rest)
}

/// Heading, sentence and code.
fn words(failure: &HttpFailure, url: &str, t: &'static Messages) -> (&'static str, String, &'static str) {
    let of_host = |message: &str| fill(message, &[("host", host(url))]);
    match failure {
        HttpFailure::Refused => (t.cannot_reach, of_host(t.refused_by), "ERR_CONNECTION_REFUSED"),
        HttpFailure::Reset => (t.cannot_reach, t.was_reset.to_owned(), "ERR_CONNECTION_RESET"),
        HttpFailure::Empty => (t.page_not_working, of_host(t.sent_nothing), "ERR_EMPTY_RESPONSE"),
        HttpFailure::NameNotResolved => (t.cannot_reach, of_host(t.not_resolved), "ERR_NAME_NOT_RESOLVED"),
        HttpFailure::TimedOut => (t.cannot_reach, of_host(t.too_long), "ERR_CONNECTION_TIMED_OUT"),
        HttpFailure::BadAddress => (t.cannot_reach, t.bad_address.to_owned(), "ERR_INVALID_URL"),
        HttpFailure::InvalidResponse => (t.page_not_working, of_host(t.invalid_answer), "ERR_INVALID_HTTP_RESPONSE"),
    }
}

pub fn draw(failure: &HttpFailure, url: &str, t: &'static Messages) -> Html {
    let (heading, sentence, code) = words(failure, url, t);
    html! {
        <div class="refusal" role="status">
            <h3>{ heading }</h3>
            <p>{ sentence }</p>
            <p><code>{ code }</code></p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::i18n::ENGLISH;

    #[test]
    fn a_refusal_names_the_host_as_a_browser_does() {
        let (heading, sentence, code) = words(&HttpFailure::Refused, "http://localhost:8000/a", &ENGLISH);
        assert_eq!(heading, "This site can’t be reached");
        assert_eq!(sentence, "localhost refused to connect.");
        assert_eq!(code, "ERR_CONNECTION_REFUSED");
    }
}
