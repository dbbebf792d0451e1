//! `dechrome explain`: a line for each line.

use crate::bench::{Bench, PAGE};

#[test]
fn every_line_is_explained_in_order() {
    let ran = Bench::new().feed("explain", PAGE).exits(0);
    assert!(ran.text().starts_with("content from a score of "), "{}", ran.text());
    let mut number = 0;
    for row in ran.text().lines() {
        let mut words = row.split_whitespace();
        let is_next = words.next() == Some(&(number + 1).to_string());
        if !is_next || !matches!(words.next(), Some("keep" | "drop")) {
            continue; // the head, evidence, a mended break
        }
        let line = PAGE.lines().nth(number).unwrap();
        assert!(row.ends_with(line.trim_end()), "{row:?} is not about {line:?}");
        number += 1;
    }
    assert_eq!(number, PAGE.lines().count());
}

#[test]
fn rows_are_named() {
    let rows = "{\"text\":\"a\",\"id\":\"x\\u001b\"}\n{\"text\":\"\"}\n";
    let ran = Bench::new().feed("explain --no-drop --format jsonl", rows).exits(0);
    let heads: Vec<&str> = ran.text().lines().filter(|line| line.ends_with(':')).collect();
    assert_eq!(heads, ["x\\u{1b}:", "standard input: line 2:"]);
}
