//! Linear time: four times the text takes about four times the work, whatever the text, and none costs more than a fixed
//! factor by byte over ordinary text.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may stop at what it does not expect"
)]

use std::fmt::Write;
use std::fs;
use std::time::Instant;

use dechrome::Cleaner;
use dechrome::text::Lines;

/// Four times as much may take this many times as long: caches are left, and measuring is not exact.
const GROWTH: f64 = 9.0;
/// By byte no text may cost more than this many times what ordinary text does. A line of one letter costs what one of
/// fifty letters costs, and most of what there is to a line is done for each.
const FACTOR: f64 = 60.0;

/// Time this thread had a processor, in seconds, where the system counts it: other programs do not matter then.
fn now(begun: Instant) -> f64 {
    let counted = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = counted.and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| begun.elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
}

/// The least of three measurements.
fn cost(text: &str) -> f64 {
    let (cleaner, begun) = (Cleaner::default(), Instant::now());
    let once = |_| {
        let start = now(begun);
        let plan = cleaner.plan(&Lines::new(text));
        assert!(plan.joins.len() <= plan.verdicts.len());
        now(begun) - start
    };
    (0..3).map(once).fold(f64::INFINITY, f64::min)
}

/// Sentences of words that vary, a blank line between paragraphs.
fn ordinary(lines: usize) -> String {
    let words = ["ferry", "river", "mill", "grain", "abbey", "brother", "winter", "bridge", "miller", "cart"];
    let mut text = String::new();
    for line in 0..lines {
        let word = |at: usize| words[(line * 7 + at * 3 + line * line / 5) % words.len()];
        let (a, b, c, d) = (word(1), word(2), word(3), word(4));
        writeln!(text, "The {a} of the {b} was never seen by the {c} again, and nobody spoke of the {d}.")
            .unwrap();
        if line % 4 == 3 {
            text.push('\n');
        }
    }
    text
}

/// Texts that would like to cost more, `n` thousand lines or 32 `n` kilobytes of each.
fn hostile(n: usize) -> Vec<(&'static str, String)> {
    let lines = n * 1000;
    let nested = (0..lines / 10).map(|depth| format!("{} a\n", ">".repeat(depth % 60 + 1))).collect();
    let deep = (0..40 * n).map(|line| format!("{}word\n", "> ".repeat(400 - line % 7))).collect();
    vec![
        ("letters", "a\n".repeat(lines)),
        ("different letters", ('a'..='z').cycle().take(lines).map(|c| format!("{c}\n")).collect()),
        ("empty lines", "\n".repeat(lines * 4)),
        ("empty CRLF lines", "\r\n".repeat(lines * 4)),
        ("blank lines", " \t \n".repeat(lines * 2)),
        ("one long line", "word ".repeat(n * 6400)),
        ("one long word", "x".repeat(n << 15)),
        ("one long line of marks", "-".repeat(n << 15)),
        ("hyphens at line ends", "ab-\n".repeat(lines)),
        ("nested quotes", nested),
        ("deep quotes", deep),
        ("lists", "- item\n".repeat(lines)),
        ("tables", "a | b | c\n".repeat(lines)),
        ("menus", "Home\nNews\nRelated articles\nBy Ann Hill\n".repeat(lines / 4)),
        ("combining marks", "e\u{301}\u{302}\u{303}".repeat(n << 12)),
        ("one cluster", format!("e{}", "\u{301}".repeat(n << 14))),
        ("form feeds", "\u{c}\n".repeat(lines)),
        ("no spaces", "中文字\n".repeat(lines)),
        ("indents", (0..lines / 4).map(|line| " ".repeat(line % 400) + "a\n").collect()),
    ]
}

#[test]
fn no_text_costs_more_than_it_is_long() {
    cost(&ordinary(100)); // reads the models
    let text = ordinary(1600);
    let by_byte = cost(&text) / text.len() as f64;
    let mut wrong = Vec::new();
    for ((name, small), (_, large)) in hostile(1).into_iter().zip(hostile(4)) {
        let [one, four] = [&small, &large].map(|text| cost(text));
        let (growth, factor) = (four / one, four / large.len() as f64 / by_byte);
        println!(
            "{name:24} {:7.1} ms, grows by {growth:4.1}, by byte {factor:5.1} of ordinary text",
            four * 1e3
        );
        // What takes less than a few ticks of the clock cannot be measured.
        if one > 10e-3 && growth > GROWTH || factor > FACTOR {
            wrong.push(name);
        }
    }
    println!("ordinary text: {:.1} MB a second", 1e-6 / by_byte);
    assert!(wrong.is_empty(), "{wrong:?}");
}
