//! The marks of Markdown and of text browsers, taken off a line: what a reader of the page would have seen.
//!
//! Lines are judged by their words, so a menu is a menu whether a converter wrote `[Home](/)`, `[1]Home` or `Home`.
//! Only the judgement sees the bare line; what is written out keeps every mark.

use std::borrow::Cow;
use std::ops::Range;

use super::lines::trim_start;

/// The line without headings' `#`, `**`, backslashes before marks, and the addresses and numbers of links; the
/// alternative text of an image stays.
pub fn bare(line: &str) -> Cow<'_, str> {
    let start = line.len() - trim_start(line).len();
    let heading = heading(&line[start..]);
    if heading == 0 && !has_marks(line.as_bytes()) {
        return Cow::Borrowed(line);
    }
    let mut marks = Marks { line, dropped: Vec::new(), open: Vec::new(), close: Some(0) };
    let text = marks.drop(start..start + heading);
    marks.find(text);
    Cow::Owned(marks.rest())
}

/// Bytes of the `#` of a heading and the space behind them, or of the colons that fence a block.
fn heading(line: &str) -> usize {
    let signs = line.bytes().take_while(|&b| b == b'#').count();
    let colons = line.bytes().take_while(|&b| b == b':').count();
    match () {
        () if (1..=6).contains(&signs) && line[signs..].starts_with(' ') => signs + 1,
        () if colons >= 3 => line.len(),
        () => 0,
    }
}

/// Whether there is anything to take off; a look at few bytes of most lines.
fn has_marks(line: &[u8]) -> bool {
    memchr::memchr3_iter(b']', b'*', b'\\', line).any(|i| {
        let next = line.get(i + 1);
        match line[i] {
            b']' => matches!(next, Some(b'(' | b'[' | b'{')) || (i > 0 && line[i - 1].is_ascii_digit()),
            b'*' => next == Some(&b'*'),
            _ => next.is_some_and(u8::is_ascii_punctuation),
        }
    })
}

/// The marks found in one line.
struct Marks<'l> {
    line: &'l str,
    /// Bytes that go; in order but for the opening brackets of links.
    dropped: Vec<Range<usize>>,
    /// Opening brackets whose closing one is not found yet, with the sign of an image before them.
    open: Vec<Range<usize>>,
    /// Where the next closing parenthesis stands, as far as it has been looked for; `None` if there is no more.
    close: Option<usize>,
}

impl Marks<'_> {
    fn find(&mut self, from: usize) {
        let bytes = self.line.as_bytes();
        let mut at = from;
        while let Some(offset) = bytes[at..].iter().position(|b| matches!(b, b'[' | b']' | b'*' | b'\\')) {
            at += offset;
            let next = bytes.get(at + 1).copied().unwrap_or(b' ');
            at = match bytes[at] {
                b'\\' if next.is_ascii_punctuation() => {
                    self.dropped.push(at..at + 1);
                    at + 2
                }
                b'*' if next == b'*' => self.drop(at..at + 2),
                b'[' => self.open(at),
                b']' => self.close(at, next),
                _ => at + 1,
            };
        }
    }

    fn drop(&mut self, range: Range<usize>) -> usize {
        let end = range.end;
        self.dropped.push(range);
        end
    }

    /// At an opening bracket: the number of a link or a note goes, other brackets wait for what follows their end.
    fn open(&mut self, at: usize) -> usize {
        let bytes = self.line.as_bytes();
        let digits = bytes[at + 1..].iter().take(5).take_while(|b| b.is_ascii_digit()).count();
        let end = at + 1 + digits;
        if digits > 0 && bytes.get(end) == Some(&b']') && bytes.get(end + 1) != Some(&b'(') {
            return self.drop(at..end + 1);
        }
        let image = at > 0 && bytes[at - 1] == b'!';
        self.open.push(at - usize::from(image)..at + 1);
        at + 1
    }

    /// At a closing bracket: with the address behind it, it makes a link.
    fn close(&mut self, at: usize, next: u8) -> usize {
        let open = self.open.pop();
        let end = match next {
            b'(' => self.parenthesis(at + 2),
            b'[' | b'{' => short_end(&self.line[at + 2..], if next == b'[' { ']' } else { '}' })
                .map(|length| at + 2 + length),
            _ => None,
        };
        let Some(end) = end else { return at + 1 };
        let attributes = self.line[end..].strip_prefix('{').and_then(|rest| short_end(rest, '}'));
        self.dropped.extend(open);
        self.drop(at..end + attributes.map_or(0, |length| 1 + length))
    }

    /// Behind the next closing parenthesis from `from` on. Each byte is looked at once in all calls together.
    fn parenthesis(&mut self, from: usize) -> Option<usize> {
        if self.close? < from {
            self.close = memchr::memchr(b')', &self.line.as_bytes()[from..]).map(|offset| from + offset);
        }
        self.close.map(|close| close + 1)
    }

    fn rest(mut self) -> String {
        self.dropped.sort_by_key(|range| range.start);
        let mut out = String::with_capacity(self.line.len());
        let mut at = 0;
        for range in self.dropped {
            out.push_str(&self.line[at..range.start]);
            at = range.end;
        }
        out.push_str(&self.line[at..]);
        out
    }
}

/// Bytes up to and with `end`, if it is near.
fn short_end(text: &str, end: char) -> Option<usize> {
    const NEAR: usize = 80;
    text.char_indices().take(NEAR).find(|&(_, c)| c == end).map(|(i, c)| i + c.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_converters_write_is_read_as_the_page_was() {
        for (line, wanted) in [
            ("* [Home](https://example.org/a_b \"Start\")", "* Home"),
            ("## Opening **hours** today", "Opening hours today"),
            ("[![Logo](/logo.png)](/) [News][3]", "Logo News"),
            ("[Learn more](/x){.button} \\'quoted\\'", "Learn more 'quoted'"),
            ("   [12]Sport [13]Culture", "   Sport Culture"),
            ("![](/images/1.jpg)", ""),
            ("a link](/that/began/above) and on", "a link and on"),
            ("::: {.sidebar}", ""),
            (":::", ""),
            ("###### Hours", "Hours"),
            ("  # Hours", "  Hours"),
            ("**Opening** hours", "Opening hours"),
            ("[Harbour][ref]{.x} office", "Harbour office"),
            ("[Harbour]{.x} office", "Harbour office"),
            ("[Harbour][r](x)", "Harbour(x)"),
            ("[1](/first) of two", "1 of two"),
            ("tide[2] and wind[12345]", "tide and wind"),
            ("![Logo](/l.png) of the ferry![map](/m)", "Logo of the ferrymap"),
            ("![3] boats[1]", "! boats"),
            ("[a](b) c) [d](e)", "a c) d"),
            ("[[x]](y)", "[x]"),
            ("[a] (b) [c](d)", "[a] (b) c"),
            ("\\*a\\* \\[b\\]", "*a* [b]"),
            ("\\\\a", "\\a"),
        ] {
            assert_eq!(bare(line), wanted, "{line}");
        }
    }

    #[test]
    fn other_marks_stay() {
        for line in [
            "#harbour is open",
            "array[i] = x * y",
            "See [the note] (below).",
            "C:\\new folder",
            "5 * 4",
            "[",
            "] [",
            "",
            "####### seven signs",
            "##",
            ":: two colons",
            "[123456",
            "a * b",
            "] a",
            "a1 ]",
            "array[a1",
        ] {
            assert!(matches!(bare(line), Cow::Borrowed(_)), "{line}");
        }
    }

    #[test]
    fn a_hostile_line_costs_no_more_than_its_length() {
        for unit in ["](", "[", "[[]()", "**", "\\]", "](x", "[1]", "]["] {
            let line = unit.repeat(300_000);
            assert!(bare(&line).len() <= line.len());
        }
    }

    #[test]
    fn brackets_that_make_no_link_stay() {
        for line in ["[123456] pages", "[a](b", "[a][b", "[a]{b", "see [a] and b]c", "[12]", "x[1a]"] {
            let stays = line != "[12]";
            assert_eq!(bare(line) == line, stays, "{line}");
        }
        let with = |length: usize| format!("[a][{}] b", "x".repeat(length));
        assert_eq!(bare(&with(79)), "a b");
        assert_eq!(bare(&with(80)), with(80), "what is called an address is near");
    }
}
