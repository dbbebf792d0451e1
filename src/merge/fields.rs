//! What the score of a break rests on: its fields, each with few named values, and how they combine.
//!
//! A feature is a set of fields with one value each, as in `end,start = comma,low`. Each is on or off.

use super::document::{Document, Paragraphs, Sure};
use super::layout::Mode;
use super::scan::{End, Scan, Start};
use super::usage::Uses;
use super::words::Known;

macro_rules! fields {
    ($($(#[$doc:meta])* $field:ident = $name:literal [$($value:literal)*],)*) => {
        /// One question about a break with few answers.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Field { $($(#[$doc])* $field,)* }

        impl Field {
            /// All fields.
            pub(crate) const ALL: &'static [Field] = &[$(Field::$field,)*];

            /// The name in the model file.
            pub(crate) const fn name(self) -> &'static str {
                match self { $(Field::$field => $name,)* }
            }

            /// The names of its values.
            pub(crate) const fn values(self) -> &'static [&'static str] {
                match self { $(Field::$field => &[$($value,)*],)* }
            }
        }
    };
}

const COUNT: usize = Field::ALL.len();

fields! {
    /// How the document is set, or that a blank line is between.
    Context = "context" ["wrapped" "ragged" "plain" "blank"],
    /// How the upper line ends.
    End = "end" ["low" "upper" "capital" "wide" "caseless" "digit" "stop" "stop-closed" "ordinal" "abbreviation"
        "closed" "open" "colon" "semicolon" "comma" "hyphen" "dash" "slash" "address" "other"],
    /// How the lower line starts.
    Start = "start" ["low" "capital" "upper" "wide" "caseless" "digit" "bullet" "continuing" "quote" "bracket"
        "symbol" "address" "other"],
    /// What the upper line's last word is.
    Last = "last" ["other" "function" "strong"],
    /// What the lower line's first word is.
    First = "first" ["other" "function" "starter" "name" "plain"],
    /// Number of words of the upper line.
    UpperWords = "upper-words" ["1" "2" "3" "4-5" "6-8" "9-14" "15-24" "25-"],
    /// Number of words of the lower line.
    LowerWords = "lower-words" ["1" "2" "3" "4-5" "6-8" "9-14" "15-24" "25-"],
    /// Columns of the upper line.
    Width = "width" ["-19" "20-39" "40-59" "60-79" "80-119" "120-"],
    /// Sure splits elsewhere.
    Splits = "splits" ["0" "1" "2-3" "4-9" "10-"],
    /// Sure splits elsewhere, of all breaks.
    SplitRate = "split-rate" ["0" "-3%" "-10%" "-25%" "more"],
    /// Sure splits elsewhere where the blank line is that is not here, or the other way round.
    OtherSplits = "other-splits" ["0" "1" "2-3" "4-9" "10-"],
    /// Whether this is a sure split.
    Sure = "sure" ["no" "word" "mark"],
    /// Other sure splits before the same first word; whether that word begins sentences.
    Starter = "starter" ["0" "1" "2-" "common-1" "common-2-"],
    /// Share of code in the lines around.
    Code = "code" ["0" "-10%" "-20%" "-30%" "more"],
    /// Share of code in the document.
    CodeShare = "code-share" ["-2%" "-10%" "-20%" "-40%" "more"],
    /// Words after the last end of a sentence inside the upper line.
    Tail = "tail" ["none" "1" "2-3" "4-8" "9-"],
    /// Words before the first end of a sentence inside the lower line.
    Head = "head" ["none" "1-3" "4-8" "9-"],
    /// Commas of the upper line.
    Commas = "commas" ["0" "1" "2-"],
    /// Other lines the lower line's first word starts below one that does not end like a sentence, and whether it
    /// is seen inside lines.
    Recurs = "recurs" ["0" "1-never" "1-less" "1-more" "2-never" "2-less" "2-more" "4-never" "4-less" "4-more"],
    /// Whether the words on both sides are seen side by side.
    Pair = "pair" ["unseen" "seen"],
    /// Share of the lines around that end like a sentence.
    StopsAround = "stops-around" ["none" "-25%" "-50%" "-75%" "more"],
    /// Share of the lines around that start as if inside a sentence.
    InsideAround = "inside-around" ["none" "-25%" "-50%" "more"],
    /// Share of the lines around that have at most six words.
    ShortAround = "short-around" ["none" "-25%" "-50%" "-75%" "more"],
    /// Share of lines of paragraph length that end like a sentence.
    LongStops = "long-stops" ["few" "-60%" "-80%" "-90%" "-97%" "more"],
    /// What the upper line leaves open.
    Open = "open" ["nothing" "bracket" "quote" "both"],
    /// Whether the lines are in title case.
    Titles = "titles" ["neither" "upper" "lower" "both"],
    /// What the upper line looks like.
    UpperLook = "upper-look" ["text" "item" "code" "table"],
    /// What the lower line looks like.
    LowerLook = "lower-look" ["text" "code" "table"],
    /// How the upper line starts.
    UpperStart = "upper-start" ["low" "capital" "upper" "wide" "caseless" "digit" "bullet" "continuing" "quote"
        "bracket" "symbol" "address" "other"],
    /// How the lower line ends.
    LowerEnd = "lower-end" ["low" "upper" "capital" "wide" "caseless" "digit" "stop" "stop-closed" "ordinal"
        "abbreviation" "closed" "open" "colon" "semicolon" "comma" "hyphen" "dash" "slash" "address" "other"],
    /// The break above the upper line.
    Above = "above" ["none" "blank" "stop" "strong" "sure" "comma" "low" "other"],
    /// The break below the lower line.
    Below = "below" ["none" "blank" "low" "continuing" "bullet" "strong" "stop" "other"],
    /// Indent of the lower line against the upper.
    Indent = "indent" ["none" "same" "more" "less"],
    /// Whether the lower line's first word would have fitted, where the document is wrapped.
    Fit = "fit" ["unwrapped" "over" "full" "nearly" "room"],
    /// As `fit`, one break above.
    FitAbove = "fit-above" ["unwrapped" "over" "full" "nearly" "room"],
    /// How near the upper line is to the margin, where the document is not wrapped.
    Margin = "margin" ["wrapped" "none-full" "none-most" "none-short" "some-full" "some-most" "some-short"
        "ragged-full" "ragged-most" "ragged-short"],
    /// How paragraphs are set apart.
    Paragraphs = "paragraphs" ["blank" "indent" "neither"],
    /// Whether the lower line starts with the same word as the upper, or with all of it, as below a cut heading.
    Echo = "echo" ["no" "word" "line"],
    /// Share of lines that end like a sentence.
    Stops = "stops" ["-20%" "-40%" "-60%" "-80%" "more"],
    /// Lines of the block without a blank line.
    Block = "block" ["1" "2" "3-5" "6-"],
    /// Whether the lower line's first word would have fitted in the block.
    BlockFit = "block-fit" ["few" "no-low" "no-some" "no-high" "yes-low" "yes-some" "yes-high"],
    /// The block's lines.
    BlockLook = "block-look" ["few" "text" "short" "capitals" "short-capitals"],
    /// Whether there are lines of paragraph length.
    Long = "long" ["no" "yes"],
    /// Whether lines of at most four words surround the break.
    Short = "short" ["no" "yes"],
}

/// The combinations of fields that carry weights.
pub(crate) const TEMPLATES: &[&[Field]] = {
    use Field::*;
    &[
        &[Start, LowerWords, Splits],
        &[Paragraphs, BlockLook, Long],
        &[Splits, StopsAround, BlockLook],
        &[Recurs, StopsAround, Below],
        &[SplitRate, CodeShare, BlockLook],
        &[End, First, Width],
        &[SplitRate, Recurs, Above],
        &[Splits, Recurs, Short],
        &[CodeShare],
        &[Tail],
        &[Head],
        &[Pair],
        &[StopsAround],
        &[ShortAround],
        &[LongStops],
        &[Context, CodeShare],
        &[Context, Tail, End],
        &[Context, Head, Start],
        &[Context, Commas, End],
        &[Recurs, End, Context],
        &[Pair, End, Start],
        &[StopsAround, End, Start],
        &[ShortAround, End, Start],
        &[LongStops, End, Start],
        &[LongStops, Context],
        &[CodeShare, End],
        &[Code, Start],
        &[Code, End],
        &[Tail, Start],
        &[Tail, Head],
        &[Head, End],
        &[UpperWords, LowerWords],
        &[Recurs, Stops],
        &[Pair, Context],
        &[End],
        &[Start],
        &[Last],
        &[First],
        &[Width],
        &[Splits],
        &[SplitRate],
        &[OtherSplits],
        &[Sure],
        &[Starter],
        &[Code],
        &[Open],
        &[Titles],
        &[LowerEnd],
        &[Above],
        &[Below],
        &[Indent],
        &[Fit],
        &[Margin],
        &[Paragraphs],
        &[BlockFit],
        &[Short],
        &[Context, End],
        &[Context, First],
        &[Context, Last, Start],
        &[Context, First, End],
        &[Context, UpperWords],
        &[Context, LowerWords],
        &[Context, Sure],
        &[Context, Starter, End],
        &[SplitRate, End],
        &[SplitRate, Sure],
        &[Splits, Start, Context],
        &[Context, Titles],
        &[Titles, Start],
        &[UpperStart, Start, Context],
        &[UpperStart, End, Context],
        &[Below, End, Context],
        &[Below, LowerWords],
        &[Above, End, Context],
        &[Echo, Context],
        &[Echo, Last],
        &[Last, UpperWords, Start],
        &[Fit, End, Start],
        &[Fit, UpperWords],
        &[Fit, FitAbove],
        &[Fit, Paragraphs, Indent],
        &[Margin, End],
        &[Margin, Start],
        &[Context, End, Start],
        &[Fit, End],
        &[Fit, Width],
        &[Fit, Stops],
        &[Fit, LowerEnd],
        &[Context, Stops],
        &[Stops, End, Start],
        &[Context, BlockLook],
        &[Context, BlockFit],
        &[LowerEnd, Start, Context],
        &[LowerEnd, LowerWords],
        &[Last, SplitRate, Start],
        &[Width, End, Start],
    ]
};

/// One value for every field of a break.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Values([u8; COUNT]);

impl Values {
    /// The value of a field.
    pub(super) fn get(&self, field: Field) -> u8 {
        self.0[field as usize]
    }

    /// The values for the break below scan `at`.
    pub(super) fn of(document: &Document<'_>, at: usize) -> Self {
        let mut values = Values([0; COUNT]);
        let (upper, lower) = (&document.scans[at], &document.scans[at + 1]);
        values.of_ends(document, upper, lower, at);
        values.of_neighbours(document, at);
        values.of_evidence(document, at);
        values.of_layout(document, upper, lower, at);
        values.of_prose(document, upper, lower, at);
        values
    }

    /// The value of the field with this number.
    pub(super) fn at(&self, field: u8) -> u8 {
        self.0[usize::from(field)]
    }

    fn set(&mut self, field: Field, value: usize) {
        debug_assert!(value < field.values().len(), "{field:?} has no value {value}");
        self.0[field as usize] = value as u8;
    }

    fn of_ends(&mut self, document: &Document<'_>, upper: &Scan<'_>, lower: &Scan<'_>, at: usize) {
        self.set(Field::Context, context(document, at) as usize);
        self.set(Field::End, upper.end as usize);
        self.set(Field::Start, lower.start as usize);
        let last = if upper.ends_strong() { 2 } else { usize::from(upper.ends_in_function_word()) };
        self.set(Field::Last, last);
        self.set(Field::First, first(document, lower));
        self.set(Field::UpperWords, words(upper));
        self.set(Field::LowerWords, words(lower));
        self.set(Field::Width, below(upper.width, &[20, 40, 60, 80, 120]));
        let marks = upper.marks;
        self.set(Field::Open, usize::from(marks.is_bracket_open()) + 2 * usize::from(marks.is_quote_open()));
        self.set(Field::Titles, usize::from(marks.is_title()) + 2 * usize::from(lower.marks.is_title()));
        let look =
            |scan: &Scan<'_>| usize::from(scan.marks.is_code()) + 2 * usize::from(scan.marks.is_table());
        self.set(Field::UpperLook, if upper.start == Start::Bullet { 1 } else { [0, 2, 3, 3][look(upper)] });
        self.set(Field::LowerLook, [0, 1, 2, 2][look(lower)]);
        self.set(Field::Echo, echo(upper, lower));
        self.set(Field::UpperStart, upper.start as usize);
        self.set(Field::LowerEnd, lower.end as usize);
        self.set(
            Field::Indent,
            match (upper.indent, lower.indent) {
                (upper, lower) if lower >= upper + 2 => 2,
                (upper, lower) if upper >= lower + 2 => 3,
                (2.., _) => 1,
                _ => 0,
            },
        );
    }

    fn of_neighbours(&mut self, document: &Document<'_>, at: usize) {
        let scans = &document.scans;
        let above = match at.checked_sub(1) {
            None => 0,
            Some(_) if scans[at].blanks > 0 => 1,
            Some(above) if document.sure(above) != Sure::No => 4,
            Some(above) => match scans[above].end {
                End::Stop | End::StopClosed => 2,
                _ if scans[above].ends_strong() => 3,
                End::Comma => 5,
                End::Low => 6,
                _ => 7,
            },
        };
        self.set(Field::Above, above);
        let below = match scans.get(at + 2) {
            None => 0,
            Some(below) if below.blanks > 0 => 1,
            Some(below) => match (below.start, scans[at + 1].end) {
                (Start::Bullet, _) => 4,
                (_, End::Stop | End::StopClosed) => 6,
                (Start::Low, _) => 2,
                (Start::Continuing, _) => 3,
                _ if scans[at + 1].ends_strong() => 5,
                _ => 7,
            },
        };
        self.set(Field::Below, below);
        let is_short =
            |at: Option<usize>| at.and_then(|at| scans.get(at)).is_some_and(|scan| scan.words <= 4);
        let surrounded = is_short(Some(at)) && is_short(Some(at + 1));
        let outer = is_short(at.checked_sub(1)) || is_short(Some(at + 2));
        self.set(Field::Short, usize::from(surrounded && outer));
    }

    fn of_evidence(&mut self, document: &Document<'_>, at: usize) {
        let splits = document.splits_elsewhere(at);
        self.set(Field::Splits, below(splits, &[1, 2, 4, 10]));
        self.set(Field::OtherSplits, below(document.splits_of_other_sort(at), &[1, 2, 4, 10]));
        let rate = splits as f32 / document.breaks_of_sort(at).max(1) as f32;
        self.set(Field::SplitRate, if splits == 0 { 0 } else { 1 + above(rate, &[0.03, 0.1, 0.25]) });
        self.set(Field::Sure, document.sure(at) as usize);
        self.set(Field::Starter, starter(document, at));
        self.set(Field::Code, above(document.code_around(at), &[0.0, 0.1, 0.2, 0.3]));
        self.set(Field::CodeShare, above(document.code_share(), &[0.02, 0.1, 0.2, 0.4]));
        self.set(Field::Stops, above(document.stops, &[0.2, 0.4, 0.6, 0.8]));
        self.set(Field::Long, usize::from(document.layout.widest > 300));
    }

    fn of_prose(&mut self, document: &Document<'_>, upper: &Scan<'_>, lower: &Scan<'_>, at: usize) {
        let tail = u32::from(upper.marks.tail);
        self.set(Field::Tail, if upper.marks.head.is_none() { 0 } else { 1 + below(tail, &[2, 4, 9]) });
        self.set(Field::Head, lower.marks.head.map_or(0, |head| 1 + below(u32::from(head), &[4, 9])));
        self.set(Field::Commas, usize::from(upper.marks.commas.min(2)));
        self.set(Field::Recurs, recurs(document, upper, lower));
        self.set(Field::Pair, usize::from(document.usage().is_pair(upper, lower)));
        let around = document.around(at);
        let share = |count: u32| count as f32 / around.lines.max(1) as f32;
        self.set(Field::StopsAround, above(share(around.stops), &[0.0, 0.25, 0.5, 0.75]));
        self.set(Field::InsideAround, above(share(around.inside), &[0.0, 0.25, 0.5]));
        self.set(Field::ShortAround, above(share(around.short), &[0.0, 0.25, 0.5, 0.75]));
        self.set(
            Field::LongStops,
            document.long_stops.map_or(0, |share| 1 + above(share, &[0.6, 0.8, 0.9, 0.97])),
        );
    }

    fn of_layout(&mut self, document: &Document<'_>, upper: &Scan<'_>, lower: &Scan<'_>, at: usize) {
        let layout = &document.layout;
        let is_wrapped = layout.mode == Mode::Wrapped;
        self.set(Field::Fit, fit(document, at));
        self.set(Field::FitAbove, at.checked_sub(1).map_or(0, |above| fit(document, above)));
        let ragged = above(layout.near_margin, &[0.4, 0.6]);
        let reach = upper.width as f32 / layout.margin.max(1) as f32;
        let room = 2 - above(reach, &[0.7, 0.85]);
        self.set(Field::Margin, if is_wrapped || lower.blanks > 0 { 0 } else { 1 + 3 * ragged + room });
        self.set(
            Field::Paragraphs,
            match document.paragraphs {
                Paragraphs::Blank => 0,
                Paragraphs::Indent => 1,
                Paragraphs::Neither => 2,
            },
        );
        let block = document.block(at);
        self.set(Field::Block, below(u32::try_from(block.lines).unwrap_or(u32::MAX), &[2, 3, 6]));
        if block.lines >= 3 && lower.blanks == 0 {
            let fits = upper.width + 1 + lower.first_width <= block.widest;
            self.set(Field::BlockFit, 1 + 3 * usize::from(fits) + above(block.fitting, &[0.4, 0.7]));
            let (short, capitals) = (block.words < 6.0, block.capitals > 0.85);
            self.set(Field::BlockLook, 1 + usize::from(short) + 2 * usize::from(capitals));
        }
    }
}

/// How a document is set, or that a blank line is between: each has its own threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    Wrapped,
    Ragged,
    Plain,
    Blank,
}

/// The context of the break below scan `at`.
pub(super) fn context(document: &Document<'_>, at: usize) -> Context {
    match document.layout.mode {
        _ if document.scans[at + 1].blanks > 0 => Context::Blank,
        Mode::Wrapped => Context::Wrapped,
        Mode::Ragged => Context::Ragged,
        Mode::Plain => Context::Plain,
    }
}

/// How many of the rising limits the value reaches.
fn below(value: u32, limits: &[u32]) -> usize {
    limits.iter().take_while(|&&limit| value >= limit).count()
}

/// How many of the rising limits the value exceeds.
fn above(value: f32, limits: &[f32]) -> usize {
    limits.iter().take_while(|&&limit| value > limit).count()
}

fn words(scan: &Scan<'_>) -> usize {
    below(scan.words, &[2, 3, 4, 6, 9, 15, 25])
}

fn first(document: &Document<'_>, lower: &Scan<'_>) -> usize {
    let known = lower.first.known;
    match lower.start {
        Start::Low | Start::Caseless if known.is(Known::FUNCTION) => 1,
        Start::Capital | Start::Upper | Start::Quote if known.is(Known::STARTER) => 2,
        Start::Capital => match document.usage().of_first(lower) {
            Uses { plain: 1.., .. } => 4,
            Uses { names: 1.., .. } => 3,
            _ => 0,
        },
        _ => 0,
    }
}

fn echo(upper: &Scan<'_>, lower: &Scan<'_>) -> usize {
    let is_word = upper.first.hash != 0 && upper.first.hash == lower.first.hash;
    let is_line = || {
        let head = lower.text.get(..upper.text.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(upper.text))
    };
    usize::from(is_word) + usize::from(is_word && is_line())
}

fn recurs(document: &Document<'_>, upper: &Scan<'_>, lower: &Scan<'_>) -> usize {
    if !matches!(lower.start, Start::Capital | Start::Upper) {
        return 0;
    }
    let Uses { names, starts, .. } = document.usage().of_first(lower);
    let is_open =
        matches!(upper.end, End::Low | End::Capital | End::Upper | End::Digit | End::Comma | End::Closed);
    let others = starts.saturating_sub(u32::from(is_open));
    match below(others, &[1, 2, 4]) {
        0 => 0,
        level => 1 + 3 * (level - 1) + if names == 0 { 0 } else { 1 + usize::from(names > starts) },
    }
}

fn starter(document: &Document<'_>, at: usize) -> usize {
    let lower = &document.scans[at + 1];
    let count = match lower.start {
        Start::Capital | Start::Upper | Start::Caseless | Start::Wide => {
            document.starts_elsewhere(at).min(2) as usize
        }
        _ => 0,
    };
    let is_common = count > 0 && lower.first.known.is(Known::STARTER);
    if is_common { count + 2 } else { count }
}

fn fit(document: &Document<'_>, at: usize) -> usize {
    let (upper, lower) = (&document.scans[at], &document.scans[at + 1]);
    let wrap = document.layout.wrap;
    if document.layout.mode != Mode::Wrapped || lower.blanks > 0 {
        return 0;
    }
    let reach = upper.width.saturating_add(lower.first_width);
    let is_near = upper.end == End::Hyphen && upper.width + 14 >= wrap;
    match () {
        () if upper.width > wrap => 1,
        () if reach >= wrap || is_near => 2,
        () if reach + 8 >= wrap => 3,
        () => 4,
    }
}
