//! Bytes to text a chunk at a time, for documents that are not held in memory.

use std::io::Read;

use encoding_rs::UTF_8;

use super::decode;
use super::form::{Encoding, Form};
use super::lines::Start;
use crate::error::{Error, Result};

/// How many bytes are read at once.
const CHUNK: usize = 1 << 16;
/// How far before the byte at which a misfit is noticed it may begin.
const BACK: usize = 8;

/// Reads the bytes of a source as text.
///
/// What comes of them, errors included, is what [`Text::decode`](super::Text::decode) makes of all of them at once.
#[derive(Debug)]
pub struct Decoder<R> {
    source: R,
    chunk: usize,
    encoding: Encoding,
    /// The form and its decoder, once the first bytes are read.
    open: Option<Open>,
    /// The bytes read last, behind the last few of those before.
    bytes: Vec<u8>,
    /// What was read before these; lines end at a byte of `\n` here, whatever the encoding.
    start: Start,
    /// Nothing is left in the source.
    ended: bool,
    /// Bytes that were read and not yet taken, where the encoding has several ways to write one text.
    legacy: Vec<u8>,
}

struct Open {
    form: Form,
    decoder: encoding_rs::Decoder,
}

impl std::fmt::Debug for Open {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Open").field("form", &self.form).finish_non_exhaustive()
    }
}

impl<R: Read> Decoder<R> {
    /// Nothing is read yet. To guess takes all bytes beforehand: here [`Encoding::Guess`] is [`Encoding::Unicode`].
    pub fn new(source: R, encoding: Encoding) -> Self {
        Decoder {
            source,
            chunk: CHUNK,
            encoding,
            open: None,
            bytes: Vec::new(),
            start: Start::default(),
            ended: false,
            legacy: Vec::new(),
        }
    }

    /// The same in chunks of another size, so that tests need no long texts.
    #[cfg(test)]
    pub(super) fn in_chunks(self, chunk: usize) -> Self {
        Decoder { chunk, ..self }
    }

    /// Appends some more of the text; gives whether there may be more.
    ///
    /// # Errors
    /// If reading fails, or a byte does not fit the encoding, as for [`Text::decode`](super::Text::decode).
    pub fn read_into(&mut self, text: &mut String) -> Result<bool> {
        if self.ended {
            return Ok(false);
        }
        let before = self.forget();
        let chunk = (&mut self.source).take(self.chunk as u64).read_to_end(&mut self.bytes);
        self.ended = chunk.map_err(|error| Error::io("read", error))? < self.chunk;
        let mut fresh = &self.bytes[before..];
        let open = match &mut self.open {
            Some(open) => open,
            None => {
                let (form, mark) = Form::of(fresh, self.encoding);
                fresh = &fresh[mark..];
                self.open.insert(Open { form, decoder: form.encoding.new_decoder_without_bom_handling() })
            }
        };
        if open.form.is_legacy() {
            self.legacy.extend_from_slice(fresh);
        }
        let longest = open.decoder.max_utf8_buffer_length_without_replacement(fresh.len());
        text.reserve(longest.unwrap_or(fresh.len()));
        let (result, read) = open.decoder.decode_to_string_without_replacement(fresh, text, self.ended);
        match decode::malformed(&result, self.bytes.len() - fresh.len() + read) {
            None => Ok(!self.ended),
            Some(offset) => Err(decode::misfit_below(self.start, &self.bytes, offset, open.form.encoding)),
        }
    }

    /// Leaves the last few bytes, and gives how many.
    fn forget(&mut self) -> usize {
        let cut = self.bytes.len().saturating_sub(BACK);
        self.start.line += memchr::memchr_iter(b'\n', &self.bytes[..cut]).count();
        self.start.offset += cut;
        self.bytes.drain(..cut);
        self.bytes.len()
    }
}

impl<R> Decoder<R> {
    /// The form the bytes have; as long as nothing was read, UTF-8.
    pub fn form(&self) -> Form {
        self.open.as_ref().map_or_else(|| Form::of(&[], Encoding::Named(UTF_8)).0, |open| open.form)
    }

    /// The bytes read since they were last taken, where the encoding has several ways to write one text; else none.
    pub fn take_legacy(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.legacy)
    }
}

/// Whether the bytes of a source are UTF-8, or have a byte order mark, with which they are to be Unicode: then there is
/// nothing to [guess](super::decode::guess).
///
/// # Errors
/// If reading fails.
pub fn is_unicode(source: impl Read) -> Result<bool> {
    let mut decoder = Decoder::new(source, Encoding::Unicode);
    let mut text = String::new();
    loop {
        text.clear();
        match decoder.read_into(&mut text) {
            Ok(true) => {}
            Ok(false) => return Ok(true),
            Err(error) if error.is_misfit() => return Ok(decoder.form().is_marked()),
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Text;
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

    fn decoded(bytes: &[u8], encoding: Encoding, chunk: usize) -> Result<String> {
        let mut text = String::new();
        let mut decoder = Decoder::new(bytes, encoding).in_chunks(chunk);
        while decoder.read_into(&mut text)? {}
        Ok(text)
    }

    #[track_caller]
    fn is_as_whole(bytes: &[u8], encoding: Encoding, chunk: usize) {
        let whole = Text::decode(bytes.to_vec(), encoding).map(|text| text.text);
        let settled = match encoding {
            Encoding::Guess if !is_unicode(bytes).unwrap() => decode::guess(bytes).unwrap(),
            known => known,
        };
        match (decoded(bytes, settled, chunk), whole) {
            (Ok(text), Ok(whole)) => assert_eq!(text, whole),
            (Err(error), Err(whole)) => assert_eq!(error.to_string(), whole.to_string()),
            (one, other) => panic!("{one:?} in chunks, {other:?} at once"),
        }
    }

    #[test]
    fn a_misfit_is_named_wherever_the_chunks_end() {
        let cut_off =
            [b"\n\n\xE4\xB8\xADa\n\xF0\x9F\x98".as_slice(), b"a\n\xE4\xB8a", b"\xEF\xBB\xBFab\n\xE4a"];
        let wide = [b"\xFF\xFEa\0\n\0\x00\xD8b\0".as_slice(), b"\xFE\xFF\0a\0"];
        for bytes in cut_off.into_iter().chain(wide) {
            for chunk in 3..=bytes.len() + 1 {
                is_as_whole(bytes, Encoding::Unicode, chunk);
            }
        }
    }

    #[test]
    fn a_source_that_cannot_be_read_is_an_error_and_not_of_another_encoding() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
                Err(std::io::Error::other("the disk is gone"))
            }
        }
        assert!(
            is_unicode(b"caf\xc3\xa9".chain(Broken)).unwrap_err().to_string().contains("the disk is gone")
        );
        assert!(is_unicode(&b"caf\xc3\xa9"[..]).unwrap() && is_unicode(&b"\xff\xfea"[..]).unwrap());
        assert!(!is_unicode(&b"caf\xe9"[..]).unwrap());
    }

    proptest! {
        #[test]
        fn chunks_are_as_the_whole(
            bytes in vec(prop_oneof![any::<u8>(), select(vec![0u8, 10, 13, 27, 36, 40, 65, 66, 0x80, 0xc3, 0xa9, 0xe4, 0xb8, 0xd8])], 0..60),
            mark in select(vec![&b""[..], b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"]),
            name in select(vec!["utf-8", "utf-16le", "windows-1252", "shift_jis", "gb18030", "big5", "euc-kr", "iso-2022-jp", "auto", ""]),
            chunk in 3_usize..20,
        ) {
            let encoding = if name.is_empty() { Encoding::Unicode } else { Encoding::from_name(name).unwrap() };
            is_as_whole(&[mark, &bytes].concat(), encoding, chunk);
        }
    }
}
