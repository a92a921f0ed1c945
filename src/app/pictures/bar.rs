//! A size as a bar beside its number: part of the largest, and the part of it that is wasted.

use yew::prelude::*;

/// The drawing's own width.
const WIDTH: u64 = 1000;

/// A part of a whole in the drawing's units; what is there at all can be seen.
fn units(part: u64, whole: u64) -> u64 {
    let width = u128::from(part) * u128::from(WIDTH) / u128::from(whole.max(1));
    let width = u64::try_from(width).unwrap_or(WIDTH).min(WIDTH);
    if part > 0 { width.max(6) } else { 0 }
}

/// Hidden from screen readers: the number stands beside it.
pub fn bar(size: u64, wasted: u64, largest: u64) -> Html {
    let (all, lost) = (units(size, largest), units(wasted.min(size), largest));
    let kept = all.saturating_sub(lost);
    html! {
        <svg class="bar" viewBox="0 0 1000 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <rect class="bar-room" width="1000" height="6" />
            <rect class="bar-size" width={kept.to_string()} height="6" />
            if lost > 0 {
                <rect class="bar-wasted" x={kept.to_string()} width={lost.to_string()} height="6" />
            }
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_of_the_largest_and_never_invisible() {
        assert_eq!(units(50, 100), 500);
        assert_eq!(units(1, 1_000_000), 6);
        assert_eq!(units(0, 0), 0);
    }
}
