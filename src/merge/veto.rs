//! Breaks that are never mended, whatever the score.

use super::chars::is_unspaced;
use super::document::Document;
use super::layout::Mode;
use super::scan::{End, Scan, Start};

/// Whether the break below scan `at` must stay.
pub(super) fn is_vetoed(document: &Document<'_>, at: usize) -> bool {
    let (upper, lower) = (&document.scans[at], &document.scans[at + 1]);
    document.keeps_its_breaks
        || lower.blanks >= Scan::MANY_BLANKS
        || lower.start == Start::Bullet
        || lower.text.starts_with('>')
        || upper.quotes != lower.quotes
        || upper.marks.is_table()
        || lower.marks.is_table()
        || lower.marks.is_stamped()
        || is_code(document, at)
        || is_wordless(upper, lower)
        || (lower.blanks > 0 && is_finished(upper))
        || (lower.blanks == 0 && is_verse(document, at))
        || has_room(document, upper, lower)
}

/// Whether a line of Chinese or Japanese ends well before the others: such text breaks anywhere, so a line with room for
/// more characters ends where it is meant to.
fn has_room(document: &Document<'_>, upper: &Scan<'_>, lower: &Scan<'_>) -> bool {
    document.layout.mode == Mode::Wrapped
        && upper.width + ROOM < document.layout.wrap
        && upper.end == End::Wide
        && upper.text.ends_with(is_unspaced) // not Korean, whose words have spaces between them
        && lower.text.starts_with(is_unspaced)
}

/// Columns of four characters: marks that begin no line may take two of them along.
const ROOM: u32 = 8;

fn is_code(document: &Document<'_>, at: usize) -> bool {
    let both = document.scans[at].marks.is_code() && document.scans[at + 1].marks.is_code();
    both || document.code_around(at) >= 0.5 || document.is_source()
}

/// Whether one of the lines holds neither letter nor digit, a closing mark alone apart.
fn is_wordless(upper: &Scan<'_>, lower: &Scan<'_>) -> bool {
    let is_tail = lower.start == Start::Continuing
        && lower.text.chars().nth(2).is_none()
        && !lower.text.starts_with([']', '}']);
    !upper.marks.is_alphanumeric() || (!lower.marks.is_alphanumeric() && !is_tail)
}

fn is_finished(upper: &Scan<'_>) -> bool {
    matches!(upper.end, End::Stop | End::StopClosed | End::Ordinal | End::Colon)
}

/// Whether the lines around are verse: a run of short lines that each start with a capital and break early.
fn is_verse(document: &Document<'_>, at: usize) -> bool {
    let block = document.block(at);
    document.layout.mode != Mode::Wrapped
        && block.lines >= 4
        && block.capitals >= 0.8
        && block.widest <= 75
        && block.fitting > 0.5
        && document.scans[at + 1].start != Start::Continuing
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lines;

    #[track_caller]
    fn vetoed(text: &str, at: usize) -> bool {
        is_vetoed(&Document::new(&Lines::new(text)), at)
    }

    #[test]
    fn no_score_mends_what_a_form_keeps_apart() {
        for (why, text, at, free) in [
            ("two blank lines", "a boat of\n\n\nthe sea", 0, "a boat of\n\nthe sea"),
            ("a bullet", "a boat of\n- the sea", 0, "a boat of\n-the sea"),
            ("a quote mark", "a boat of\n> the sea", 0, "a boat of\n< the sea"),
            (
                "another depth of quotes",
                "> a boat of\n>> the sea\n> a boat of\n> the sea",
                0,
                "> a boat of\n> the sea\n> a boat of\n> the sea",
            ),
            ("a table above", "a | boat | of\nthe sea", 0, "a | boat of\nthe sea"),
            ("a table below", "a boat of\nthe\tsea", 0, "a boat of\nthe sea"),
            ("a time", "a boat of\n12:30 the sea", 0, "a boat of\n12,30 the sea"),
            (
                "code on both sides",
                "a();\nb();\nthe sea\nthe sea\nthe sea\nthe sea\nthe sea",
                0,
                "a();\nb\nthe sea\nthe sea\nthe sea",
            ),
            ("much code around", "a();\nboat of\nthe sea\nb();", 1, "a\nboat of\nthe sea\nb();"),
            ("no letter above", "— — —\nthe sea", 0, "— a —\nthe sea"),
            ("no letter below", "a boat of\n...", 0, "a boat of\n.3."),
            ("a closing bracket of code", "a boat of\n]", 0, "a boat of\n)"),
            ("the end of a sentence and a blank line", "A boat.\n\nthe sea", 0, "A boat.\nthe sea"),
            ("a colon and a blank line", "A boat:\n\nthe sea", 0, "A boat\n\nthe sea"),
            ("the number of a day and a blank line", "on the 3.\n\nthe sea", 0, "on the 3\n\nthe sea"),
            ("a quoted sentence and a blank line", "“A boat.”\n\nthe sea", 0, "“A boat”\n\nthe sea"),
        ] {
            assert!(vetoed(text, at), "{why}");
            assert!(!vetoed(free, at), "not {why}");
        }
    }

    #[test]
    fn a_document_whose_format_means_its_breaks_keeps_them_all() {
        let manual = "TIDE(1)    User Commands    TIDE(1)\n\nthe tide of\nthe sea";
        assert!(vetoed(manual, 1) && !vetoed(&manual.replace("(1)", ""), 1));
        let source = "fn a() {\n    a boat of\n    the sea\n    the tern\n    the gull\n    the rock\n}\n";
        assert!(vetoed(source, 2) && !vetoed(&source.replace("    ", ""), 3));
    }

    #[test]
    fn verse_keeps_its_lines_and_a_list_of_three_is_none() {
        let verse = [
            "The gulls go over",
            "And under the lamp they ride",
            "And nobody hears",
            "Who counted them out on the tide",
        ];
        assert!((0..3).all(|at| vetoed(&verse.join("\n"), at)));
        assert!(!vetoed(&verse[..3].join("\n"), 0));
        assert!(!vetoed(&verse.join("\n").to_lowercase(), 0));
        assert!(!vetoed(&verse.join("\n\n"), 0));
        assert!(!vetoed(&verse.map(|line| line.repeat(5)).join("\n"), 0), "lines of a paragraph's width");
        assert!(!vetoed(&verse.join("\n").replace("And nobody", ", nobody").replace("Who", ", who"), 1));
        assert!(!vetoed(&verse.map(|_| "And nobody hears").join("\n"), 0), "nothing had room");
    }

    #[test]
    fn a_wrapped_line_of_characters_with_room_for_more_ends_where_it_is_meant_to() {
        let line = "港口的渡船每天早上从北岸出发经过两个小岛以后在中午到达南岸\n";
        let text = |last: &str, below: &str| format!("{}{last}\n{below}\n", line.repeat(8));
        assert!(vetoed(&text("北岸小学举行", "灯塔管理员"), 8));
        assert!(!vetoed(&text("港口的渡船每天早上从北岸出发经过两个小岛以后在中午到", "灯塔管理员"), 8));
        assert!(!vetoed(&text("北岸小学举行", "abc"), 8));
        assert!(!vetoed(&text("北岸小学举行，", "灯塔管理员"), 8));
    }
}
