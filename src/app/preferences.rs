//! What a person chose about the page itself: looks, language, sizes. Kept in `localStorage`, one record for
//! every exercise of a site; a browser that refuses storage gets the defaults each time.

use gloo::storage::{LocalStorage, Storage};
use serde::{Deserialize, Serialize};
use session::protocol::Pacing;
use web_sys::MediaQueryList;

use super::i18n::{Language, Messages};

const KEY: &str = "drydock.preferences";

/// The system's wish for more contrast, to be asked and listened to; `None` where the browser knows no such thing.
pub fn contrast_wish() -> Option<MediaQueryList> {
    gloo::utils::window().match_media("(prefers-contrast: more)").ok().flatten()
}

/// Whether the system asks for more contrast.
pub fn more_contrast() -> bool {
    contrast_wish().is_some_and(|wish| wish.matches())
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// What the system asks for.
    #[default]
    System,
    Light,
    Dark,
    Contrast,
}

impl Theme {
    pub const ALL: [Self; 4] = [Self::System, Self::Light, Self::Dark, Self::Contrast];

    pub const fn name(self, t: &Messages) -> &'static str {
        match self {
            Self::System => t.theme_system,
            Self::Light => t.theme_light,
            Self::Dark => t.theme_dark,
            Self::Contrast => t.theme_contrast,
        }
    }

    /// What is shown: where the system is followed and asks for more contrast, the theme of high contrast.
    pub fn shown(self, more_contrast: bool) -> Self {
        match self {
            Self::System if more_contrast => Self::Contrast,
            other => other,
        }
    }

    /// The value of the `data-theme` attribute.
    pub const fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Contrast => "contrast",
        }
    }
}

/// Where the splitters stand, in percent of the room they divide.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Splits {
    pub lesson: f64,
    pub pictures: f64,
    pub editor: f64,
}

impl Default for Splits {
    fn default() -> Self {
        Self {
            lesson: 25.0,
            pictures: 31.0,
            editor: 52.0,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    pub theme: Theme,
    /// `None` follows the browser.
    pub language: Option<Language>,
    /// In pixels; the page's other sizes follow.
    pub font_size: u8,
    pub splits: Splits,
    pub pacing: Pacing,
    /// Whether the tree of files stands beside the editor; `None` leaves it to the workspace.
    pub tree: Option<bool>,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            language: None,
            font_size: 15,
            splits: Splits::default(),
            pacing: Pacing::Paced,
            tree: None,
        }
    }
}

impl Preferences {
    pub const FONT_SIZES: [u8; 4] = [13, 15, 17, 20];

    pub fn load() -> Self {
        LocalStorage::get(KEY).unwrap_or_default()
    }

    /// Stores what there is; a refusal only means that it is asked again next time.
    pub fn save(&self) {
        if LocalStorage::set(KEY, self).is_err() {
            gloo::console::debug!("preferences are not stored");
        }
    }

    pub fn language(&self) -> Language {
        self.language.unwrap_or_else(|| {
            let tag = gloo::utils::window().navigator().language().unwrap_or_default();
            Language::of_browser(&tag)
        })
    }
}
