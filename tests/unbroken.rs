//! Texts without a break to mend come back byte for byte: how often, over the unbroken texts of a corpus of broken ones.
//!
//! The weights were fitted with these texts in view, so the rate is a pin against decay and no figure of quality.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests may")]

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use dechrome::pipeline::{Drop, Options};
use dechrome::{Cleaner, text::Lines};
use flate2::read::MultiGzDecoder;

/// Every so many rows are looked at.
const STEP: usize = 4;
/// Some of the texts are broken themselves: lines of menus, tickers and captions that go on in the next.
const RATE: f64 = 0.92;

#[test]
fn unbroken_texts_are_left_as_they_are() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/joins-dev.jsonl.gz");
    let Ok(file) = File::open(&corpus) else {
        return println!("skipped: there is no corpus of broken texts");
    };
    let cleaner = Cleaner::new(Options { drop: Drop::Nothing, ..Options::default() });
    let rows = BufReader::new(MultiGzDecoder::new(file)).lines().step_by(STEP);
    let (mut texts, mut same) = (0u32, 0u32);
    for row in rows {
        let row: serde_json::Value = serde_json::from_str(&row.unwrap()).unwrap();
        let text = row["gold"].as_str().unwrap();
        let plan = cleaner.plan(&Lines::new(text));
        texts += 1;
        same += u32::from(plan.joins.is_empty());
    }
    let rate = f64::from(same) / f64::from(texts);
    println!("{same} of {texts} texts are left as they are ({rate:.3})");
    assert!(rate >= RATE, "{rate}");
}
