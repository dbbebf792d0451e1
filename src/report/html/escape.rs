//! Texts of others inside the page: neither the parser of the page nor a reader of its source is led astray by them.

use std::fmt::Write as _;
use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use crate::report::screen;

/// Writes `value` as JSON that may stand in a `script` element: what could end the element or open a comment
/// (`<`, `>`, `&`) and what drives terminals or turns text around is written as `\uXXXX`.
///
/// # Errors
/// If a write fails.
pub(super) fn write_json(value: &impl Serialize, out: &mut impl io::Write) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, Inert)).map_err(io::Error::from)
}

/// Compact JSON, inert in HTML.
struct Inert;

impl Formatter for Inert {
    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut done = 0;
        for (at, c) in fragment.char_indices().filter(|&(_, c)| is_active(c)) {
            writer.write_all(&fragment.as_bytes()[done..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            done = at + c.len_utf8();
        }
        writer.write_all(&fragment.as_bytes()[done..])
    }
}

fn is_active(c: char) -> bool {
    matches!(c, '<' | '>' | '&') || screen::is_hostile(c)
}

/// `text` as text of an HTML element, hostile characters spelt out as in `\u{1b}`; line feeds and tabs stay.
pub(super) fn to_html(text: &str) -> String {
    let shown = screen::escape_lines(text);
    let mut html = String::with_capacity(shown.len());
    for c in shown.chars() {
        match c {
            '&' | '<' | '>' | '"' | '\'' => {
                let _ = write!(html, "&#{};", u32::from(c)); // a String takes everything
            }
            c => html.push(c),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_holds_nothing_that_html_or_a_terminal_would_act_on() {
        let text = "</script><!--]]>&amp;\u{2028}\u{202e}\u{0}\u{9b}\u{7f}é\u{1f600}\\";
        let mut json = Vec::new();
        write_json(&text, &mut json).unwrap();
        let json = String::from_utf8(json).unwrap();
        assert!(!json.contains(is_active), "{json}");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }

    #[test]
    fn html_shows_text_as_it_is() {
        assert_eq!(to_html("<a b='c'>&\n\u{202e}"), "&#60;a b=&#39;c&#39;&#62;&#38;\n\\u{202e}");
    }
}
