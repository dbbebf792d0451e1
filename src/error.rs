//! The one error of the library: opaque, with the value and the limit in its message.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// What went wrong, where, and what to type next.
///
/// The message reads `WHERE: WHAT`, lower case, without a full stop; [`Error::hint`] stands apart.
///
/// ```
/// use dechrome::text::{Encoding, Text};
///
/// let bytes = b"gr\xFCn".to_vec(); // "grün" in Windows-1252
/// let error = Text::decode(bytes, Encoding::Unicode).unwrap_err().in_file("wood.txt");
/// assert_eq!(error.to_string(), "wood.txt: byte 0xFC at offset 2 (line 1) is not UTF-8");
/// assert!(error.hint().is_some_and(|hint| hint.starts_with("--encoding windows-1252")));
/// ```
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    place: Option<String>,
}

#[derive(Debug)]
enum ErrorKind {
    Io { doing: &'static str, source: io::Error },
    Decode { byte: u8, offset: usize, line: usize, encoding: &'static str },
    UnknownEncoding { name: String },
    Unencodable { character: char, encoding: &'static str },
    Invalid { what: String, hint: Option<String> },
}

/// The library's result.
///
/// ```
/// use dechrome::text::{Encoding, Text};
///
/// fn letters(bytes: &[u8]) -> dechrome::Result<usize> {
///     Ok(Text::decode(bytes.to_vec(), Encoding::Unicode)?.text.chars().count())
/// }
/// assert_eq!(letters("Übung".as_bytes())?, 5);
/// # Ok::<(), dechrome::Error>(())
/// ```
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An operating system error while `doing` something, as in "read" or "write".
    #[doc(hidden)]
    pub fn io(doing: &'static str, source: io::Error) -> Self {
        ErrorKind::Io { doing, source }.into()
    }

    pub(crate) fn decode(byte: u8, offset: usize, line: usize, encoding: &'static str) -> Self {
        ErrorKind::Decode { byte, offset, line, encoding }.into()
    }

    pub(crate) fn unknown_encoding(name: &str) -> Self {
        ErrorKind::UnknownEncoding { name: name.to_owned() }.into()
    }

    pub(crate) fn unencodable(character: char, encoding: &'static str) -> Self {
        ErrorKind::Unencodable { character, encoding }.into()
    }

    /// Input of any other kind that is not what it must be. The message holds the value and the limit.
    #[doc(hidden)]
    pub fn invalid(what: impl Into<String>) -> Self {
        ErrorKind::Invalid { what: what.into(), hint: None }.into()
    }

    /// As [`Error::invalid`], with something the user can type.
    #[doc(hidden)]
    pub fn invalid_with_hint(what: impl Into<String>, hint: impl Into<String>) -> Self {
        ErrorKind::Invalid { what: what.into(), hint: Some(hint.into()) }.into()
    }

    /// The same error, named after the place it happened in; the innermost place is named first by the caller
    /// that knows it, outer ones are put before it.
    ///
    /// ```
    /// # use dechrome::rules::Pattern;
    /// let error = Pattern::phrase(" ").unwrap_err().at("rule 3").at("house rules");
    /// assert_eq!(error.to_string(), "house rules: rule 3: phrase is empty: it would match every line");
    /// ```
    #[must_use]
    pub fn at(mut self, place: impl fmt::Display) -> Self {
        self.place = Some(match self.place {
            Some(inner) => format!("{place}: {inner}"),
            None => place.to_string(),
        });
        self
    }

    /// As [`Error::at`], for a file.
    ///
    /// ```
    /// # use dechrome::text::Encoding;
    /// let error = Encoding::from_name("utf-9").unwrap_err().in_file("settings.txt");
    /// assert_eq!(error.to_string(), "settings.txt: \"utf-9\" is not the name of an encoding");
    /// ```
    #[must_use]
    pub fn in_file(self, path: impl AsRef<Path>) -> Self {
        let path: PathBuf = path.as_ref().to_owned();
        self.at(path.display())
    }

    /// The same error where its hint cannot be typed.
    #[must_use]
    #[doc(hidden)]
    pub fn without_hint(self) -> Self {
        let what = Error { kind: self.kind, place: None }.to_string();
        Error { kind: ErrorKind::Invalid { what, hint: None }, place: self.place }
    }

    /// Something the user can type to get further, if there is one.
    ///
    /// ```
    /// # use dechrome::{rules::Pattern, text::Encoding};
    /// let hint = Encoding::from_name("utf-9").unwrap_err().hint();
    /// assert!(hint.is_some_and(|hint| hint.contains("as in utf-8, windows-1252")));
    /// assert_eq!(Pattern::regex("(").unwrap_err().hint(), None);
    /// ```
    pub fn hint(&self) -> Option<String> {
        match &self.kind {
            ErrorKind::Decode { encoding: "UTF-8", .. } => {
                Some("--encoding windows-1252 decodes it, --encoding auto guesses".to_owned())
            }
            // A byte order mark says UTF-16: there is nothing to guess.
            ErrorKind::Decode { encoding: "UTF-16LE" | "UTF-16BE", .. } => None,
            ErrorKind::Decode { .. } => Some("--encoding auto guesses".to_owned()),
            ErrorKind::UnknownEncoding { .. } => {
                Some("--encoding takes the names of the WHATWG encoding standard, as in utf-8, windows-1252, shift_jis, or auto".to_owned())
            }
            ErrorKind::Invalid { hint, .. } => hint.clone(),
            ErrorKind::Io { .. } | ErrorKind::Unencodable { .. } => None,
        }
    }

    /// Whether bytes do not fit an encoding.
    pub(crate) fn is_misfit(&self) -> bool {
        matches!(self.kind, ErrorKind::Decode { .. })
    }

    /// Whether a reader closed the pipe we write to: an ending, not a failure.
    #[doc(hidden)]
    pub fn is_broken_pipe(&self) -> bool {
        matches!(&self.kind, ErrorKind::Io { source, .. } if source.kind() == io::ErrorKind::BrokenPipe)
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Error { kind, place: None }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        match &self.kind {
            ErrorKind::Io { doing, source } => write!(f, "cannot {doing}: {source}"),
            ErrorKind::Decode { byte, offset, line, encoding } => {
                write!(f, "byte 0x{byte:02X} at offset {offset} (line {line}) is not {encoding}")
            }
            ErrorKind::UnknownEncoding { name } => write!(f, "{name:?} is not the name of an encoding"),
            ErrorKind::Unencodable { character, encoding } => {
                write!(f, "character {character:?} cannot be written in {encoding}")
            }
            ErrorKind::Invalid { what, .. } => f.write_str(what),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            ErrorKind::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_named_from_the_outside_in() {
        let error = Error::invalid("no field \"text\"").at("line 3").in_file("rows.jsonl");
        assert_eq!(error.to_string(), "rows.jsonl: line 3: no field \"text\"");
        assert_eq!(error.hint(), None);
    }

    #[test]
    fn hints_can_be_typed_where_they_stand() {
        let hint = |encoding| Error::decode(0x80, 0, 1, encoding).hint();
        assert_eq!(hint("Big5").as_deref(), Some("--encoding auto guesses"));
        assert_eq!(hint("UTF-16LE"), None);
        let error = Error::decode(0x80, 0, 1, "UTF-8").at("case.toml").without_hint();
        assert_eq!((error.hint(), error.to_string().starts_with("case.toml: byte 0x80")), (None, true));
    }

    #[test]
    fn bytes_that_do_not_decode_are_shown_with_a_way_out() {
        let error = Error::decode(0x9c, 1842, 31, "UTF-8").in_file("notes/ch3.txt");
        assert_eq!(error.to_string(), "notes/ch3.txt: byte 0x9C at offset 1842 (line 31) is not UTF-8");
        assert!(error.hint().is_some_and(|hint| hint.contains("windows-1252")));
    }
}
