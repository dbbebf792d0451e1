//! Text as it may be shown on a terminal, and the few colours of the reports.

use std::borrow::Cow;
use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

/// How a report looks where it goes.
///
/// ```
/// # use dechrome::{Cleaner, text::Lines};
/// use dechrome::report::{Joins, Layout, Paint, Screen, Shown, unified};
///
/// let terminal = Screen { text: Shown::Escaped, paint: Paint::Colour };
/// let layout = Layout { context: 0, screen: terminal, joins: Joins::Folded };
/// let text = "Skip to content
///
/// The goats were driven up to the high meadow a month before their time.
/// ";
/// let (lines, mut out) = (Lines::new(text), Vec::new());
/// unified::write("goats.txt", &lines, &Cleaner::default().plan(&lines), layout, &mut out)?;
/// assert!(String::from_utf8_lossy(&out).contains("\u{1b}[31m-Skip to content\u{1b}[0m"));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// What becomes of control and bidi characters in texts and names.
    pub text: Shown,
    /// Whether anything is coloured.
    pub paint: Paint,
}

/// What becomes of characters that could drive a terminal or turn its text around.
///
/// ```
/// # use dechrome::report::{Joins, Layout, Paint, Screen, Shown, unified};
/// let compare = |text| {
///     let layout = Layout { context: 0, screen: Screen { text, paint: Paint::Plain }, joins: Joins::Whole };
///     let mut out = Vec::new();
///     unified::compare(["a", "b"], "", "bell\u{7}\n", std::time::Duration::ZERO, layout, &mut out).map(|_| out)
/// };
/// assert!(compare(Shown::AsIs)?.ends_with(b"+bell\x07\n"));
/// assert!(compare(Shown::Escaped)?.ends_with(b"+bell\\u{7}\n"));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// They stay, so that a file or another program gets every byte.
    AsIs,
    /// They are spelt out, as in `\u{1b}`.
    Escaped,
}

/// Whether a report is coloured.
///
/// ```
/// # use std::io::{IsTerminal, stdout};
/// use dechrome::report::{Paint, Screen, Shown};
///
/// let screen = if stdout().is_terminal() {
///     Screen { text: Shown::Escaped, paint: Paint::Colour }
/// } else {
///     Screen::PLAIN
/// };
/// assert_eq!(screen.paint == Paint::Colour, stdout().is_terminal());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// Text alone.
    Plain,
    /// With ANSI colours.
    Colour,
}

/// What a stretch of a report is, and so its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Name,
    Place,
    Removed,
    Added,
    Aside,
    GoneInside,
    ComeInside,
}

impl Screen {
    /// For files and other programs: every byte as it is, no colour.
    pub const PLAIN: Screen = Screen { text: Shown::AsIs, paint: Paint::Plain };

    /// `text` as it may be shown.
    pub(crate) fn show<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.text {
            Shown::AsIs => Cow::Borrowed(text),
            Shown::Escaped => escape(text),
        }
    }

    /// Whether colours can set stretches of text apart.
    pub(crate) fn is_painted(&self) -> bool {
        self.paint == Paint::Colour
    }

    /// `text` in the colour of its role.
    pub(crate) fn paint(&self, role: Role, text: &str) -> String {
        let style = match (self.paint, role) {
            (Paint::Plain, _) => return text.to_owned(),
            (Paint::Colour, Role::Name) => Style::new().bold(),
            (Paint::Colour, Role::Place) => AnsiColor::Cyan.on_default(),
            (Paint::Colour, Role::Removed) => AnsiColor::Red.on_default(),
            (Paint::Colour, Role::Added) => AnsiColor::Green.on_default(),
            (Paint::Colour, Role::Aside) => Style::new().dimmed(),
            (Paint::Colour, Role::GoneInside) => AnsiColor::Red.on_default().invert(),
            (Paint::Colour, Role::ComeInside) => AnsiColor::Green.on_default().invert(),
        };
        format!("{style}{text}{style:#}")
    }
}

/// `text` with control and bidi characters spelt out, tabs excepted.
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hostile) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_hostile(c) {
            let _ = write!(shown, "{}", c.escape_unicode()); // a String takes every write
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

/// As [`escape`], line by line: line terminators stay.
pub fn escape_lines(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| is_hostile(c) && c != '\n') {
        return Cow::Borrowed(text);
    }
    let lines = text.split_inclusive('\n').map(|line| {
        let body = line.strip_suffix('\n').map_or(line, |body| body.strip_suffix('\r').unwrap_or(body));
        [escape(body), Cow::Borrowed(&line[body.len()..])]
    });
    Cow::Owned(lines.flatten().collect())
}

/// Whether a character drives terminals or turns text around.
pub(crate) fn is_hostile(c: char) -> bool {
    c.is_control() && c != '\t'
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_drives_a_terminal_is_spelt_out() {
        assert_eq!(escape("a\tb é 中 \u{5d0}"), "a\tb é 中 \u{5d0}");
        assert_eq!(escape("\u{1b}[31m\u{0}\u{7f}\u{9b}\r"), r"\u{1b}[31m\u{0}\u{7f}\u{9b}\u{d}");
        assert_eq!(escape("\u{202e}abc\u{2069}"), r"\u{202e}abc\u{2069}");
        assert_eq!(escape_lines("a\r\nb\rc\u{1b}\n\r"), "a\r\nb\\u{d}c\\u{1b}\n\\u{d}");
    }
}
