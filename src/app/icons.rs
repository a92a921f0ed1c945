//! The page's pictograms: 16 by 16, drawn with the text's colour, never the only sign of a meaning.

use yew::prelude::*;

#[derive(Clone, Copy, PartialEq)]
pub enum Icon {
    Anchor,
    Play,
    Copy,
    Tick,
    Circle,
    Plus,
    Cross,
    Gear,
    Expand,
    Shrink,
    Reload,
    Pencil,
    Stop,
    Skip,
    Alert,
    List,
    Box,
    Folder,
    Page,
    Down,
    Right,
    Bin,
    Download,
    Search,
    Wand,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Anchor => "M8 4.2a1.6 1.6 0 1 0 0-3.2 1.6 1.6 0 0 0 0 3.2zM8 4.2V14.5M5 6.8h6M2 9.5c.2 3 2.8 5 6 5s5.8-2 6-5",
            Self::Play => "M5 3.2v9.6l7.5-4.8z",
            Self::Copy => "M5.5 5.5h7v8h-7zM3.5 10.5v-8h7",
            Self::Tick => "M3 8.5l3.2 3.2L13 4.8",
            Self::Circle => "M8 13.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11z",
            Self::Plus => "M8 3v10M3 8h10",
            Self::Cross => "M4 4l8 8M12 4l-8 8",
            Self::Gear => "M2 4.5h6M12 4.5h2M10 2.8v3.4M2 11.5h2M8 11.5h6M6 9.8v3.4",
            Self::Expand => "M9.5 2.5h4v4M6.5 13.5h-4v-4M13.5 2.5l-4.5 4.5M2.5 13.5l4.5-4.5",
            Self::Shrink => "M13 7h-4V3M3 9h4v4M9 7l4.5-4.5M7 9l-4.5 4.5",
            Self::Reload => "M13 8a5 5 0 1 1-1.5-3.6M13 2v3h-3",
            Self::Pencil => "M3 13l.6-2.8L11 2.8 13.2 5l-7.4 7.4z",
            Self::Stop => "M4 4h8v8H4z",
            Self::Skip => "M3.5 3.5v9L9 8zM12 3.5v9",
            Self::List => "M2.5 4h1M6 4h7.5M2.5 8h1M6 8h7.5M2.5 12h1M6 12h7.5",
            Self::Box => "M2.5 6h11v7.5h-11zM2.5 6l2-3.5h7l2 3.5M6.5 8.8h3",
            Self::Folder => "M2 12.5v-9h4l1.5 2H14v7z",
            Self::Page => "M4 1.8h5l3 3v9.4H4zM9 1.8v3h3",
            Self::Down => "M4 6l4 4 4-4",
            Self::Right => "M6 4l4 4-4 4",
            Self::Bin => "M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.7 9h5.6l.7-9M6.8 7v4M9.2 7v4",
            Self::Download => "M8 2v8M4.8 7L8 10.2 11.2 7M3 13.5h10",
            Self::Search => "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.4 10.4l3.3 3.3",
            Self::Wand => "M3 13l7-7M10.5 2v2.5M13.5 5H11M12.8 2.7l-1.6 1.6M12.5 8l-1-1",
            Self::Alert => "M8 2l6.5 11.5h-13zM8 6.5v3.2M8 11.7v.3",
        }
    }
}

/// The drawing of an icon, hidden from screen readers.
pub fn icon(icon: Icon) -> Html {
    let filled = matches!(icon, Icon::Play | Icon::Stop);
    html! {
        <svg class={classes!("icon", filled.then_some("icon-filled"))} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
            <path d={icon.path()} />
        </svg>
    }
}
