//! Which value each field of a break has: what is known of the lines around it and of the document, in few steps.

use super::document::{Document, Paragraphs, Sure};
use super::fields::{COUNT, Field};
use super::layout::Mode;
use super::scan::{End, Scan, Start};
use super::usage::Uses;
use super::words::Known;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lines;

    /// The values of some fields of the break below scan `at`.
    fn told(text: &str, at: usize, fields: &[Field]) -> Vec<&'static str> {
        let lines = Lines::new(text);
        let values = Values::of(&Document::new(&lines), at);
        fields.iter().map(|&field| field.values()[usize::from(values.get(field))]).collect()
    }

    #[track_caller]
    fn tells(field: Field, table: &[(&str, usize, &str)]) {
        for &(text, at, value) in table {
            assert_eq!(told(text, at, &[field]), [value], "{} below {at} of {text:?}", field.name());
        }
    }

    fn words(count: usize) -> String {
        vec!["boat"; count].join(" ")
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "one table")]
    fn numbers_are_told_by_the_range_they_are_in() {
        let ranges = [
            (1, "1"),
            (2, "2"),
            (3, "3"),
            (4, "4-5"),
            (5, "4-5"),
            (6, "6-8"),
            (8, "6-8"),
            (9, "9-14"),
            (14, "9-14"),
            (15, "15-24"),
            (24, "15-24"),
            (25, "25-"),
            (90, "25-"),
        ];
        for (count, range) in ranges {
            let text = format!("{}\nthe sea\n{}", words(count), words(count));
            assert_eq!(told(&text, 0, &[Field::UpperWords, Field::LowerWords]), [range, "2"]);
            assert_eq!(told(&text, 1, &[Field::UpperWords, Field::LowerWords]), ["2", range]);
        }
        let ranges = [
            (1, "-19"),
            (19, "-19"),
            (20, "20-39"),
            (39, "20-39"),
            (40, "40-59"),
            (59, "40-59"),
            (60, "60-79"),
            (79, "60-79"),
            (80, "80-119"),
            (119, "80-119"),
            (120, "120-"),
            (500, "120-"),
        ];
        for (columns, range) in ranges {
            let text = format!("{}\nsea", "x".repeat(columns));
            assert_eq!(told(&text, 0, &[Field::Width]), [range], "{columns}");
        }
        for (commas, range) in [(0, "0"), (1, "1"), (2, "2-"), (9, "2-")] {
            assert_eq!(told(&format!("ropes{} tar\nsea", ",".repeat(commas)), 0, &[Field::Commas]), [range]);
        }
        for (lines, range) in [(2, "2"), (3, "3-5"), (5, "3-5"), (6, "6-"), (40, "6-")] {
            assert_eq!(told(&"A boat\n".repeat(lines), 0, &[Field::Block]), [range]);
        }
        assert_eq!(told("A boat\n\nA boat\n", 0, &[Field::Block]), ["1"]);
    }

    #[test]
    fn ends_of_sentences_inside_the_lines_are_told_by_how_far_they_are() {
        for (count, tail) in
            [(2, "1"), (3, "2-3"), (4, "2-3"), (5, "4-8"), (9, "4-8"), (10, "9-"), (30, "9-")]
        {
            let text = format!("It rained. Then {}\nsea", words(count - 1));
            assert_eq!(told(&text, 0, &[Field::Tail, Field::Head]), [tail, "none"], "{count}");
        }
        for (count, head) in [(1, "1-3"), (3, "1-3"), (4, "4-8"), (8, "4-8"), (9, "9-"), (30, "9-")] {
            let text = format!("sea\n{}. Then", words(count));
            assert_eq!(told(&text, 0, &[Field::Tail, Field::Head]), ["none", head], "{count}");
        }
    }

    #[test]
    fn the_ends_and_starts_of_both_lines_are_told() {
        let fields =
            [Field::UpperStart, Field::End, Field::Start, Field::LowerEnd, Field::Last, Field::First];
        for (text, wanted) in [
            ("the boat of\nTern went,", ["low", "low", "capital", "comma", "strong", "other"]),
            ("- A boat that\nthe sea:", ["bullet", "low", "low", "colon", "function", "function"]),
            ("\"No\" – he is\nHowever it rained", ["quote", "low", "capital", "low", "strong", "starter"]),
            ("(see 3\n3 BOATS", ["bracket", "digit", "digit", "upper", "other", "other"]),
            ("渡船\n渡船。", ["wide", "wide", "wide", "stop", "other", "other"]),
            ("NASA is\n“However", ["upper", "low", "quote", "capital", "strong", "starter"]),
        ] {
            assert_eq!(told(text, 0, &fields), wanted, "{text:?}");
        }
    }

    #[test]
    fn a_capitalised_first_word_is_a_name_or_plain_as_the_document_writes_it_elsewhere() {
        tells(
            Field::First,
            &[
                ("we went\nTern is an island", 0, "other"),
                ("we went\nTern is an island\nwe saw Tern again", 0, "name"),
                ("we went\nBoats are there\nwe saw boats again", 0, "plain"),
                ("we went\nBoats are there\nwe saw boats and Boats again", 0, "plain"),
                ("we went\nTern is an island\nwe went. Tern again", 0, "other"),
            ],
        );
    }

    #[test]
    fn what_is_open_titled_code_or_a_table_is_told_of_each_line() {
        tells(
            Field::Open,
            &[
                ("a boat\nb", 0, "nothing"),
                ("a (b\nc", 0, "bracket"),
                ("a “b\nc", 0, "quote"),
                ("“a (b\nc", 0, "both"),
            ],
        );
        tells(
            Field::Titles,
            &[
                ("a boat\nthe sea", 0, "neither"),
                ("The Boat\nthe sea", 0, "upper"),
                ("a boat\nThe Sea", 0, "lower"),
                ("The Boat\nThe Sea", 0, "both"),
            ],
        );
        let looks = [Field::UpperLook, Field::LowerLook];
        for (text, wanted) in [
            ("a boat\nthe sea", ["text", "text"]),
            ("- a boat\nthe sea", ["item", "text"]),
            ("a();\nthe sea", ["code", "text"]),
            ("a boat\nb();", ["text", "code"]),
            ("a | b | c\na\tb", ["table", "table"]),
            ("a\tb();\na\tb();", ["table", "table"]),
        ] {
            assert_eq!(told(text, 0, &looks), wanted, "{text:?}");
        }
    }

    #[test]
    fn an_echo_is_the_first_word_or_the_whole_line_again() {
        tells(
            Field::Echo,
            &[
                ("The boat\nA boat", 0, "no"),
                ("The boat\nthe sea", 0, "word"),
                ("The boat\nThe Boat left", 0, "line"),
                ("The boat left\nThe boat", 0, "word"),
                ("12\n12", 0, "no"),
            ],
        );
    }

    #[test]
    fn an_indent_is_told_against_the_line_above() {
        tells(
            Field::Indent,
            &[
                ("a\nb", 0, "none"),
                ("a\n b", 0, "none"),
                ("a\n  b", 0, "more"),
                ("  a\nb", 0, "less"),
                (" a\nb", 0, "none"),
                ("  a\n  b", 0, "same"),
                ("  a\n   b", 0, "same"),
                ("   a\n     b", 0, "more"),
            ],
        );
    }

    #[test]
    fn the_breaks_above_and_below_are_told() {
        tells(
            Field::Above,
            &[
                ("a boat\nthe sea", 0, "none"),
                ("a boat\n\nthe sea\nb", 1, "blank"),
                ("a boat of\nthe sea\nb", 1, "sure"),
                ("a boat of\n€ sea\nb", 1, "strong"),
                ("A boat.\nthe sea\nb", 1, "stop"),
                ("(A boat.)\nthe sea\nb", 1, "stop"),
                ("a boat,\nThe sea\nb", 1, "comma"),
                ("a boat\nthe sea\nb", 1, "low"),
                ("a Boat\nthe sea\nb", 1, "other"),
            ],
        );
        tells(
            Field::Below,
            &[
                ("a boat\nthe sea", 0, "none"),
                ("a boat\nthe sea\n\nb", 0, "blank"),
                ("a boat\nthe sea.\n- b", 0, "bullet"),
                ("a boat\nthe sea.\nb", 0, "stop"),
                ("a boat\nthe (sea.)\nb", 0, "stop"),
                ("a boat\nthe sea\nb", 0, "low"),
                ("a boat\nthe sea\n, b", 0, "continuing"),
                ("a boat\nthe sea of\nB", 0, "strong"),
                ("a boat\nthe sea\nB", 0, "other"),
            ],
        );
        let (long, short) = (words(5), words(4));
        for (text, at, wanted) in [
            (format!("{short}\n{short}\n{short}"), 0, "yes"),
            (format!("{short}\n{short}\n{short}"), 1, "yes"),
            (format!("{short}\n{short}\n{long}"), 0, "no"),
            (format!("{long}\n{short}\n{short}"), 0, "no"),
            (format!("{long}\n{short}\n{short}"), 1, "no"),
            (format!("{short}\n{short}"), 0, "no"),
            (format!("{short}\n{long}\n{short}"), 0, "no"),
        ] {
            assert_eq!(told(&text, at, &[Field::Short]), [wanted], "{at} {text:?}");
        }
    }

    #[test]
    fn sure_splits_elsewhere_are_counted_and_this_one_is_not() {
        let split = "we went down to the\nboat in the morning.\n";
        for (others, number, rate) in [
            (0, "0", "0"),
            (1, "1", "more"),
            (2, "2-3", "more"),
            (3, "2-3", "more"),
            (4, "4-9", "more"),
            (10, "10-", "more"),
        ] {
            let text = split.repeat(others + 1);
            let fields = [Field::Splits, Field::SplitRate, Field::OtherSplits, Field::Sure];
            assert_eq!(told(&text, 0, &fields), [number, rate, "0", "word"], "{others}");
        }
        // The same splits, seen from a break with a blank line.
        for (others, number) in [(0, "0"), (1, "1"), (2, "2-3"), (4, "4-9"), (10, "10-")] {
            let text = format!("A boat.\n\nA sea.\n{}", split.repeat(others));
            assert_eq!(
                told(&text, 0, &[Field::Splits, Field::OtherSplits, Field::Sure]),
                ["0", number, "no"]
            );
        }
        // One in so many breaks.
        for (lines, rate) in [(2, "more"), (4, "-25%"), (9, "-25%"), (10, "-10%"), (33, "-10%"), (34, "-3%")]
        {
            let text = format!("{split}{}", "It rained.\n".repeat(lines - 1));
            assert_eq!(told(&text, lines - 1, &[Field::SplitRate]), [rate], "{lines}");
        }
    }

    #[test]
    fn a_word_that_follows_sure_splits_elsewhere_is_counted() {
        let split = "we went down to the\nTern in the morning.\n";
        let common = "we went down to the\nHowever in the morning.\n";
        for (others, alone, known) in
            [(0, "0", "0"), (1, "1", "common-1"), (2, "2-", "common-2-"), (5, "2-", "common-2-")]
        {
            assert_eq!(told(&split.repeat(others + 1), 0, &[Field::Starter]), [alone]);
            assert_eq!(told(&common.repeat(others + 1), 0, &[Field::Starter]), [known]);
        }
        // Seen from a break that is no sure split, all of them count; and none do before a word in lower case.
        assert_eq!(told(&format!("It rained.\nTern was wet.\n{split}"), 0, &[Field::Starter]), ["1"]);
        assert_eq!(told(&split.replace("Tern", "tern").repeat(3), 0, &[Field::Starter]), ["0"]);
    }

    #[test]
    fn words_that_recur_at_starts_and_pairs_of_words_are_told() {
        let line = "we saw the boats\nTern was wet.\n";
        for (others, value) in
            [(0, "0"), (1, "1-never"), (2, "2-never"), (3, "2-never"), (4, "4-never"), (9, "4-never")]
        {
            assert_eq!(told(&line.repeat(others + 1), 0, &[Field::Recurs]), [value], "{others}");
        }
        let inside = "They saw Tern again.\n";
        for (times, value) in [(1, "1-less"), (2, "1-less"), (3, "1-more")] {
            let text = format!("{}{}", line.repeat(2), inside.repeat(times));
            assert_eq!(told(&text, 0, &[Field::Recurs]), [value], "{times}");
        }
        tells(
            Field::Recurs,
            &[
                ("It rained.\nTern was wet.\nwe saw\nTern again.", 0, "1-never"),
                ("we saw\ntern was\nwe saw\ntern", 0, "0"),
            ],
        );
        tells(
            Field::Pair,
            &[
                ("we saw the old\nboat again", 0, "unseen"),
                ("we saw the old\nboat again\nan old boat sank", 0, "seen"),
                ("we saw the old\nboat again\nan old, boat sank", 0, "unseen"),
                ("we saw the old\nboat again\nan Old Boat.", 0, "seen"),
                ("we saw the old\nboat again\nboat old", 0, "unseen"),
            ],
        );
    }

    #[test]
    fn the_lines_around_are_told_without_the_two_at_the_break() {
        let fields = [Field::StopsAround, Field::InsideAround, Field::ShortAround];
        let long = "The boats left the harbour at noon today";
        let page = |lines: [&str; 4]| {
            format!("{}\n{}\n{long}\n{long}\n{}\n{}\n", lines[0], lines[1], lines[2], lines[3])
        };
        let (stop, inside) =
            ("The boats left the harbour at noon again.", "the boats left the harbour at noon today");
        for (lines, wanted) in [
            ([long; 4], ["none", "none", "none"]),
            ([stop, long, long, long], ["-25%", "none", "none"]),
            ([stop, stop, long, long], ["-50%", "none", "none"]),
            ([stop, stop, long, stop], ["-75%", "none", "none"]),
            ([stop; 4], ["more", "none", "none"]),
            ([inside, long, long, long], ["none", "-25%", "none"]),
            ([long, long, inside, inside], ["none", "-50%", "none"]),
            ([inside, inside, inside, long], ["none", "more", "none"]),
            (["Six words are still short enough", long, long, long], ["none", "none", "-25%"]),
            (["Short", "Short", long, long], ["none", "none", "-50%"]),
            (["Short", "Short", "Short", long], ["none", "none", "-75%"]),
            (["Short.", "short.", "Short.", "Short."], ["more", "-25%", "more"]),
        ] {
            assert_eq!(told(&page(lines), 2, &fields), wanted, "{lines:?}");
        }
        // Four lines on each side count, a fifth does not.
        for (far, wanted) in [(4, "-25%"), (5, "none")] {
            let above = format!("{stop}\n{}{long}\n{long}\n", format!("{long}\n").repeat(far - 1));
            assert_eq!(told(&above, far, &[Field::StopsAround]), [wanted], "{far} above");
            let below = format!("{long}\n{long}\n{}{stop}\n", format!("{long}\n").repeat(far - 1));
            assert_eq!(told(&below, 0, &[Field::StopsAround]), [wanted], "{far} below");
        }
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "one table")]
    fn shares_of_all_lines_are_told_by_range() {
        for (stops, share) in
            [(0, "-20%"), (2, "-20%"), (3, "-40%"), (5, "-60%"), (7, "-80%"), (9, "more"), (10, "more")]
        {
            let text = format!("{}{}", "It rained.\n".repeat(stops), "It Rained\n".repeat(10 - stops));
            assert_eq!(told(&text, 0, &[Field::Stops]), [share], "{stops}");
        }
        for (code, share) in
            [(0, "-2%"), (2, "-2%"), (3, "-10%"), (10, "-10%"), (11, "-20%"), (30, "-40%"), (50, "more")]
        {
            let text = format!("{}{}", "It rained.\n".repeat(100 - code), "a();\n".repeat(code));
            assert_eq!(told(&text, 0, &[Field::CodeShare, Field::Code]), [share, "0"], "{code}");
        }
        for (code, share) in [(0, "0"), (1, "-10%"), (2, "-20%"), (3, "-30%"), (4, "more")] {
            let text = format!(
                "{}{}{}",
                "It rained.\n".repeat(40),
                "a();\n".repeat(code),
                "It rained.\n".repeat(40)
            );
            assert_eq!(told(&text, 40, &[Field::Code]), [share], "{code}");
        }
        let long = words(15);
        for (lines, stops, share) in [
            (2, 2, "few"),
            (3, 0, "-60%"),
            (5, 3, "-60%"),
            (3, 2, "-80%"),
            (6, 5, "-90%"),
            (20, 19, "-97%"),
            (3, 3, "more"),
        ] {
            let text = format!(
                "{}{}",
                format!("{long}.\n").repeat(stops),
                format!("{long}\n").repeat(lines - stops)
            );
            assert_eq!(told(&text, 0, &[Field::LongStops]), [share], "{stops} of {lines}");
        }
        assert_eq!(told(&format!("{}\n", words(14)).repeat(4), 0, &[Field::LongStops]), ["few"]);
        let wide = |columns| format!("{}\nsea\n", "x".repeat(columns));
        assert_eq!(told(&wide(300), 0, &[Field::Long]), ["no"]);
        assert_eq!(told(&wide(301), 0, &[Field::Long]), ["yes"]);
    }

    /// Eight lines of the same width, to which a document is wrapped.
    fn wrapped() -> String {
        "the boats of the island left the harbour again at noon then\n".repeat(8)
    }

    #[test]
    fn a_break_fits_a_wrapped_document_where_the_next_word_had_no_room() {
        let fields = [Field::Context, Field::Fit];
        for (columns, fit) in [
            (60, "full"),
            (59, "full"),
            (55, "full"),
            (54, "nearly"),
            (47, "nearly"),
            (46, "room"),
            (30, "room"),
            (64, "over"),
        ] {
            let text = format!("{}{} boat\nboat\n", wrapped(), "x".repeat(columns - 5));
            assert_eq!(told(&text, 8, &fields), ["wrapped", fit], "{columns}");
        }
        // Hyphens stand near the margin or not for it.
        for (columns, fit) in [(45, "full"), (44, "room")] {
            let text = format!("{}{}-\nboat\n", wrapped(), "x".repeat(columns - 1));
            assert_eq!(told(&text, 8, &fields), ["wrapped", fit], "{columns}");
        }
        let text = format!("{}\nthe boats\n", wrapped());
        assert_eq!(told(&text, 7, &fields), ["blank", "unwrapped"]);
        assert_eq!(told(&wrapped(), 1, &[Field::FitAbove, Field::Margin]), ["full", "wrapped"]);
        assert_eq!(told(&wrapped(), 0, &[Field::FitAbove]), ["unwrapped"]);
        assert_eq!(told("a boat\nthe sea\n", 0, &fields), ["plain", "unwrapped"]);
    }

    #[test]
    fn paragraphs_are_set_apart_by_what_stands_between_most_of_them() {
        let line = "The boats left the harbour.\n";
        for (text, wanted) in [
            (line.repeat(20), "neither"),
            (format!("{}\n{line}", line.repeat(13)), "neither"),
            (format!("{}\n{line}", line.repeat(11)), "blank"),
            (format!("{}  {line}", line.repeat(10)), "indent"),
            (format!("{} {line}", line.repeat(10)), "neither"),
            (format!("{}  {line}", line.repeat(30)), "neither"),
        ] {
            assert_eq!(told(&text, 0, &[Field::Paragraphs]), [wanted], "{text}");
        }
    }

    #[test]
    fn a_block_is_told_by_its_words_and_capitals_and_the_room_in_it() {
        let fields = [Field::BlockLook, Field::BlockFit];
        let capital = "Six words of the old ferry\n";
        for (text, at, wanted) in [
            ("Boat\nSea\n".to_owned(), 0, ["few", "few"]),
            ("Boat\nSea\nTern\n".to_owned(), 1, ["short-capitals", "no-low"]),
            ("boat\nsea\ntern\n".to_owned(), 0, ["short", "no-low"]),
            (capital.repeat(3), 0, ["capitals", "no-low"]),
            (capital.to_lowercase().repeat(3), 0, ["text", "no-low"]),
            (format!("{capital}{capital}Boat\n"), 0, ["short-capitals", "no-low"]),
            (format!("{capital}Boat\nSea\n"), 1, ["short-capitals", "yes-some"]),
            (format!("Boat\nSea\nTern\n{capital}"), 1, ["short-capitals", "yes-high"]),
            (format!("{capital}\n{capital}"), 0, ["few", "few"]),
        ] {
            assert_eq!(told(&text, at, &fields), wanted, "{text:?}");
        }
    }

    #[test]
    fn the_margin_of_a_document_that_is_not_wrapped_is_told_with_how_near_the_line_is() {
        for (columns, reach) in [
            (20, "none-short"),
            (70, "none-short"),
            (71, "none-most"),
            (85, "none-most"),
            (86, "none-full"),
            (100, "none-full"),
        ] {
            let text =
                format!("{}\nA boat\n{}", "x".repeat(columns), format!("{}\n\n", "y".repeat(100)).repeat(2));
            assert_eq!(told(&text, 0, &[Field::Margin]), [reach], "{columns}");
        }
        assert_eq!(told("a boat\n\nthe sea\n", 0, &[Field::Margin]), ["wrapped"]);
    }
}
