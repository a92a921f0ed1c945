//! File modes: `drwxr-xr-x`, octal and symbolic changes (POSIX chmod, "OPERANDS").

use vfs::FileKind;

/// The letters of ls -l.
pub fn letters(kind: FileKind, mode: u32) -> String {
    let mut text = String::with_capacity(10);
    text.push(match kind {
        FileKind::Dir => 'd',
        FileKind::Symlink => 'l',
        FileKind::CharDev => 'c',
        FileKind::Fifo => 'p',
        FileKind::Socket => 's',
        FileKind::File => '-',
    });
    for (shift, special, letter) in [(6, 0o4000, 's'), (3, 0o2000, 's'), (0, 0o1000, 't')] {
        let bits = mode >> shift;
        text.push(if bits & 4 != 0 { 'r' } else { '-' });
        text.push(if bits & 2 != 0 { 'w' } else { '-' });
        text.push(match (mode & special != 0, bits & 1 != 0) {
            (false, false) => '-',
            (false, true) => 'x',
            (true, true) => letter,
            (true, false) => letter.to_ascii_uppercase(),
        });
    }
    text
}

/// What a mode operand makes of an old mode; `None` if it is no mode.
pub fn change(text: &str, old: u32, dir: bool, umask: u32) -> Option<u32> {
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        let mode = u32::from_str_radix(text, 8).ok().filter(|m| *m <= 0o7777)?;
        // A directory keeps its set-id bits unless they are named.
        let kept = if dir && text.len() < 5 { old & 0o6000 } else { 0 };
        return Some(mode | kept);
    }
    let mut mode = old;
    for clause in text.split(',') {
        mode = clause_change(clause, mode, dir, umask)?;
    }
    Some(mode)
}

fn clause_change(clause: &str, mut mode: u32, dir: bool, umask: u32) -> Option<u32> {
    let at = clause.find(['+', '-', '='])?;
    let (who, mut rest) = clause.split_at(at);
    let mut mask = 0;
    for letter in who.chars() {
        mask |= match letter {
            'u' => 0o4700,
            'g' => 0o2070,
            'o' => 0o1007,
            'a' => 0o7777,
            _ => return None,
        };
    }
    let named = mask != 0;
    if !named {
        mask = 0o7777;
    }
    while !rest.is_empty() {
        let operator = rest.chars().next()?;
        rest = rest.get(1..)?;
        let end = rest.find(['+', '-', '=']).unwrap_or(rest.len());
        let (letters, more) = rest.split_at(end);
        rest = more;
        let mut bits = 0;
        for letter in letters.chars() {
            bits |= match letter {
                'r' => 0o444,
                'w' => 0o222,
                'x' => 0o111,
                'X' if dir || mode & 0o111 != 0 => 0o111,
                'X' => 0,
                's' => 0o6000,
                't' => 0o1000,
                'u' => spread(mode >> 6),
                'g' => spread(mode >> 3),
                'o' => spread(mode),
                _ => return None,
            };
        }
        bits &= mask;
        if named && bits & 0o1000 != 0 && mask & 0o1000 == 0 {
            bits &= !0o1000;
        }
        if !named {
            bits &= !umask;
        }
        match operator {
            '+' => mode |= bits,
            '-' => mode &= !bits,
            _ => {
                let cleared = if named { mask } else { 0o777 };
                mode = mode & !(cleared & if dir { 0o1777 } else { 0o7777 }) | bits;
            }
        }
    }
    Some(mode)
}

fn spread(bits: u32) -> u32 {
    let bits = bits & 7;
    bits << 6 | bits << 3 | bits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbolic_changes_apply_in_order() {
        assert_eq!(change("u+x,go-w", 0o666, false, 0o022), Some(0o744));
        assert_eq!(change("+x", 0o644, false, 0o022), Some(0o755));
        assert_eq!(change("a=rX", 0o640, true, 0), Some(0o555));
        assert_eq!(change("u=g", 0o640, false, 0), Some(0o440));
        assert_eq!(change("9", 0, false, 0), None);
        assert_eq!(letters(FileKind::File, 0o4755), "-rwsr-xr-x");
        assert_eq!(letters(FileKind::Dir, 0o1776), "drwxrwxrwT");
    }
}
