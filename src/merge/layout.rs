//! How a document is set: hard-wrapped at a width, ragged, or with a line for every paragraph.

use super::scan::{End, Scan};

/// How a document's lines came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Broken at a fixed number of columns.
    Wrapped,
    /// Broken near a margin, as by a proportional font.
    Ragged,
    /// Anything else: most lines end where their paragraph ends.
    Plain,
}

/// The widths of a document and what follows from them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    pub(super) mode: Mode,
    /// Columns the document is wrapped at, or would be.
    pub(super) wrap: u32,
    /// The width 95 of 100 lines do not exceed.
    pub(super) margin: u32,
    /// Share of lines whose width is close to the margin.
    pub(super) near_margin: f32,
    /// Width of the widest line.
    pub(super) widest: u32,
}

/// Widths beyond this many columns are not told apart.
const WIDEST: usize = 400;

impl Layout {
    /// Measures the lines of a document.
    pub(super) fn of(scans: &[Scan<'_>]) -> Self {
        let widths = Widths::of(scans);
        let margin = widths.percentile(scans.len(), 95);
        let near = widths.between(margin * 72 / 100 + 1, margin * 112 / 100);
        let near_margin =
            if scans.len() >= 5 && (25..=130).contains(&margin) { share(near, scans.len()) } else { 0.0 };
        let widest = scans.iter().map(|scan| scan.width).max().unwrap_or(0);
        let vote = vote(scans);
        let mode = if is_wrapped(&vote, &widths) && !breaks_with_the_sense(scans, vote.width) {
            Mode::Wrapped
        } else if near_margin > 0.45 && f64::from(widest) <= 1.2 * f64::from(margin) {
            Mode::Ragged
        } else {
            Mode::Plain
        };
        Layout { mode, wrap: vote.width, margin, near_margin, widest }
    }
}

/// `part` of `whole`, 0 where there is nothing.
pub(super) fn share(part: usize, whole: usize) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}

/// How many lines have each width.
struct Widths([u32; WIDEST + 1]);

impl Widths {
    fn of(scans: &[Scan<'_>]) -> Self {
        let mut counts = [0; WIDEST + 1];
        for scan in scans {
            counts[(scan.width as usize).min(WIDEST)] += 1;
        }
        Widths(counts)
    }

    fn between(&self, from: u32, to: u32) -> usize {
        let to = (to as usize).min(WIDEST);
        (from as usize..=to).map(|width| self.0[width] as usize).sum()
    }

    fn percentile(&self, lines: usize, percent: usize) -> u32 {
        let mut left = lines * percent / 100;
        for (width, &count) in (0u32..).zip(&self.0) {
            let count = count as usize;
            if left < count {
                return width;
            }
            left -= count;
        }
        0
    }
}

/// The width most line breaks agree on.
struct Vote {
    width: u32,
    most: usize,
    total: usize,
}

/// Lets every line break vote for the widths that explain it: the line fits, the next word does not.
fn vote(scans: &[Scan<'_>]) -> Vote {
    let mut change = [0i32; WIDEST + 2];
    let mut total = 0;
    for pair in scans.windows(2) {
        let [upper, lower] = pair else { continue };
        if is_vote(upper, lower) {
            total += 1;
            let last = upper.width + lower.first_width.min(24);
            change[upper.width as usize] += 1;
            change[last as usize + 1] -= 1;
        }
    }
    let (mut best, mut votes) = ((0, 0), 0);
    for (width, change) in (0u32..).zip(change) {
        votes += change;
        if votes > best.1 {
            best = (width, votes);
        }
    }
    Vote { width: best.0, most: usize::try_from(best.1).unwrap_or(0), total }
}

fn is_vote(upper: &Scan<'_>, lower: &Scan<'_>) -> bool {
    use super::scan::Start;
    lower.blanks == 0
        && lower.start != Start::Bullet
        && upper.quotes == lower.quotes
        && (25..=200).contains(&upper.width)
}

/// Whether enough breaks agree on one width and next to no line is wider.
fn is_wrapped(vote: &Vote, widths: &Widths) -> bool {
    let over = widths.between(vote.width + 1, u32::MAX);
    let long = widths.between((vote.width * 6 / 10).max(25), u32::MAX);
    vote.width > 0 && vote.most >= 3 && over * 100 <= long * 12 && vote.most * 100 >= vote.total * 35
}

/// Whether most full lines end with a mark: verse and tables keep to a width too, but break with the sense.
fn breaks_with_the_sense(scans: &[Scan<'_>], wrap: u32) -> bool {
    let full = scans.windows(2).filter_map(|pair| {
        let [upper, lower] = pair else { return None };
        let is_full =
            lower.blanks == 0 && upper.width <= wrap && wrap <= upper.width.saturating_add(lower.first_width);
        is_full.then_some(upper.end)
    });
    let (mut lines, mut marked) = (0, 0);
    for end in full {
        lines += 1;
        marked += usize::from(is_sense_mark(end));
    }
    marked * 10 > lines * 6
}

fn is_sense_mark(end: End) -> bool {
    matches!(end, End::Stop | End::StopClosed | End::Ordinal | End::Comma | End::Semicolon | End::Colon)
}

#[cfg(test)]
mod tests {
    use super::super::document::Document;
    use super::*;
    use crate::text::Lines;

    fn layout(text: &str) -> Layout {
        Document::new(&Lines::new(text)).layout
    }

    /// Lines of these widths, each of one letter's words.
    fn of_widths(widths: &[usize]) -> String {
        widths
            .iter()
            .map(|&width| format!("{}\n", "ab ".repeat(width / 3) + &"x".repeat(width % 3 + 1)))
            .collect()
    }

    #[test]
    fn a_document_is_wrapped_at_the_width_most_breaks_agree_on() {
        // The next word, of nine letters, had no room in any of these lines.
        let line = |columns: usize| format!("islanders {}\n", "x".repeat(columns - 10));
        let lines: String = [62, 60, 58, 64, 59, 61, 63, 57].map(line).concat();
        let found = layout(&lines);
        assert_eq!((found.mode, found.wrap), (Mode::Wrapped, 64));
        assert_eq!(layout(&lines.to_uppercase()).mode, Mode::Wrapped);
        let with_blanks = lines.replace('\n', "\n\n");
        assert_eq!(layout(&with_blanks).mode, Mode::Ragged, "breaks at blank lines say nothing");
        let bullets: String = lines.lines().map(|line| format!("- {line}\n")).collect();
        assert_ne!(layout(&bullets).mode, Mode::Wrapped, "nor do those between items of a list");
        let verse = lines.replace('\n', ",\n");
        assert_ne!(layout(&verse).mode, Mode::Wrapped, "lines that end with the sense are no wrapped text");
        let half: String = lines
            .lines()
            .enumerate()
            .map(|(at, line)| format!("{line}{}\n", if at % 2 == 0 { "," } else { "" }))
            .collect();
        assert_eq!(layout(&half).mode, Mode::Wrapped);
        let over = format!("{lines}{}", line(120));
        assert_eq!(layout(&over).mode, Mode::Wrapped, "one line in nine is wider");
        let over = format!("{lines}{}", line(120).repeat(2));
        assert_ne!(layout(&over).mode, Mode::Wrapped, "one line in five is");
        let narrow: String = [22, 20, 24, 21].map(line).concat();
        assert_ne!(layout(&narrow).mode, Mode::Wrapped, "columns of a table are narrow");
        let few: String = [62, 60, 58].map(line).concat();
        assert_ne!(layout(&few).mode, Mode::Wrapped, "two breaks agree by chance");
        assert_eq!(layout(&(few + &line(61))).mode, Mode::Wrapped);
    }

    #[test]
    fn quoted_lines_vote_among_themselves() {
        let line = |columns: usize| format!("islanders {}\n", "x".repeat(columns - 10));
        let lines: String = [62, 60, 58, 61].map(line).concat();
        let quoted: String = lines.lines().map(|line| format!("> {line}\n")).collect();
        assert_eq!(layout(&quoted).mode, Mode::Wrapped);
        let deeper: String = lines
            .lines()
            .enumerate()
            .map(|(at, line)| format!("{} {line}\n", ">".repeat(at % 2 + 1)))
            .collect();
        assert_ne!(layout(&deeper).mode, Mode::Wrapped);
    }

    #[test]
    fn a_document_is_ragged_where_most_lines_are_about_as_wide_as_the_widest() {
        let ragged = [100, 90, 80, 95, 85, 99, 88];
        assert_eq!(layout(&of_widths(&ragged).replace('\n', ".\n")).mode, Mode::Ragged);
        let plain = [100, 30, 20, 95, 10, 40, 60];
        assert_eq!(layout(&of_widths(&plain).replace('\n', ".\n")).mode, Mode::Plain);
        assert_eq!(
            layout(&of_widths(&ragged[..4]).replace('\n', ".\n")).mode,
            Mode::Plain,
            "four lines are too few"
        );
        assert_eq!(layout("").mode, Mode::Plain);
        let wide = ragged.map(|width| 2 * width);
        assert_eq!(layout(&of_widths(&wide).replace('\n', ".\n")).mode, Mode::Plain, "paragraphs are wide");
    }

    #[test]
    fn the_margin_is_the_width_that_few_lines_exceed() {
        let mut widths = vec![50; 96];
        widths.extend([80, 80, 80, 80]);
        let found = layout(&of_widths(&widths));
        assert_eq!((found.margin, found.widest), (51, 81));
        widths.extend([80; 2]);
        let found = layout(&of_widths(&widths));
        assert_eq!((found.margin, found.widest), (81, 81));
        assert!((found.near_margin - 6.0 / 102.0).abs() < 1e-6);
        assert_eq!((layout("a\n").margin, layout(&"x".repeat(900)).widest), (1, 900));
        assert_eq!(share(0, 0), 0.0);
        assert_eq!(share(1, 4), 0.25);
    }
}
