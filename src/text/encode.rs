//! Text to the bytes of the form another was read in, at once or in parts.

use std::borrow::Cow;

use encoding_rs::{EncoderResult, UTF_8, UTF_16BE, UTF_16LE};

use super::form::{Form, Mark};
use crate::error::{Error, Result};

/// Whether more of a text follows.
///
/// ```
/// # use dechrome::{Cleaner, pipeline::Parts, text::Encoding};
/// use dechrome::text::End;
///
/// let mut parts = Parts::new(&b"The hay was in before the storm.\n"[..], Encoding::Unicode);
/// assert_eq!(parts.next(&Cleaner::default())?.unwrap().end, End::Last);
/// # Ok::<(), dechrome::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It does.
    More,
    /// It does not.
    Last,
}

/// Writes a text, part after part.
pub struct Encoder {
    form: Form,
    /// Whether the byte order mark, if there is one, is yet to be written.
    mark: Mark,
    /// What lies between parts of an encoding that is not Unicode.
    legacy: Option<encoding_rs::Encoder>,
}

impl std::fmt::Debug for Encoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Encoder").field("form", &self.form).finish_non_exhaustive()
    }
}

impl Encoder {
    /// Begins a text.
    pub fn new(form: Form) -> Self {
        let legacy = form.is_legacy().then(|| form.encoding.new_encoder());
        Encoder { form, mark: form.mark, legacy }
    }

    /// The bytes of a part of the text, and before the first the mark.
    ///
    /// # Errors
    /// If it holds a character that the encoding lacks.
    pub fn encode<'a>(&mut self, part: &'a str, end: End) -> Result<Cow<'a, [u8]>> {
        if (self.form.encoding, self.mark) == (UTF_8, Mark::Absent) {
            return Ok(part.as_bytes().into());
        }
        let mut bytes = Vec::with_capacity(part.len() + 3);
        if std::mem::replace(&mut self.mark, Mark::Absent) == Mark::Present {
            self.push("\u{feff}", End::More, &mut bytes)?;
        }
        self.push(part, end, &mut bytes)?;
        Ok(bytes.into())
    }

    fn push(&mut self, part: &str, end: End, bytes: &mut Vec<u8>) -> Result<()> {
        let Some(encoder) = &mut self.legacy else {
            match self.form.encoding {
                encoding if encoding == UTF_16LE => {
                    bytes.extend(part.encode_utf16().flat_map(u16::to_le_bytes));
                }
                encoding if encoding == UTF_16BE => {
                    bytes.extend(part.encode_utf16().flat_map(u16::to_be_bytes));
                }
                _ => bytes.extend_from_slice(part.as_bytes()),
            }
            return Ok(());
        };
        let mut rest = part;
        loop {
            let most = encoder.max_buffer_length_from_utf8_without_replacement(rest.len());
            bytes.reserve(most.unwrap_or(rest.len()));
            let last = end == End::Last;
            let (result, read) = encoder.encode_from_utf8_to_vec_without_replacement(rest, bytes, last);
            match result {
                EncoderResult::InputEmpty => return Ok(()),
                EncoderResult::OutputFull => rest = &rest[read..],
                EncoderResult::Unmappable(character) => {
                    return Err(Error::unencodable(character, self.form.encoding.name()));
                }
            }
        }
    }
}

/// Where a part comes from.
///
/// ```
/// # use dechrome::{Cleaner, pipeline::Parts, text::Encoding};
/// use dechrome::text::{Rewriter, Source};
///
/// let mut parts = Parts::new(&b"Das Eis h\xE4lt.\n"[..], Encoding::from_name("latin1")?);
/// let part = parts.next(&Cleaner::default())?.unwrap();
/// let source = Source { changed: part.is_changed(), legacy: &part.legacy, end: part.end };
/// assert_eq!(Rewriter::new(part.form).part(&part.text, source)?, &b"Das Eis h\xE4lt.\n"[..]);
/// # Ok::<(), dechrome::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// Whether anything in the part was changed.
    pub changed: bool,
    /// The bytes read since the part before, as `pipeline::Part::legacy` holds them.
    pub legacy: &'a [u8],
    /// Whether more follows.
    pub end: End,
}

/// Writes the parts of a text made from one that was read; if nothing is changed, the very bytes that were read.
///
/// Where an encoding has several ways to write one text, and what was read is not written as it would be here, all is
/// held back until something is changed: before that it is open which bytes are to be written.
///
/// ```
/// use dechrome::pipeline::Parts;
/// use dechrome::render::Rendering;
/// use dechrome::text::{Encoding, Lines, Rewriter, Source};
///
/// let bytes = &b"\xFF\xFEF\0o\0g\0\n\0"[..]; // UTF-16
/// let cleaner = dechrome::Cleaner::default();
/// let mut parts = Parts::new(bytes, Encoding::Unicode);
/// let (mut rendering, mut rewriter, mut written) = (Rendering::default(), None, Vec::<u8>::new());
/// while let Some(part) = parts.next(&cleaner)? {
///     let mut text = String::new();
///     rendering.part(&Lines::new(&part.text), &part.plan, &mut text);
///     let source = Source { changed: part.is_changed(), legacy: &part.legacy, end: part.end };
///     let rewriter = rewriter.get_or_insert_with(|| Rewriter::new(part.form));
///     written.extend_from_slice(&rewriter.part(&text, source)?);
/// }
/// assert_eq!(written, bytes);
/// # Ok::<(), dechrome::Error>(())
/// ```
#[derive(Debug)]
pub struct Rewriter {
    encoder: Encoder,
    read: Read,
}

/// The bytes that were read, where they count.
#[derive(Debug)]
enum Read {
    /// They do not, or no more: text is encoded.
    Encoded,
    /// So far encoding gives the same bytes; these were read ahead.
    Same(Vec<u8>),
    /// These are to be written if nothing is changed at all, else what encoding gives.
    Held { read: Vec<u8>, encoded: Result<Vec<u8>> },
}

impl Rewriter {
    /// Begins a text.
    ///
    /// ```
    /// # use dechrome::{Cleaner, pipeline::Parts, text::{Encoding, End, Rewriter, Source}};
    /// let part = Parts::new(&b"\xEF\xBB\xBF"[..], Encoding::Unicode).next(&Cleaner::default())?.unwrap();
    /// let mut rewriter = Rewriter::new(part.form); // of an empty text with a byte order mark
    /// let source = Source { changed: false, legacy: &part.legacy, end: End::Last };
    /// assert_eq!(rewriter.part("", source)?, &b"\xEF\xBB\xBF"[..]);
    /// # Ok::<(), dechrome::Error>(())
    /// ```
    pub fn new(form: Form) -> Self {
        let read = if form.is_legacy() { Read::Same(Vec::new()) } else { Read::Encoded };
        Rewriter { encoder: Encoder::new(form), read }
    }

    /// The bytes to be written for a part, which may be none, or those of several.
    ///
    /// ```
    /// # use dechrome::{Cleaner, pipeline::Parts, text::{Encoding, End, Rewriter, Source}};
    /// # let part = Parts::new(&b"Eis\n"[..], Encoding::from_name("latin1")?).next(&Cleaner::default())?.unwrap();
    /// let source = |end| Source { changed: true, legacy: &[], end };
    /// let mut rewriter = Rewriter::new(part.form); // Latin-1
    /// assert_eq!(rewriter.part("früh ", source(End::More))?, &b"fr\xFCh "[..]);
    /// assert_eq!(rewriter.part("kalt\n", source(End::Last))?, &b"kalt\n"[..]);
    /// # Ok::<(), dechrome::Error>(())
    /// ```
    ///
    /// # Errors
    /// If something is changed and the text holds a character that the encoding lacks.
    pub fn part<'a>(&mut self, part: &'a str, source: Source<'_>) -> Result<Cow<'a, [u8]>> {
        let encoded = self.encoder.encode(part, source.end);
        match std::mem::replace(&mut self.read, Read::Encoded) {
            Read::Encoded => encoded,
            Read::Same(_) if source.changed => encoded,
            Read::Same(read) => {
                let read = [&read, source.legacy].concat();
                Ok(self.compared(encoded.map(Cow::into_owned), read, source.end).into())
            }
            Read::Held { encoded: before, .. } if source.changed => {
                let mut all = before?;
                all.extend_from_slice(&encoded?);
                Ok(all.into())
            }
            Read::Held { mut read, encoded: before } => {
                read.extend_from_slice(source.legacy);
                if source.end == End::Last {
                    return Ok(read.into());
                }
                let both = before.and_then(|before| Ok([&before, &*encoded?].concat()));
                self.read = Read::Held { read, encoded: both };
                Ok(Vec::new().into())
            }
        }
    }

    /// What can be written of a part that is as it was read.
    fn compared(&mut self, encoded: Result<Vec<u8>>, mut read: Vec<u8>, end: End) -> Vec<u8> {
        match encoded {
            _ if end == End::Last => read,
            Ok(encoded) if read.starts_with(&encoded) => {
                self.read = Read::Same(read.split_off(encoded.len()));
                encoded
            }
            encoded => {
                self.read = Read::Held { read, encoded };
                Vec::new()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Decoder, Encoding, Text};
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

    /// Writes what `bytes` decode to, in parts of which the one at `changed` loses its first character, and gives the
    /// same done at once.
    fn both(
        bytes: &[u8],
        encoding: Encoding,
        size: usize,
        changed: Option<usize>,
    ) -> Option<[Result<Vec<u8>>; 2]> {
        let whole = Text::decode(bytes.to_vec(), encoding).ok()?;
        let mut decoder = Decoder::new(bytes, encoding).in_chunks(size);
        let (mut text, mut cleaned) = (String::new(), String::new());
        let (mut rewriter, mut written) = (None, Vec::new());
        let mut written_to_end = Ok(());
        for index in 0.. {
            text.clear();
            let end = if decoder.read_into(&mut text).unwrap() { End::More } else { End::Last };
            let mut kept = text.chars();
            let changed = changed == Some(index) && kept.next().is_some();
            let part = if changed { kept.as_str() } else { &text };
            cleaned.push_str(part);
            let rewriter = rewriter.get_or_insert_with(|| Rewriter::new(decoder.form()));
            let legacy = decoder.take_legacy();
            let bytes = rewriter.part(part, Source { changed, legacy: &legacy, end });
            match bytes {
                Ok(bytes) => written.extend_from_slice(&bytes),
                Err(error) => {
                    written_to_end = Err(error);
                    break;
                }
            }
            if end == End::Last {
                break;
            }
        }
        if written_to_end.is_err() {
            cleaned = text_without(&whole.text, &cleaned);
        }
        Some([written_to_end.map(|()| written), whole.encode(&cleaned).map(Cow::into_owned)])
    }

    /// Where parts could not be written to the end, some text that differs from the whole.
    fn text_without(whole: &str, cleaned: &str) -> String {
        let rest = whole.chars().skip(cleaned.chars().count() + 1);
        cleaned.chars().chain(rest).collect()
    }

    #[test]
    fn bytes_that_would_be_written_otherwise_stay_if_nothing_is_changed() {
        // U+FFE2 has two codes in Shift_JIS, and some of Big5 can only be read.
        let cases: [(&str, &[u8]); 3] = [
            ("shift_jis", b"ab\xEE\xF9cd\xEE\xF9e"),
            ("big5", b"ab\x87\x40cd\x87\x40e"),
            ("iso-2022-jp", b"a\x1b(Bb\x1b(Jc"),
        ];
        for (name, bytes) in cases {
            let encoding = Encoding::from_name(name).unwrap();
            for size in 2..bytes.len() + 2 {
                for changed in [None, Some(0), Some(1), Some(2), Some(3)] {
                    let [parts, whole] = both(bytes, encoding, size, changed).unwrap();
                    match (parts, whole) {
                        (Ok(parts), Ok(whole)) => assert_eq!(parts, whole, "{name} {size} {changed:?}"),
                        (Err(parts), Err(whole)) => assert_eq!(parts.to_string(), whole.to_string()),
                        (parts, whole) => panic!("{name} {size} {changed:?}: {parts:?} and {whole:?}"),
                    }
                }
            }
        }
    }

    proptest! {
        #[test]
        fn parts_are_as_the_whole(
            bytes in vec(prop_oneof![any::<u8>(), select(vec![10u8, 27, 36, 40, 65, 66, 74, 0x81, 0x87, 0xee, 0xf9, 0x40])], 0..60),
            name in select(vec!["utf-8", "utf-16le", "windows-1252", "shift_jis", "gb18030", "big5", "euc-kr", "iso-2022-jp"]),
            size in 3_usize..20,
            changed in proptest::option::of(0_usize..5),
        ) {
            let encoding = Encoding::from_name(name).unwrap();
            if let Some([Ok(parts), whole]) = both(&bytes, encoding, size, changed) {
                prop_assert_eq!(parts, whole.unwrap());
            }
        }
    }
}
