//! What becomes of a document: one verdict per line, and the breaks that are mended.
//!
//! Plain data, no logic. Text, diff, JSON and explanations are views of a [`Plan`].
//!
//! ```
//! use dechrome::plan::Label;
//! use dechrome::{Cleaner, text::Lines};
//!
//! let text = "Log in | Register
//!
//! The clock of the town hall stood still for a week, and nobody was
//! late. It was the mice, says the clockmaker, who has seen this be-
//! fore in the church of the next village.
//! ";
//! let lines = Lines::new(text);
//! let plan = Cleaner::default().plan(&lines);
//! for (text, verdict) in lines.iter().zip(&plan.verdicts) {
//!     match verdict.label {
//!         Label::Content => println!("stays: {text}"),
//!         Label::Chrome(kind) => println!("goes, as {kind}: {text}"),
//!     }
//! }
//! let gone: Vec<&str> = plan.joins.iter().map(|join| &text[join.span.clone()]).collect();
//! assert_eq!(gone, ["\n", "-\n"]);
//! ```

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::str::FromStr;

/// Everything decided about one document.
///
/// ```
/// use dechrome::plan::Label;
/// use dechrome::{Cleaner, render::render, text::Lines};
///
/// let text = "Skip to content
///
/// The goats were driven up to the high meadow a month before their time.
/// ";
/// let lines = Lines::new(text);
/// let mut plan = Cleaner::default().plan(&lines);
/// plan.verdicts[0].label = Label::Content; // a plan is data: overrule it before it is rendered
/// assert!(render(&lines, &plan).starts_with("Skip to content\n"));
/// ```
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
///
/// ```
/// use dechrome::plan::{Basis, Label};
/// use dechrome::{Cleaner, text::Lines};
///
/// let plan = Cleaner::default().plan(&Lines::new("The goats were driven up to the high meadow.\n\n"));
/// assert_eq!(plan.verdicts[0].label, Label::Content);
/// assert_eq!(plan.verdicts[1].basis, Basis::Blank); // went with the line above it
/// assert!((0.0..=1.0).contains(&plan.verdicts[0].score));
/// ```
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
    ///
    /// ```
    /// # use dechrome::plan::{Basis, Kind, Label, Verdict};
    /// let verdict = Verdict { label: Label::Chrome(Kind::Nav), score: 0.1, basis: Basis::Score };
    /// assert!(!verdict.is_content());
    /// ```
    pub fn is_content(&self) -> bool {
        self.label == Label::Content
    }

    /// The kind of a dropped line: the reason it is dropped.
    ///
    /// ```
    /// # use dechrome::plan::{Basis, Kind, Label, Verdict};
    /// let verdict = |label| Verdict { label, score: 0.3, basis: Basis::Rule };
    /// assert_eq!(verdict(Label::Chrome(Kind::Date)).reason(), Some(Kind::Date));
    /// assert_eq!(verdict(Label::Content).reason(), None);
    /// ```
    pub fn reason(&self) -> Option<Kind> {
        match self.label {
            Label::Content => None,
            Label::Chrome(kind) => Some(kind),
        }
    }
}

/// Content stays; chrome goes, for a reason.
///
/// ```
/// # use dechrome::{Cleaner, text::Lines};
/// use dechrome::plan::{Kind, Label};
///
/// let text = "Share on Facebook
///
/// The bakery on Mill Lane opens again in May, with a new oven and the
/// old recipes. Its bread was missed.
/// ";
/// let verdicts = Cleaner::default().plan(&Lines::new(text)).verdicts;
/// assert_eq!(verdicts[0].label, Label::Chrome(Kind::Share));
/// assert_eq!(verdicts[2].label, Label::Content);
/// ```
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
            ///
            /// ```
            #[doc = concat!("# use dechrome::plan::", stringify!($name), ";")]
            #[doc = concat!("let ids: Vec<&str> = ", stringify!($name), "::ALL.iter().map(|one| one.as_str()).collect();")]
            /// assert!(ids.len() > 10);
            /// ```
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// The stable id, as on the command line and in JSON.
            ///
            /// ```
            #[doc = concat!("# use dechrome::plan::", stringify!($name), ";")]
            #[doc = concat!("assert_eq!(", stringify!($name), "::Profile.as_str(), \"profile\");")]
            /// ```
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $id,)* }
            }

            /// What it is, in a sentence.
            ///
            /// ```
            #[doc = concat!("# use dechrome::plan::", stringify!($name), ";")]
            #[doc = concat!("assert!(", stringify!($name), "::Profile.description().contains(\"across the documents\"));")]
            /// ```
            pub fn description(self) -> &'static str {
                match self { $($name::$variant => concat!($($doc),+).trim_start(),)* }
            }
        }
    };
}

named! {
    /// What decided a verdict.
    ///
    /// ```
    /// # use dechrome::{Cleaner, Options, text::Lines};
    /// use dechrome::pipeline::Drop;
    /// use dechrome::plan::Basis;
    ///
    /// let mender = Cleaner::new(Options { drop: Drop::Nothing, ..Options::default() });
    /// let plan = mender.plan(&Lines::new("Home\nNews\n"));
    /// assert!(plan.verdicts.iter().all(|verdict| verdict.basis == Basis::Unasked));
    /// ```
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
///
/// ```
/// # use dechrome::{Cleaner, Options, text::Lines};
/// use dechrome::label::Policy;
/// use dechrome::plan::Guard;
///
/// let policy = Policy { max_removed: Some(0.2), ..Policy::default() };
/// let text = "Home
/// News
/// Sport
/// Contact
///
/// The millpond froze in the night, and nobody fell in.
/// ";
/// let plan = Cleaner::new(Options { policy, ..Options::default() }).plan(&Lines::new(text));
/// assert!(matches!(plan.guard, Some(Guard::TooMuch(share)) if share > 0.2));
/// assert!(plan.verdicts.iter().all(|verdict| verdict.is_content()));
/// ```
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
    ///
    /// ```
    /// use dechrome::plan::Kind;
    ///
    /// let kept: Result<Vec<Kind>, _> = "date,byline".split(',').map(str::parse).collect();
    /// assert_eq!(kept, Ok(vec![Kind::Date, Kind::Byline]));
    /// ```
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
///
/// ```
/// # use dechrome::plan::Kind;
/// let message = "adverts".parse::<Kind>().unwrap_err().to_string();
/// assert!(message.starts_with("\"adverts\" is not a kind of line; kinds are title, nav, banner,"));
/// ```
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
///
/// ```
/// # use dechrome::{Cleaner, text::Lines};
/// use dechrome::plan::Separator;
///
/// let text = "Log in | Register
///
/// The clock of the town hall stood still for a week, and nobody was
/// late. It was the mice, says the clockmaker, who has seen this be-
/// fore in the church of the next village.
/// ";
/// let joins = Cleaner::default().plan(&Lines::new(text)).joins;
/// assert_eq!((joins[1].upper, joins[1].lower, joins[1].separator), (3, 4, Separator::Nothing));
/// assert_eq!(&text[joins[1].span.clone()], "-\n");
/// ```
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
///
/// ```
/// # use dechrome::{Cleaner, text::Lines};
/// let lines = Lines::new("By noon half of the school was skating on the pond, and nobody fell in.\n");
/// let cleaner = Cleaner::default();
/// let of_line = cleaner.evidence(&lines).next().unwrap_or_default();
/// let end = of_line.iter().find(|evidence| evidence.feature == "ends_sentence").unwrap();
/// assert_eq!(end.value, 1.0); // it does
/// ```
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
///
/// ```
/// # use dechrome::{Cleaner, text::Lines};
/// use dechrome::plan::Separator;
///
/// let text = "When the tide had gone out the boats lay on the sand, and the\nchildren walked round them.\n";
/// assert_eq!(Cleaner::default().plan(&Lines::new(text)).joins[0].separator, Separator::Space);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    /// One space.
    Space,
    /// Nothing.
    Nothing,
}

impl Separator {
    /// The text itself.
    ///
    /// ```
    /// # use dechrome::plan::Separator;
    /// assert_eq!([Separator::Space, Separator::Nothing].map(Separator::as_str), [" ", ""]);
    /// ```
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
