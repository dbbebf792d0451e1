//! What becomes of a document: one verdict per line, and the breaks that are mended.
//!
//! Plain data, no logic. Text, diff, JSON and explanations are views of a [`Plan`].

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::str::FromStr;

/// Everything decided about one document.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// One verdict per line, blank lines included, in order.
    pub verdicts: Vec<Verdict>,
    /// The breaks to mend, in order, none overlapping. Both lines of each are content.
    pub joins: Vec<Join>,
    /// Scores at or above this (0 to 1) are content, unless a verdict's [`Basis`] says otherwise.
    pub threshold: f32,
    /// Set when the document was kept whole although the scores said otherwise.
    pub guard: Option<Guard>,
}

/// What becomes of one line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Verdict {
    /// Whether the line stays.
    pub label: Label,
    /// From 0 (surely chrome) to 1 (surely content). A blank line has the score of the line it goes with.
    pub score: f32,
    /// What decided, where the score alone did not.
    pub basis: Basis,
}

impl Verdict {
    /// Whether the line stays.
    pub fn is_content(&self) -> bool {
        self.label == Label::Content
    }

    /// The kind of a dropped line: the reason it is dropped.
    pub fn reason(&self) -> Option<Kind> {
        match self.label {
            Label::Content => None,
            Label::Chrome(kind) => Some(kind),
        }
    }
}

/// Content stays; chrome goes, for a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// The line stays.
    Content,
    /// The line goes, because it is of this kind.
    Chrome(Kind),
}

/// Declares an enum each of whose variants has a stable id and, in its documentation, a sentence for users.
macro_rules! named {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[doc = $doc:literal])+ $variant:ident = $id:literal,)* }) => {
        $(#[$meta])*
        #[non_exhaustive]
        pub enum $name { $($(#[doc = $doc])+ $variant,)* }

        impl $name {
            /// All of them, in the order of their declaration.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// The stable id, as on the command line and in JSON.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $id,)* }
            }

            /// What it is, in a sentence.
            pub fn description(self) -> &'static str {
                match self { $($name::$variant => concat!($($doc),+).trim_start(),)* }
            }
        }
    };
}

named! {
    /// What decided a verdict.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum Basis {
        /// The score against the threshold.
        Score = "score",
        /// The headline above the first paragraph stays, once.
        Headline = "headline",
        /// A second copy of a line that stays.
        Repeat = "repeat",
        /// A short gap inside running text stays.
        Gap = "gap",
        /// A post of a thread that is the page stays.
        Post = "post",
        /// A line of the same mended sentence stays.
        Group = "group",
        /// The line's kind, by convention or by the user's word.
        Kind = "kind",
        /// A rule of the user.
        Rule = "rule",
        /// The line repeats across the documents of its source.
        Profile = "profile",
        /// Blank: goes with its neighbours.
        Blank = "blank",
        /// The document is kept whole.
        Guard = "guard",
        /// Nobody asked for lines to be dropped.
        Unasked = "unasked",
    }
}

/// Why a document was kept whole.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Guard {
    /// Next to nothing would be left.
    NothingLeft,
    /// More than the user's limit would go; the share of words (0 to 1) that would have.
    TooMuch(f32),
}

named! {
    /// What a line of chrome is: the reason it is dropped, and what a user keeps or drops by convention.
    ///
    /// The ids are stable: scripts may rely on them.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub enum Kind {
        /// The document's headline.
        Title = "title",
        /// Navigation: menus, categories, breadcrumbs.
        Nav = "nav",
        /// Site name, slogan, advertisement, call to action.
        Banner = "banner",
        /// A date or time of publication.
        Date = "date",
        /// Who wrote it.
        Byline = "byline",
        /// Share and follow links.
        Share = "share",
        /// Other documents of the source: related, popular, latest.
        Related = "related",
        /// Newsletter, subscription and account lines.
        Newsletter = "newsletter",
        /// Readers' comments and the forms around them.
        Comments = "comments",
        /// Copyright, terms, imprint.
        Legal = "legal",
        /// Cookie and consent notices.
        Cookie = "cookie",
        /// Players, galleries, image credits.
        Media = "media",
        /// Page numbers, previous and next, back to top.
        Pager = "pager",
        /// No letter and no digit.
        Symbol = "symbol",
        /// A second copy of a line that is content.
        Repeat = "repeat",
        /// Repeats across the documents of this source.
        Profile = "profile",
        /// Dropped by a rule of the user.
        Rule = "rule",
        /// The score alone.
        Chrome = "chrome",
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The text is not the id of a [`Kind`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownKind(String);

impl fmt::Display for UnknownKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not a kind of line; kinds are", self.0)?;
        for (i, kind) in Kind::ALL.iter().enumerate() {
            write!(f, "{} {kind}", if i == 0 { "" } else { "," })?;
        }
        Ok(())
    }
}

impl std::error::Error for UnknownKind {}

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(id: &str) -> Result<Self, UnknownKind> {
        Kind::ALL.iter().copied().find(|kind| kind.as_str() == id).ok_or_else(|| UnknownKind(id.to_owned()))
    }
}

/// A mended break: the bytes between two lines that go, and what stands in their place.
///
/// The span may begin with a hyphen of the upper line and may hold blank lines, indents and quote
/// marks; it holds no other text.
#[derive(Debug, Clone, PartialEq)]
pub struct Join {
    /// Index of the line above the break, from 0.
    pub upper: usize,
    /// Index of the line below it; lines between are blank.
    pub lower: usize,
    /// The bytes that go, from within or the end of the upper line to the first character of the lower.
    pub span: Range<usize>,
    /// What stands in their place: a space or nothing.
    pub separator: Separator,
    /// From 0 (a real break) to 1 (surely spurious).
    pub score: f32,
}

/// What a named feature contributes to the score of one line or of one join.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// The feature's name.
    pub feature: Cow<'static, str>,
    /// Its value; a feature of a join is there or not.
    pub value: f32,
    /// How many standard deviations that is from the mean over the lines the model learnt from; 0 for joins.
    pub deviation: f32,
    /// In log-odds: above 0 it speaks for content (or for mending the break), below 0 against.
    pub contribution: f32,
}

/// What stands in the place of a mended break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    /// One space.
    Space,
    /// Nothing.
    Nothing,
}

impl Separator {
    /// The text itself.
    pub fn as_str(self) -> &'static str {
        match self {
            Separator::Space => " ",
            Separator::Nothing => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_by_its_id() {
        for &kind in Kind::ALL {
            assert_eq!(kind.as_str().parse::<Kind>(), Ok(kind));
        }
        assert_eq!(Kind::Nav.description(), "Navigation: menus, categories, breadcrumbs.");
        let message = "navi".parse::<Kind>().unwrap_err().to_string();
        assert!(message.starts_with("\"navi\" is not a kind of line; kinds are title, nav,"), "{message}");
    }
}
