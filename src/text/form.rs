//! The form of a text's bytes: which encoding, and whether a byte order mark stands before it.

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE};

use crate::error::{Error, Result};

/// How to read bytes as text.
///
/// ```
/// use dechrome::text::{Encoding, Text};
///
/// let marked = b"\xFF\xFEH\0i\0".to_vec(); // UTF-16 with its byte order mark
/// assert_eq!(Text::decode(marked, Encoding::Unicode)?.text, "Hi");
///
/// let old = b"caf\xE9 du port".to_vec();
/// assert!(Text::decode(old.clone(), Encoding::Unicode).is_err());
/// assert_eq!(Text::decode(old, Encoding::Guess)?.text, "café du port");
/// # Ok::<(), dechrome::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// UTF-8, or UTF-16 where a byte order mark says so; anything else is an error.
    #[default]
    Unicode,
    /// As `Unicode`; where that fails, the likeliest legacy encoding.
    Guess,
    /// This encoding and no other.
    Named(&'static encoding_rs::Encoding),
}

impl Encoding {
    /// `auto`, or a label of the WHATWG encoding standard such as `utf-8` or `windows-1252`.
    ///
    /// ```
    /// # use dechrome::text::Encoding;
    /// assert_eq!(Encoding::from_name("auto")?, Encoding::Guess);
    /// assert_eq!(Encoding::from_name("latin1")?, Encoding::from_name("windows-1252")?); // as on the web
    /// assert!(Encoding::from_name("utf-9").is_err());
    /// # Ok::<(), dechrome::Error>(())
    /// ```
    ///
    /// # Errors
    /// If no encoding has this name.
    pub fn from_name(name: &str) -> Result<Self> {
        if name.eq_ignore_ascii_case("auto") {
            return Ok(Encoding::Guess);
        }
        // The one that stands for encodings nobody may use any more decodes nothing.
        let named = encoding_rs::Encoding::for_label_no_replacement(name.as_bytes());
        named.map(Encoding::Named).ok_or_else(|| Error::unknown_encoding(name))
    }
}

/// The byte form of a text: which encoding, and whether a byte order mark stands before it.
///
/// ```
/// # use dechrome::{Cleaner, pipeline::Parts};
/// use dechrome::text::{Encoding, End, Rewriter, Source};
///
/// let mut parts = Parts::new(&b"\xFE\xFF\0H\0i"[..], Encoding::Unicode);
/// let part = parts.next(&Cleaner::default())?.unwrap();
/// let source = Source { changed: true, legacy: &part.legacy, end: End::Last };
/// assert_eq!(Rewriter::new(part.form).part("Ho", source)?, &b"\xFE\xFF\0H\0o"[..]);
/// # Ok::<(), dechrome::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    pub(super) encoding: &'static encoding_rs::Encoding,
    pub(super) mark: Mark,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Present,
    Absent,
}

impl Form {
    /// The form of a text that begins with `bytes`, and how many of these are its mark; what is to be guessed is taken
    /// for UTF-8 here.
    pub(super) fn of(bytes: &[u8], encoding: Encoding) -> (Self, usize) {
        let found = encoding_rs::Encoding::for_bom(bytes);
        let marked = match encoding {
            Encoding::Named(named) => found.filter(|&(marked, _)| marked == named),
            Encoding::Unicode | Encoding::Guess => found,
        };
        match (marked, encoding) {
            (Some((encoding, length)), _) => (Form { encoding, mark: Mark::Present }, length),
            (None, Encoding::Named(encoding)) => (Form { encoding, mark: Mark::Absent }, 0),
            (None, _) => (Form { encoding: UTF_8, mark: Mark::Absent }, 0),
        }
    }

    /// Whether a byte order mark stands before the text.
    pub(super) fn is_marked(self) -> bool {
        self.mark == Mark::Present
    }

    /// Whether the encoding has several ways to write one text.
    pub(super) fn is_legacy(self) -> bool {
        ![UTF_8, UTF_16LE, UTF_16BE].contains(&self.encoding)
    }
}
