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

#[test]
fn a_rule_that_decided_is_named() {
    let bench = Bench::with("page.txt", PAGE);
    bench.file("dechrome.toml", "[[keep]]\nphrase = \"holm gazette\"\nreason = \"our imprint\"\n");
    let ran = bench.run("explain page.txt").exits(0);
    assert!(
        ran.text().contains("           by keep phrase \"holm gazette\": our imprint\n"),
        "{}",
        ran.text()
    );
    let why = bench.run("explain --why 17 page.txt").exits(0);
    assert!(
        why.text().ends_with(
            "the rule keep phrase \"holm gazette\" says so (our imprint); the line above it is dropped\n"
        ),
        "{}",
        why.text()
    );
}

#[test]
fn why_is_a_sentence_about_one_line() {
    let bench = Bench::with("page.txt", PAGE);
    let says = |line: &str| bench.run(&format!("explain --why {line} page.txt")).exits(0).text().to_owned();
    let menu = says("1");
    assert!(menu.starts_with("line 1 is dropped as banner (score 0."), "{menu}");
    assert!(menu.contains("): it ") && menu.ends_with("; the line below it is dropped too\n"), "{menu}");
    assert_eq!(
        says("4"),
        "line 4 is dropped as share: it is blank, and blank lines go with the lines around them\n"
    );
    let sentence = says("8");
    assert!(
        sentence.starts_with("line 8 is kept (score 0.") && sentence.ends_with("; its neighbours stay too\n")
    );
    bench
        .run("explain --why 18 page.txt")
        .exits(2)
        .says("dechrome: page.txt: there is no line 18, the document has 17\n");
    bench.run("explain --why 0 page.txt").exits(2);
}

#[test]
fn every_stage_can_be_looked_at() {
    let bench = Bench::with("page.txt", PAGE);
    let rows = |stage: &str| -> Vec<String> {
        let ran = bench.run(&format!("explain --stage {stage} page.txt")).exits(0);
        ran.text().lines().map(str::to_owned).collect()
    };
    assert_eq!(rows("lines")[1], "   2      37      43 Log in");
    assert_eq!(rows("lines").len(), 17);
    assert_eq!(rows("scores").len(), 13);
    let [features, per_line] = [rows("features").len(), 182];
    assert_eq!(features, 13 * per_line);
    assert!(rows("labels")[0].starts_with("   1 drop 0.") && rows("labels").len() == 17);
    let joins = rows("joins");
    assert!(joins[0].starts_with("   7 join 0.") || joins[0].starts_with("   7 join 1."), "{}", joins[0]);
    let all = bench.run("explain --why 1 --stage lines page.txt").exits(2).stderr;
    assert!(all.contains("cannot be used with"), "{all}");
}

#[test]
fn json_holds_an_object_for_each_document_and_its_evidence_adds_up() {
    let row = serde_json::json!({ "text": PAGE, "id": "p7" });
    let ran = Bench::new()
        .feed("explain --style json --format jsonl", format!("{row}\n{{\"text\":\"\"}}\n"))
        .exits(0);
    let documents: Vec<serde_json::Value> =
        ran.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(documents.len(), 2);
    assert_eq!(
        (&documents[0]["document"], documents[0]["lines"].as_array().unwrap().len()),
        (&"p7".into(), 17)
    );
    for line in documents[0]["lines"].as_array().unwrap() {
        let [start, end] = ["start", "end"].map(|key| line[key].as_u64().unwrap() as usize);
        assert_eq!(line["text"], PAGE[start..end]);
        assert_eq!(line["reason"].is_null(), line["label"] == "content");
        for key in ["families", "evidence"] {
            let shares = line[key].as_array().unwrap();
            let sum: f64 = shares.iter().map(|share| share["contribution"].as_f64().unwrap()).sum();
            let off = (1.0 / (1.0 + (-sum).exp()) - line["score"].as_f64().unwrap()).abs();
            assert!(shares.is_empty() || off < 0.01, "{off}: {line}");
        }
    }
    assert!(documents[0]["joins"][0]["evidence"][0]["name"].is_string());
}
