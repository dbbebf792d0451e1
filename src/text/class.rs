//! What kind of character each is, as the standard library says, asked once for each character.
//!
//! Outside ASCII the library searches tables for every question, which in Russian or Arabic would be most of what reading a line
//! costs. The answers are kept for 64 characters at a time, when the first of them is seen.

use std::sync::OnceLock;

/// The classes a character is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Class(u8);

const ALPHABETIC: u8 = 1;
const NUMERIC: u8 = 2;
const LOWER: u8 = 4;
const UPPER: u8 = 8;
const WHITE_SPACE: u8 = 16;

/// Characters whose classes are looked up together.
const BLOCK: usize = 64;
/// Those of the basic plane are kept.
const KEPT: usize = 0x1_0000;

static BLOCKS: [OnceLock<[Class; BLOCK]>; KEPT / BLOCK] = [const { OnceLock::new() }; KEPT / BLOCK];

impl Class {
    /// The classes of `c`.
    pub fn of(c: char) -> Class {
        let code = c as usize;
        match BLOCKS.get(code / BLOCK) {
            Some(block) => block.get_or_init(|| Class::of_block(code / BLOCK * BLOCK))[code % BLOCK],
            None => Class::asked(c),
        }
    }

    #[cold]
    fn of_block(first: usize) -> [Class; BLOCK] {
        let at = |offset| u32::try_from(first + offset).ok().and_then(char::from_u32);
        std::array::from_fn(|offset| at(offset).map_or(Class(0), Class::asked))
    }

    fn asked(c: char) -> Class {
        let bit = |is: bool, bit: u8| if is { bit } else { 0 };
        Class(
            bit(c.is_alphabetic(), ALPHABETIC)
                | bit(c.is_numeric(), NUMERIC)
                | bit(c.is_lowercase(), LOWER)
                | bit(c.is_uppercase(), UPPER)
                | bit(c.is_whitespace(), WHITE_SPACE),
        )
    }

    /// As [`char::is_alphabetic`].
    pub fn is_alphabetic(self) -> bool {
        self.0 & ALPHABETIC != 0
    }

    /// As [`char::is_numeric`].
    pub fn is_numeric(self) -> bool {
        self.0 & NUMERIC != 0
    }

    /// As [`char::is_alphanumeric`].
    pub fn is_alphanumeric(self) -> bool {
        self.0 & (ALPHABETIC | NUMERIC) != 0
    }

    /// As [`char::is_lowercase`].
    pub fn is_lowercase(self) -> bool {
        self.0 & LOWER != 0
    }

    /// As [`char::is_uppercase`].
    pub fn is_uppercase(self) -> bool {
        self.0 & UPPER != 0
    }

    /// As [`char::is_whitespace`].
    pub fn is_whitespace(self) -> bool {
        self.0 & WHITE_SPACE != 0
    }
}

/// As [`char::is_alphabetic`].
pub fn is_alphabetic(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphabetic() } else { Class::of(c).is_alphabetic() }
}

/// As [`char::is_numeric`].
pub fn is_numeric(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_digit() } else { Class::of(c).is_numeric() }
}

/// As [`char::is_alphanumeric`].
pub fn is_alphanumeric(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { Class::of(c).is_alphanumeric() }
}

/// As [`char::is_lowercase`].
pub fn is_lowercase(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_lowercase() } else { Class::of(c).is_lowercase() }
}

/// As [`char::is_uppercase`].
pub fn is_uppercase(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_uppercase() } else { Class::of(c).is_uppercase() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_is_in_the_classes_the_standard_library_says() {
        for c in '\0'..=char::MAX {
            let class = Class::of(c);
            assert_eq!(class.is_alphabetic(), c.is_alphabetic(), "{c:?}");
            assert_eq!(class.is_numeric(), c.is_numeric(), "{c:?}");
            assert_eq!(class.is_alphanumeric(), c.is_alphanumeric(), "{c:?}");
            assert_eq!(class.is_lowercase(), c.is_lowercase(), "{c:?}");
            assert_eq!(class.is_uppercase(), c.is_uppercase(), "{c:?}");
            assert_eq!(class.is_whitespace(), c.is_whitespace(), "{c:?}");
            assert_eq!(is_alphabetic(c), c.is_alphabetic(), "{c:?}");
            assert_eq!(is_numeric(c), c.is_numeric(), "{c:?}");
            assert_eq!(is_alphanumeric(c), c.is_alphanumeric(), "{c:?}");
            assert_eq!(is_lowercase(c), c.is_lowercase(), "{c:?}");
            assert_eq!(is_uppercase(c), c.is_uppercase(), "{c:?}");
        }
    }
}
