//! How many columns characters take on a terminal.

/// 0 for combining marks, 2 for wide East Asian characters and emoji, else 1.
pub(super) fn of(c: char) -> usize {
    match u32::from(c) {
        0..=31 | 127..=159 => 2,
        0x300..=0x36f | 0x200b..=0x200f | 0xfe00..=0xfe0f | 0x20d0..=0x20ff | 0x1ab0..=0x1aff => 0,
        0x1100..=0x115f
        | 0x2e80..=0x303e
        | 0x3041..=0x33ff
        | 0x3400..=0x4dbf
        | 0x4e00..=0x9fff
        | 0xa000..=0xa4cf
        | 0xac00..=0xd7a3
        | 0xf900..=0xfaff
        | 0xfe30..=0xfe4f
        | 0xff00..=0xff60
        | 0xffe0..=0xffe6
        | 0x1f300..=0x1f64f
        | 0x1f680..=0x1f6ff
        | 0x1f900..=0x1f9ff
        | 0x20000..=0x3fffd => 2,
        _ => 1,
    }
}

/// How a character is shown: control characters as `^X`.
pub(super) fn shown(c: char) -> String {
    match u32::from(c) {
        code @ 0..=31 => format!("^{}", char::from_u32(code + 64).unwrap_or('?')),
        127 => "^?".into(),
        _ => c.to_string(),
    }
}

/// Where the cursor stands after text that starts at a place: row and column, wrapping at `columns`.
pub(super) fn walk(text: impl Iterator<Item = char>, start: (usize, usize), columns: usize) -> (usize, usize) {
    let columns = columns.max(2);
    let (mut row, mut column) = start;
    let mut escape = false;
    let mut bracket = false;
    for c in text {
        // Escape sequences take no room.
        if escape {
            if bracket && c.is_ascii_alphabetic() || !bracket && c != '[' {
                escape = false;
            }
            bracket |= c == '[';
            continue;
        }
        match c {
            '\x1b' => {
                escape = true;
                bracket = false;
            }
            '\n' => {
                row += 1;
                column = 0;
            }
            '\r' => column = 0,
            '\x01' | '\x02' | '\x07' => {}
            c => {
                let width = of(c);
                if column + width > columns {
                    row += 1;
                    column = 0;
                }
                column += width;
            }
        }
    }
    (row, column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_and_escapes_are_counted_right() {
        assert_eq!(walk("漢字ab".chars(), (0, 0), 80), (0, 6));
        assert_eq!(walk("\x1b[32mab\x1b[0m".chars(), (0, 0), 80), (0, 2));
        assert_eq!(walk("abcdef".chars(), (0, 0), 4), (1, 2));
    }
}
