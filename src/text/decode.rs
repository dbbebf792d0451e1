//! Bytes to text and back.
//!
//! Without being told, only UTF-8 and, by their byte order mark, UTF-16 are read; anything else is
//! an error, because a wrong guess would change every letter without a word. What is written back
//! is in the encoding that was read, byte order mark included.

use std::borrow::Cow;
use std::io::{ErrorKind, Read};

use encoding_rs::{DecoderResult, UTF_8};

use super::encode::{Encoder, End};
use super::form::{Encoding, Form, Mark};
use super::lines::Start;
use crate::error::{Error, Result};

/// A decoded document and the form its bytes had.
///
/// ```
/// use dechrome::text::{Encoding, Text};
///
/// let text = Text::decode(b"\xEF\xBB\xBFHolm\nHome\n".to_vec(), Encoding::Unicode)?;
/// assert_eq!(text.text, "Holm\nHome\n"); // the byte order mark is no part of it
/// assert_eq!(text.encode("Holm\n")?, &b"\xEF\xBB\xBFHolm\n"[..]);
/// # Ok::<(), dechrome::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The text, without byte order mark.
    pub text: String,
    form: Form,
    /// The bytes themselves, where the encoding has several ways to write one text.
    legacy: Option<Vec<u8>>,
}

impl Text {
    /// Reads `bytes` as text.
    ///
    /// ```
    /// # use dechrome::text::{Encoding, Text};
    /// assert_eq!(Text::decode("Fähre\n".into(), Encoding::Unicode)?.text, "Fähre\n");
    /// let error = Text::decode(b"Holm\nF\xE4hre\n".to_vec(), Encoding::Unicode).unwrap_err();
    /// assert_eq!(error.to_string(), "byte 0xE4 at offset 6 (line 2) is not UTF-8");
    /// # Ok::<(), dechrome::Error>(())
    /// ```
    ///
    /// # Errors
    /// If a byte does not fit the encoding: its value, its offset from 0 and its line from 1 are in the message.
    pub fn decode(bytes: Vec<u8>, encoding: Encoding) -> Result<Self> {
        match encoding {
            Encoding::Named(named) => decode_as(&bytes, named),
            Encoding::Unicode | Encoding::Guess => match encoding_rs::Encoding::for_bom(&bytes) {
                Some((marked, _)) => decode_as(&bytes, marked),
                None => match String::from_utf8(bytes) {
                    Ok(text) => {
                        Ok(Text { text, form: Form { encoding: UTF_8, mark: Mark::Absent }, legacy: None })
                    }
                    Err(error) if encoding == Encoding::Guess => {
                        let bytes = error.into_bytes();
                        let guessed = guess(&bytes[..])?;
                        Text::decode(bytes, guessed)
                    }
                    Err(error) => Err(misfit(error.as_bytes(), error.utf8_error().valid_up_to(), UTF_8)),
                },
            },
        }
    }

    /// How many bytes stand before the text where its bytes were UTF-8, so that offsets in it are those in the bytes.
    ///
    /// ```
    /// # use dechrome::text::{Encoding, Text};
    /// let text = |bytes: &[u8]| Text::decode(bytes.to_vec(), Encoding::Unicode);
    /// assert_eq!(text(b"Holm")?.utf8_offset(), Some(0));
    /// assert_eq!(text(b"\xEF\xBB\xBFHolm")?.utf8_offset(), Some(3)); // behind its byte order mark
    /// assert_eq!(text(b"\xFF\xFEH\0")?.utf8_offset(), None);
    /// # Ok::<(), dechrome::Error>(())
    /// ```
    pub fn utf8_offset(&self) -> Option<usize> {
        let Form { encoding, mark } = self.form;
        (encoding == UTF_8).then_some(if mark == Mark::Present { 3 } else { 0 })
    }

    /// Writes another text, made from this one, in the form this one was read in; this one itself in its own bytes.
    ///
    /// ```
    /// # use dechrome::text::{Encoding, Text};
    /// let text = Text::decode(b"Men\xFC\nDas Eis h\xE4lt.\n".to_vec(), Encoding::from_name("latin1")?)?;
    /// assert_eq!(text.encode("Das Eis hält.\n")?, &b"Das Eis h\xE4lt.\n"[..]);
    /// assert!(text.encode("Лёд").is_err());
    /// # Ok::<(), dechrome::Error>(())
    /// ```
    ///
    /// # Errors
    /// If `cleaned` holds a character the encoding lacks, which no text made only of this one's characters
    /// and spaces does.
    pub fn encode<'a>(&'a self, cleaned: &'a str) -> Result<Cow<'a, [u8]>> {
        if let Some(legacy) = self.legacy.as_ref().filter(|_| cleaned == self.text) {
            return Ok(legacy.into());
        }
        Encoder::new(self.form).encode(cleaned, End::Last)
    }
}

/// Decodes with one encoding; a byte order mark of that encoding is taken off and remembered.
fn decode_as(bytes: &[u8], encoding: &'static encoding_rs::Encoding) -> Result<Text> {
    let (form, skip) = Form::of(bytes, Encoding::Named(encoding));
    let body = &bytes[skip..];
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length(body.len()).unwrap_or(body.len()));
    let (result, read) = decoder.decode_to_string_without_replacement(body, &mut text, true);
    match malformed(&result, skip + read) {
        None => Ok(Text { text, form, legacy: form.is_legacy().then(|| bytes.to_vec()) }),
        Some(offset) => Err(misfit(bytes, offset, encoding)),
    }
}

/// Where the bytes begin that do not fit, if any: `read` were read up to where that was noticed.
pub(super) fn malformed(result: &DecoderResult, read: usize) -> Option<usize> {
    match result {
        DecoderResult::InputEmpty => None,
        DecoderResult::Malformed(length, after) => {
            Some(read.saturating_sub(usize::from(*length) + usize::from(*after)))
        }
        DecoderResult::OutputFull => Some(read), // not in a buffer for the longest text these bytes can decode to
    }
}

/// The likeliest legacy encoding of the bytes of a source.
///
/// ```
/// # use dechrome::text::{Encoding, guess};
/// let bytes = b"\xCB\xB8\xE4 \xF0\xE0\xF1\xF2\xE0\xFF\xEB, \xE8 \xEB\xEE\xE4\xEA\xE8 \xF3\xF8\xEB\xE8.";
/// assert_eq!(guess(&bytes[..])?, Encoding::from_name("windows-1251")?);
/// # Ok::<(), dechrome::Error>(())
/// ```
///
/// # Errors
/// If reading fails.
pub fn guess(mut source: impl Read) -> Result<Encoding> {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    let mut bytes = vec![0; 1 << 16];
    loop {
        match source.read(&mut bytes) {
            Ok(0) => break,
            Ok(read) => drop(detector.feed(&bytes[..read], false)),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(Error::io("read", error)),
        }
    }
    detector.feed(&[], true);
    Ok(Encoding::Named(detector.guess(None, chardetng::Utf8Detection::Allow)))
}

fn misfit(bytes: &[u8], offset: usize, encoding: &'static encoding_rs::Encoding) -> Error {
    misfit_below(Start::default(), bytes, offset, encoding)
}

/// A misfit in bytes that are not the first.
pub(super) fn misfit_below(
    start: Start,
    bytes: &[u8],
    offset: usize,
    encoding: &'static encoding_rs::Encoding,
) -> Error {
    let offset = offset.min(bytes.len().saturating_sub(1));
    let line = start.line + memchr::memchr_iter(b'\n', &bytes[..offset]).count() + 1;
    let byte = bytes.get(offset).copied().unwrap_or(0);
    Error::decode(byte, start.offset + offset, line, encoding.name())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<Text> {
        Text::decode(bytes.to_vec(), Encoding::Unicode)
    }

    #[track_caller]
    fn round_trip(bytes: &[u8], encoding: Encoding, expected: &str) {
        let text = Text::decode(bytes.to_vec(), encoding).unwrap();
        assert_eq!(text.text, expected);
        assert_eq!(text.encode(expected).unwrap(), bytes);
    }

    #[test]
    fn what_is_read_is_written_back_in_the_same_bytes() {
        round_trip(b"", Encoding::Unicode, "");
        round_trip("a\u{0}é".as_bytes(), Encoding::Unicode, "a\u{0}é");
        round_trip(b"\xEF\xBB\xBFa", Encoding::Unicode, "a");
        round_trip(b"\xFF\xFEa\0\x3D\xD8\x00\xDE", Encoding::Unicode, "a😀");
        round_trip(b"\xFE\xFF\0a", Encoding::Unicode, "a");
        round_trip(b"caf\xE9", Encoding::Named(encoding_rs::WINDOWS_1252), "café");
        round_trip(b"caf\xE9 du monde", Encoding::Guess, "café du monde");
    }

    #[test]
    fn a_misfit_is_named_with_its_byte_offset_and_line() {
        let message = |bytes| read(bytes).unwrap_err().to_string();
        assert_eq!(message(b"a\nb\n\x9Cc"), "byte 0x9C at offset 4 (line 3) is not UTF-8");
        assert_eq!(message(b"\xFF\xFEa\0\x00\xD8"), "byte 0x00 at offset 4 (line 1) is not UTF-16LE");
        assert_eq!(message(b"\xFF\xFEa"), "byte 0x61 at offset 2 (line 1) is not UTF-16LE");
    }

    #[test]
    fn names_are_those_of_the_web() {
        assert_eq!(Encoding::from_name("AUTO").unwrap(), Encoding::Guess);
        assert_eq!(Encoding::from_name("latin1").unwrap(), Encoding::Named(encoding_rs::WINDOWS_1252));
        assert_eq!(
            Encoding::from_name("klingon").unwrap_err().to_string(),
            "\"klingon\" is not the name of an encoding"
        );
        assert!(Encoding::from_name("iso-2022-kr").is_err());
    }
}
