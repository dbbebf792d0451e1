//! The evidence that is shown is the score: its contributions add up to it.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may stop at what it does not expect")]

use std::path::Path;

use dechrome::Cleaner;
use dechrome::text::Lines;
use dechrome::train::rows::{self, Row};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// What a score and the sum of its evidence may differ by.
const NEAR: f32 = 1e-4;

/// For the lines of a text that are scored: the largest difference between the score and what its evidence gives, from 0
/// to 1, and between their log-odds where these can be told from a score; and how many lines there are.
fn worst(cleaner: &Cleaner, text: &str) -> (f32, f32, usize) {
    let lines = Lines::new(text);
    let plan = cleaner.plan(&lines);
    let (mut in_score, mut in_odds, mut count) = (0.0f32, 0.0f32, 0);
    for (evidence, verdict) in cleaner.evidence(&lines).zip(&plan.verdicts) {
        if evidence.is_empty() {
            continue;
        }
        let sum: f32 = evidence.iter().map(|found| found.contribution).sum();
        in_score = in_score.max((1.0 / (1.0 + (-sum).exp()) - verdict.score).abs());
        if (0.01..=0.99).contains(&verdict.score) {
            in_odds = in_odds.max((sum - (verdict.score / (1.0 - verdict.score)).ln()).abs());
        }
        count += 1;
    }
    (in_score, in_odds, count)
}

fn cleaner() -> Cleaner {
    let keep =
        dechrome::settings::from_toml::<dechrome::settings::Settings>("[[keep]]\nphrase = \"ferry\"\n");
    Cleaner::new(keep.unwrap().options().unwrap())
}

fn page() -> impl Strategy<Value = String> {
    let words = "the of and Ferry harbour ropes boats re- said, end. \"No,\" 3.50 | © » 12 March 2024 中文 ไทย Share Home";
    let line = vec(select(words.split(' ').collect::<Vec<_>>()), 0..16).prop_map(|words| words.join(" "));
    vec(line, 1..40).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #[test]
    fn evidence_adds_up_to_the_score(text in page()) {
        let (in_score, in_odds, _) = worst(&cleaner(), &text);
        prop_assert!(in_score <= NEAR && in_odds <= 0.01, "{in_score} {in_odds}");
    }
}

#[test]
fn evidence_adds_up_on_ten_thousand_lines_of_pages() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/wcxb-dev.jsonl.gz");
    if !corpus.exists() {
        return println!("skipped: {} is not there", corpus.display());
    }
    let rows: Vec<Row> = rows::read(&corpus).unwrap();
    let (mut in_score, mut in_odds, mut lines) = (0.0f32, 0.0f32, 0);
    for text in rows.iter().filter_map(|row| row.rendering(0)) {
        let (score, odds, count) = worst(&Cleaner::default(), text);
        (in_score, in_odds, lines) = (in_score.max(score), in_odds.max(odds), lines + count);
        if lines >= 10_000 {
            break;
        }
    }
    println!(
        "{lines} lines: scores differ by at most {in_score:e}, log-odds between .01 and .99 by {in_odds:e}"
    );
    assert!(lines >= 10_000 && in_score <= NEAR, "{lines} {in_score}");
}
