//! The laws of mending, on texts made up at random and on texts of every kind that must stay.

use dechrome::merge::{Explainer, Hyphens, Model, joins};
use dechrome::plan::{Basis, Join, Label, Plan, Verdict};
use dechrome::render::render;
use dechrome::text::Lines;
use proptest::prelude::*;

fn mended(text: &str) -> String {
    let lines = Lines::new(text);
    let verdict = Verdict { label: Label::Content, score: 1.0, basis: Basis::Unasked };
    let joins = joins(Model::shipped(), &lines, Hyphens::Mend);
    render(&lines, &Plan { verdicts: vec![verdict; lines.len()], joins, threshold: 0.0, guard: None })
}

fn found(text: &str) -> Vec<Join> {
    joins(Model::shipped(), &Lines::new(text), Hyphens::Mend)
}

/// Pieces that break in every way there is: words of many scripts, marks, indents, quotes, hyphens.
#[expect(clippy::too_many_lines, reason = "one table")]
fn piece() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "the",
        "of",
        "in",
        "Harbour",
        "and",
        "the ferry to",
        "leaves at noon.",
        "well-",
        "inter-",
        "national",
        "soft\u{ad}",
        "he said, “",
        "”",
        "(see",
        ")",
        ", which",
        "- item",
        "1. first",
        "> quoted",
        ">> deeper of",
        "    ",
        "\t",
        "| a | b |",
        "x = 1;",
        "12:30 Anna",
        "港口在",
        "北方。",
        "ภาษา",
        "http://example.org/a/very/long/path-",
        "Straße",
        "für",
        "порт и",
        "Αθήνα",
        "\u{a0}",
        "\r",
        ":",
        "“",
        "0",
        "A",
        "I",
        "\u{2028}",
        "\0",
        "…",
        "-",
        "--",
    ];
    prop::sample::select(PIECES).prop_map(str::to_owned)
}

fn document() -> impl Strategy<Value = String> {
    let line = prop::collection::vec(piece(), 0..9).prop_map(|pieces| pieces.join(" "));
    let breaks =
        prop::sample::select(["\n", "\n", "\n", "\n\n", "\n\n\n", "\r\n", "\n> ", "\n>\n> "].as_slice());
    prop::collection::vec((line, breaks), 0..24)
        .prop_map(|lines| lines.into_iter().map(|(line, end)| line + end).collect())
}

/// Sentences wrapped at a width, with paragraphs between: most breaks of it are mended.
fn wrapped() -> impl Strategy<Value = String> {
    let word = prop::sample::select(
        [
            "the", "boat", "of", "island", "harbour", "and", "left", "Tern", "morning", "with", "every",
            "keeper.", "light,",
        ]
        .as_slice(),
    );
    (prop::collection::vec(word, 20..200), 30..80usize, prop::sample::select(["", "> ", "   "].as_slice()))
        .prop_map(|(words, width, prefix)| {
            let (mut text, mut column) = (prefix.to_owned(), 0);
            for word in words {
                if column > 0 && column + word.len() > width {
                    text.push('\n');
                    text.push_str(prefix);
                    column = 0;
                }
                text.push_str(word);
                text.push(' ');
                column += word.len() + 1;
            }
            text
        })
}

fn check_spans(text: &str) -> Result<(), TestCaseError> {
    let lines = Lines::new(text);
    let mut end = 0;
    for join in found(text) {
        prop_assert!(join.span.start >= end && join.upper < join.lower && join.lower < lines.len());
        prop_assert!((join.upper + 1..join.lower).all(|line| lines.is_blank(line)));
        let removed = &text[join.span.clone()];
        let rest = removed.trim_start_matches(['-', '\u{2010}', '\u{2011}', '\u{ad}']);
        prop_assert!(removed.chars().count() <= rest.chars().count() + 1, "{removed:?}");
        prop_assert!(rest.chars().all(|c| c.is_whitespace() || c == '>'), "{removed:?}");
        prop_assert!((lines.span(join.upper).start..=lines.span(join.upper).end).contains(&join.span.start));
        prop_assert!((lines.span(join.lower).start..lines.span(join.lower).end).contains(&join.span.end));
        end = join.span.end;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn spans_hold_white_space_a_hyphen_and_quote_marks(text in prop_oneof![document(), wrapped()]) {
        check_spans(&text)?;
    }

    #[test]
    fn mending_twice_changes_nothing(text in prop_oneof![document(), wrapped()]) {
        let once = mended(&text);
        prop_assert_eq!(mended(&once), once);
    }

    #[test]
    fn any_string_is_mended_without_a_panic(text in any::<String>()) {
        check_spans(&text)?;
    }

    #[test]
    fn crlf_and_lf_give_the_same_joins(text in prop_oneof![document(), wrapped()]) {
        let lf = text.replace('\r', "");
        let pairs = |text: &str| found(text).iter().map(|join| (join.upper, join.lower, join.separator)).collect::<Vec<_>>();
        prop_assert_eq!(pairs(&lf), pairs(&lf.replace('\n', "\r\n")));
    }

    #[test]
    fn contributions_add_up_to_the_score(text in wrapped()) {
        let lines = Lines::new(&text);
        let explainer = Explainer::new(Model::shipped(), &lines);
        for upper in 0..lines.len() {
            if let Some(why) = explainer.explain(upper) {
                let sum: f32 = why.evidence.iter().map(|(_, weight)| weight).sum();
                prop_assert!((sum - why.score).abs() < 1e-3);
            }
        }
    }
}

#[test]
fn joins_are_found_in_the_texts_they_are_made_for() {
    let text = "The council of the island met on Monday to decide on a new ferry for the\nnorthern harbour. The old one, built \
                in the sixties, had failed its last\ninspection and was to be sold. Members of the council said that the\nprice \
                was fair.\n";
    assert!(found(text).len() == 3, "{:?}", found(text));
}

#[test]
fn hostile_shapes_stay_whole() {
    for text in [
        "\n".repeat(1_000_000),
        "a".repeat(4_000_000),
        ">".repeat(1_000_000),
        "a\n".repeat(300_000),
        "> ".repeat(200_000),
    ] {
        assert_eq!(mended(&text).len(), text.len());
    }
    let quotes: String = (0..1000).map(|depth| format!("{} of the\n", ">".repeat(depth))).collect();
    assert_eq!(mended(&quotes), quotes, "each line is quoted deeper than the one above");
}
