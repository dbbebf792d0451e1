//! A document that is read window by window, of which no more is held than a window shows.

use std::io::Read;
use std::ops::Range;

use super::decoder::Decoder;
use super::form::Form;
use super::lines::Start;
use super::windows::{Division, Window};
use crate::error::{Error, Result};

/// Reads a document and shows its windows, one after another: those of [`Division::windows`].
#[derive(Debug)]
pub struct Scroll<R> {
    decoder: Decoder<R>,
    division: Division,
    /// Most bytes that are held.
    limit: u64,
    /// The lines held, and what was read of the next.
    text: String,
    /// Where each whole line of it ends, its terminator counted.
    ends: Vec<usize>,
    /// Where it begins in the document.
    start: Start,
    /// The first own line of the next window, counted from the first line held.
    next: usize,
    /// All is read.
    ended: bool,
}

impl<R: Read> Scroll<R> {
    /// Nothing is read yet; no more than `limit` bytes are to be held.
    pub fn new(decoder: Decoder<R>, division: Division, limit: u64) -> Self {
        let (text, ends) = (String::new(), Vec::new());
        Scroll { decoder, division, limit, text, ends, start: Start::default(), next: 0, ended: false }
    }

    /// The next window, its lines counted from the first that is held from now on; `None` after the last. Of what stands
    /// above its own lines, it holds what it sees and at least `above` lines.
    ///
    /// # Errors
    /// If reading fails, a byte does not fit the encoding, or a window, which one long line makes long, is longer than the limit.
    pub fn next(&mut self, above: usize) -> Result<Option<Window>> {
        self.forget(self.next.saturating_sub(above.max(self.division.overlap)));
        loop {
            if self.next < self.ends.len() {
                let window = self.division.window(self.next, self.ends.len(), |line| self.ends[line]);
                // With a line below all that it sees, no more of them could change it.
                if self.ended || window.seen.end < self.ends.len() {
                    self.next = window.own.end;
                    return Ok(Some(window));
                }
            }
            if self.ended {
                return Ok(None);
            }
            self.read()?;
        }
    }

    fn read(&mut self) -> Result<()> {
        let before = self.text.len();
        self.ended = !self.decoder.read_into(&mut self.text)?;
        self.ends
            .extend(memchr::memchr_iter(b'\n', &self.text.as_bytes()[before..]).map(|at| before + at + 1));
        if self.ended && self.text.len() > self.whole() {
            self.ends.push(self.text.len());
        }
        if self.text.len() as u64 > self.limit {
            return Err(Error::invalid(format!("longer than the limit of {} bytes", self.limit)));
        }
        Ok(())
    }

    /// Drops lines that nobody looks at any more.
    fn forget(&mut self, lines: usize) {
        let Some(end) = lines.checked_sub(1).map(|last| self.ends[last]) else { return };
        self.text.drain(..end);
        self.ends.drain(..lines);
        self.ends.iter_mut().for_each(|next| *next -= end);
        self.next -= lines;
        self.start = Start { line: self.start.line + lines, offset: self.start.offset + end };
    }
}

impl<R> Scroll<R> {
    /// The whole lines that are held.
    pub fn text(&self) -> &str {
        &self.text[..self.whole()]
    }

    /// Where they begin in the document.
    pub fn start(&self) -> Start {
        self.start
    }

    /// The bytes of some of them, from the first held on.
    pub fn span(&self, lines: Range<usize>) -> Range<usize> {
        let offset = |line: usize| line.checked_sub(1).map_or(0, |above| self.ends[above]);
        offset(lines.start)..offset(lines.end)
    }

    /// Whether the window shown last is the last one.
    pub fn has_ended(&self) -> bool {
        self.ended && self.next == self.ends.len()
    }

    /// The form the document has, once some of it was read.
    pub fn form(&self) -> Form {
        self.decoder.form()
    }

    /// As [`Decoder::take_legacy`].
    pub fn take_legacy(&mut self) -> Vec<u8> {
        self.decoder.take_legacy()
    }

    /// The lines that are held, which are given up.
    pub fn take_text(&mut self) -> String {
        std::mem::take(&mut self.text)
    }

    fn whole(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Encoding, Lines};
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The windows of a document that is read are those of one that is held, and show the same lines.
        #[test]
        fn windows_are_those_of_the_whole(
            text in "([a-c]{0,9}(\r?\n)?){0,40}",
            lines in 1_usize..6,
            bytes in 1_usize..40,
            overlap in 0_usize..4,
            overlap_bytes in 0_usize..30,
            above in 0_usize..6,
            chunk in 3_usize..30,
        ) {
            let whole = Lines::new(&text);
            let division = Division { lines, bytes, overlap, overlap_bytes };
            let decoder = Decoder::new(text.as_bytes(), Encoding::Unicode).in_chunks(chunk);
            let mut scroll = Scroll::new(decoder, division, 1 << 20);
            let mut expected = division.windows(&whole).peekable();
            while let Some(window) = scroll.next(above).unwrap() {
                let Start { line, offset } = scroll.start();
                let moved = |range: Range<usize>| range.start + line..range.end + line;
                let found = Window { seen: moved(window.seen.clone()), own: moved(window.own.clone()) };
                prop_assert_eq!(Some(found.clone()), expected.next());
                prop_assert!(window.own.start >= above.min(found.own.start));
                let shown = scroll.span(window.seen);
                let part = whole.part(found.seen.clone());
                prop_assert_eq!(&scroll.text()[shown.clone()], part.text());
                prop_assert_eq!(shown.start + offset, whole.span(found.seen.start).start);
                prop_assert_eq!(scroll.has_ended(), expected.peek().is_none());
            }
            prop_assert_eq!(expected.next(), None);
        }
    }
}
