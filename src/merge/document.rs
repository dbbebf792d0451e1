//! What the merger knows of a document as a whole: its lines, their blocks, and the signs that it is broken at all.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::chars::is_terminal;
use super::format;
use super::layout::{Layout, share};
use super::scan::{self, End, Scan, Start};
use super::usage::Usage;
use super::words::Known;
use crate::text::hash::Hashed;
use crate::text::{Lines, trim};

/// A document, scanned.
pub(super) struct Document<'t> {
    /// Its lines that are not blank.
    pub(super) scans: Vec<Scan<'t>>,
    pub(super) layout: Layout,
    /// Runs of lines without a blank line between them.
    blocks: Vec<Block>,
    /// The block of each scan.
    block_of: Vec<u32>,
    /// Running count of lines that look like code, one more than there are scans.
    code: Vec<u32>,
    /// The sure splits below each scan.
    sure: Vec<Sure>,
    /// First words below a line that cannot end there, and how often.
    starters: HashMap<u32, u32, Hashed>,
    /// Sure splits without and with a blank line.
    splits: [u32; 2],
    /// Breaks without and with a blank line.
    breaks: [u32; 2],
    /// How paragraphs are set apart.
    pub(super) paragraphs: Paragraphs,
    /// Share of lines that end like a sentence.
    pub(super) stops: f32,
    /// Share of lines of at least fifteen words that end like a sentence; `None` with fewer than three such lines.
    pub(super) long_stops: Option<f32>,
    is_source: bool,
    /// Whether its format gives line breaks a meaning.
    pub(super) keeps_its_breaks: bool,
    usage: OnceCell<Usage>,
    /// Running sums, one more than there are scans.
    running: Vec<Around>,
}

/// A break that cannot be real, by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sure {
    No,
    /// The line ends in a word no sentence ends in.
    Word,
    /// The next line starts with a mark no line starts with, or in lower case after a comma.
    Mark,
}

/// How paragraphs are set apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Paragraphs {
    Blank,
    Indent,
    Neither,
}

/// A run of lines without a blank line between them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block {
    pub(super) lines: usize,
    pub(super) widest: u32,
    /// Share of its breaks where the next word would have fitted.
    pub(super) fitting: f32,
    /// Share of its lines that start with a capital.
    pub(super) capitals: f32,
    /// Mean number of words of a line.
    pub(super) words: f32,
}

impl<'t> Document<'t> {
    /// Scans all lines and weighs the document.
    pub(super) fn new(lines: &Lines<'t>) -> Self {
        let mut scans = scan_lines(lines);
        stand_alone(&mut scans);
        let layout = Layout::of(&scans);
        let (blocks, block_of) = blocks(&scans);
        let sure = sure_splits(&scans);
        let mut splits = [0; 2];
        let mut starters: HashMap<u32, u32, Hashed> = HashMap::default();
        for (at, &kind) in sure.iter().enumerate().filter(|(_, kind)| **kind != Sure::No) {
            let below = &scans[at + 1];
            splits[usize::from(below.blanks > 0)] += 1;
            if kind == Sure::Word {
                *starters.entry(below.first.hash).or_default() += 1;
            }
        }
        let tight = scans.iter().skip(1).filter(|scan| scan.blanks == 0).count();
        let breaks =
            [tight, scans.len().saturating_sub(1) - tight].map(|n| u32::try_from(n).unwrap_or(u32::MAX));
        let code = code_lines(&scans);
        let stops = scans.iter().filter(|scan| matches!(scan.end, End::Stop | End::StopClosed)).count();
        Document {
            layout,
            blocks,
            block_of,
            is_source: is_source(&scans, &code),
            keeps_its_breaks: format::keeps_its_breaks(&scans),
            code,
            sure,
            starters,
            splits,
            breaks,
            paragraphs: paragraphs(&scans, breaks),
            stops: share(stops, scans.len()),
            long_stops: long_stops(&scans),
            usage: OnceCell::new(),
            running: running(&scans),
            scans,
        }
    }

    /// The block the scan is in.
    pub(super) fn block(&self, at: usize) -> &Block {
        &self.blocks[self.block_of[at] as usize]
    }

    /// Whether the break below the scan is a sure split.
    pub(super) fn sure(&self, at: usize) -> Sure {
        self.sure[at]
    }

    /// Sure splits elsewhere, of the same sort as the break below `at`: with or without a blank line.
    pub(super) fn splits_elsewhere(&self, at: usize) -> u32 {
        let sort = usize::from(self.scans[at + 1].blanks > 0);
        self.splits[sort] - u32::from(self.sure[at] != Sure::No)
    }

    /// Sure splits of the other sort.
    pub(super) fn splits_of_other_sort(&self, at: usize) -> u32 {
        self.splits[usize::from(self.scans[at + 1].blanks == 0)]
    }

    /// Breaks of the same sort as the one below `at`.
    pub(super) fn breaks_of_sort(&self, at: usize) -> u32 {
        self.breaks[usize::from(self.scans[at + 1].blanks > 0)]
    }

    /// How many other lines that cannot end where they end are followed by this line's first word.
    pub(super) fn starts_elsewhere(&self, at: usize) -> u32 {
        let known = self.starters.get(&self.scans[at + 1].first.hash).copied().unwrap_or(0);
        known - u32::from(self.sure[at] == Sure::Word)
    }

    /// Share of lines that look like code, from five above the break below `at` to six below it.
    pub(super) fn code_around(&self, at: usize) -> f32 {
        let (from, to) = (at.saturating_sub(5), (at + 7).min(self.scans.len()));
        (self.code[to] - self.code[from]) as f32 / (to - from) as f32
    }

    /// Share of lines that look like code.
    pub(super) fn code_share(&self) -> f32 {
        share(self.code[self.scans.len()] as usize, self.scans.len())
    }

    /// Whether the document is the source of a program: much code, and lines indented to different depths.
    pub(super) fn is_source(&self) -> bool {
        self.is_source
    }

    /// How the document uses the words of its lines' ends and starts.
    pub(super) fn usage(&self) -> &Usage {
        self.usage.get_or_init(|| Usage::of(&self.scans))
    }

    /// The lines around the break below `at`, up to four above its upper and four below its lower line.
    pub(super) fn around(&self, at: usize) -> Around {
        let (from, to) = (at.saturating_sub(4), (at + 6).min(self.scans.len()));
        let inner = self.running[at + 2].minus(self.running[at]);
        self.running[to].minus(self.running[from]).minus(inner)
    }
}

fn scan_lines<'t>(lines: &Lines<'t>) -> Vec<Scan<'t>> {
    let has_quotes = lines.iter().filter(|line| line.starts_with('>')).count() > 2;
    let mut scans = Vec::with_capacity(lines.len());
    let mut blanks = 0u8;
    for (index, line) in lines.iter().enumerate() {
        let quoted = if has_quotes { scan::quote_prefix(line) } else { 0 };
        if trim(&line[quoted..]).is_empty() {
            // A quoted blank line is no blank line of the text: no join may cross it.
            let step = if quoted > 0 { Scan::MANY_BLANKS } else { 1 };
            blanks = blanks.saturating_add(step).min(Scan::MANY_BLANKS);
        } else {
            scans.push(Scan::new(line, index, blanks, quoted));
            blanks = 0;
        }
    }
    scans
}

/// Counts over some lines.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Around {
    pub(super) lines: u32,
    /// Lines that end like a sentence.
    pub(super) stops: u32,
    /// Lines that start in lower case or with a mark no line starts with.
    pub(super) inside: u32,
    /// Lines of at most six words.
    pub(super) short: u32,
}

impl Around {
    fn minus(self, other: Around) -> Around {
        Around {
            lines: self.lines - other.lines,
            stops: self.stops - other.stops,
            inside: self.inside - other.inside,
            short: self.short - other.short,
        }
    }
}

fn running(scans: &[Scan<'_>]) -> Vec<Around> {
    let mut sum = Around::default();
    let mut running = vec![sum];
    for scan in scans {
        sum.lines += 1;
        sum.stops += u32::from(matches!(scan.end, End::Stop | End::StopClosed));
        sum.inside += u32::from(scan.starts_inside());
        sum.short += u32::from(scan.words <= 6);
        running.push(sum);
    }
    running
}

fn long_stops(scans: &[Scan<'_>]) -> Option<f32> {
    let long = || scans.iter().filter(|scan| scan.words >= 15);
    let stops = long().filter(|scan| matches!(scan.end, End::Stop | End::StopClosed)).count();
    let lines = long().count();
    (lines >= 3).then(|| share(stops, lines))
}

/// Lines in a row that start with the same mark are items of a list, whatever the mark: none continues the one above.
fn stand_alone(scans: &mut [Scan<'_>]) {
    let mark = |scan: &Scan<'_>| scan.text.chars().next().filter(|_| scan.start == Start::Continuing);
    let mut is_run = false;
    for at in 1..scans.len() {
        let (above, here) = (mark(&scans[at - 1]), mark(&scans[at]));
        let goes_on = here.is_some() && above == here;
        if is_run || goes_on {
            scans[at - 1].start = Start::Other;
        }
        is_run = goes_on;
    }
    if let (true, Some(last)) = (is_run, scans.last_mut()) {
        last.start = Start::Other;
    }
}

fn blocks(scans: &[Scan<'_>]) -> (Vec<Block>, Vec<u32>) {
    let mut blocks: Vec<Block> = Vec::new();
    let mut block_of = Vec::with_capacity(scans.len());
    for run in scans.chunk_by(|_, lower| lower.blanks == 0) {
        let widest = run.iter().map(|scan| scan.width).max().unwrap_or(0);
        let fitting = run.windows(2).filter(|pair| pair[0].width + 1 + pair[1].first_width <= widest).count();
        let capitals = run.iter().filter(|scan| matches!(scan.start, Start::Capital | Start::Upper)).count();
        let words: u64 = run.iter().map(|scan| u64::from(scan.words)).sum();
        block_of.extend(std::iter::repeat_n(u32::try_from(blocks.len()).unwrap_or(u32::MAX), run.len()));
        blocks.push(Block {
            lines: run.len(),
            widest,
            fitting: share(fitting, run.len() - 1),
            capitals: share(capitals, run.len()),
            words: words as f32 / run.len() as f32,
        });
    }
    (blocks, block_of)
}

fn code_lines(scans: &[Scan<'_>]) -> Vec<u32> {
    let mut count = 0;
    let mut running = vec![0];
    for scan in scans {
        let is_comment = scan.text.starts_with(['#', '*']) || scan.text == "\"\"\"" || scan.text == ");";
        count += u32::from(scan.marks.is_code() || is_comment);
        running.push(count);
    }
    running
}

fn is_source(scans: &[Scan<'_>], code: &[u32]) -> bool {
    let margin = scans.iter().map(|scan| scan.indent).min().unwrap_or(0);
    let deep = scans.iter().filter(|scan| scan.indent >= margin + 2).count();
    share(code[scans.len()] as usize, scans.len()) >= 0.2 && deep * 5 >= scans.len()
}

fn sure_splits(scans: &[Scan<'_>]) -> Vec<Sure> {
    let mut sure = vec![Sure::No; scans.len()];
    for (at, pair) in scans.windows(2).enumerate() {
        let [upper, lower] = pair else { continue };
        if lower.start == Start::Bullet || upper.marks.is_code() || lower.marks.is_code() {
            continue;
        }
        let is_mark = lower.start == Start::Continuing
            && lower.text.chars().nth(1).is_some()
            && !upper.text.ends_with(is_terminal);
        let is_comma = upper.end == End::Comma && lower.start == Start::Low && upper.words > 5;
        if upper.ends_strong() && !matches!(lower.start, Start::Other | Start::Symbol) {
            sure[at] = Sure::Word;
        } else if is_mark || is_comma {
            sure[at] = Sure::Mark;
        }
    }
    sure
}

fn paragraphs(scans: &[Scan<'_>], breaks: [u32; 2]) -> Paragraphs {
    let all = (breaks[0] + breaks[1]) as usize;
    let indented = scans.windows(2).filter(|pair| pair[1].indent >= pair[0].indent + 2).count();
    if breaks[1] as usize * 100 > all * 8 {
        Paragraphs::Blank
    } else if indented * 100 > scans.len() * 4 {
        Paragraphs::Indent
    } else {
        Paragraphs::Neither
    }
}

impl Scan<'_> {
    /// Whether the last word is a function word and the line does not end in anything else.
    pub(super) fn ends_in_function_word(&self) -> bool {
        let is_bare = matches!(self.end, End::Low | End::Caseless | End::Open)
            || (self.words == 1 && matches!(self.end, End::Capital | End::Upper));
        is_bare && self.last.known.is(Known::FUNCTION)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn sure(text: &str) -> Sure {
        Document::new(&Lines::new(text)).sure(0)
    }

    #[test]
    fn a_split_is_sure_where_no_sentence_ends_or_no_line_begins_like_that() {
        for (text, wanted) in [
            ("a boat of\nthe sea", Sure::Word),
            ("a boat of\n- the sea", Sure::No),
            ("a boat of\n€ the sea", Sure::No),
            ("a boat of\n&c the sea", Sure::No),
            ("a boat\n, which", Sure::Mark),
            ("a boat\n,", Sure::No),
            ("a boat.\n, which", Sure::No),
            ("ropes, tar, oars and two boats,\nwhich", Sure::Mark),
            ("ropes, tar, and two boats,\nwhich", Sure::No),
            ("ropes, tar, oars and two boats,\nWhich", Sure::No),
            ("ropes, tar, oars and two boats\nwhich", Sure::No),
            ("a();\n, which", Sure::No),
            ("a boat of\nb();", Sure::No),
            ("a boat\nthe sea", Sure::No),
        ] {
            assert_eq!(sure(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn lines_in_a_row_that_start_with_one_mark_are_a_list() {
        let starts = |text: &str| {
            Document::new(&Lines::new(text)).scans.iter().map(|scan| scan.start).collect::<Vec<_>>()
        };
        assert_eq!(starts("a\n% b\nc"), [Start::Low, Start::Continuing, Start::Low]);
        assert_eq!(starts("a\n% b\n% c\nd"), [Start::Low, Start::Other, Start::Other, Start::Low]);
        assert_eq!(starts("a\n% b\n% c"), [Start::Low, Start::Other, Start::Other]);
        assert_eq!(starts("a\n, b\n% c"), [Start::Low, Start::Continuing, Start::Continuing]);
        assert_eq!(
            starts("% a\n% b\n, c\n, d\n; e"),
            [Start::Other, Start::Other, Start::Other, Start::Other, Start::Continuing]
        );
    }

    #[test]
    fn only_program_text_indented_to_different_depths_is_source() {
        let source = |text: &str| Document::new(&Lines::new(text)).is_source();
        assert!(source("a();\nb\nc\nd\n  e\n"));
        assert!(!source("a();\nb\nc\nd\n e\n"), "one column is no depth");
        assert!(!source("a();\nb\nc\nd\nd\n  e\n"), "one line in six is code");
        assert!(source("a();\nb();\nc\nd\n  e\n"));
        assert!(!source("a();\nb();\nc\nd\nd\n  e\n"), "one line in six is deeper");
        assert!(
            source("# a\nb\nc\nd\n  e\n") && source("\"\"\"\nb\nc\nd\n  e\n") && source(");\nb\nc\nd\n  e\n")
        );
        assert!(!source("  a();\n  b\n  c\n  d\n  e\n"), "all at one depth");
    }

    #[test]
    fn quote_marks_are_taken_off_where_several_lines_have_them() {
        let scanned = |text: &str| {
            let lines = Lines::new(text);
            Document::new(&lines)
                .scans
                .iter()
                .map(|scan| (scan.text.to_owned(), scan.blanks, scan.index))
                .collect::<Vec<_>>()
        };
        let scan = |text: &str, blanks, index| (text.to_owned(), blanks, index);
        assert_eq!(scanned("> a\n> b"), [scan("> a", 0, 0), scan("> b", 0, 1)]);
        assert_eq!(scanned("> a\n> b\n> c"), [scan("a", 0, 0), scan("b", 0, 1), scan("c", 0, 2)]);
        assert_eq!(
            scanned("a\n\nb\n\n\n\nc\n \nd"),
            [scan("a", 0, 0), scan("b", 1, 2), scan("c", 2, 6), scan("d", 1, 8)]
        );
        assert_eq!(
            scanned("> a\n>\n> b"),
            [scan("a", 0, 0), scan("b", 2, 2)],
            "no join may cross a quoted blank line"
        );
    }

    #[test]
    fn a_function_word_ends_a_line_only_bare() {
        let ends = |text: &str| Document::new(&Lines::new(text)).scans[0].ends_in_function_word();
        assert!(ends("so it is") && ends("Is") && ends("IS") && ends("it is("));
        assert!(!ends("so it is.") && !ends("so It Is") && !ends("a boat") && !ends("so it is,"));
    }
}
