//! `--removed` and `--report`: what is not in the output is in the file.

use serde_json::Value;

use crate::bench::{Bench, PAGE};

fn letters(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    letters.sort_unstable();
    letters
}

#[test]
fn output_and_removed_hold_every_letter() {
    let bench = Bench::with("page.txt", PAGE);
    let cleaned = bench.run("clean page.txt --removed removed.jsonl").exits(0);
    let removed = String::from_utf8(bench.read("removed.jsonl")).unwrap();
    let mut all = cleaned.text().to_owned();
    for row in removed.lines() {
        let row: Value = serde_json::from_str(row).unwrap();
        let [start, end] = ["start", "end"].map(|key| row[key].as_u64().unwrap() as usize);
        assert_eq!(row["text"], PAGE[start..end]);
        assert_eq!(row["line"], PAGE[..start].matches('\n').count() + 1);
        assert_eq!(row["document"], "page.txt");
        assert_eq!(row["what"] == "line", row["reason"].is_string());
        assert_eq!(row["what"] == "join", row["separator"].is_string());
        all.push_str(row["text"].as_str().unwrap());
    }
    assert_eq!(letters(&all), letters(PAGE));
}

#[test]
fn documents_go_by_their_id_their_line_or_their_file() {
    let bench = Bench::new();
    let text = Value::from(PAGE);
    bench.file("r.jsonl", format!("{{\"text\":{text},\"id\":\"p7\"}}\n{{\"text\":{text}}}\n"));
    bench.run("clean --format jsonl r.jsonl --removed removed").exits(0);
    let mut documents: Vec<String> = String::from_utf8(bench.read("removed"))
        .unwrap()
        .lines()
        .map(|row| serde_json::from_str::<Value>(row).unwrap()["document"].as_str().unwrap().to_owned())
        .collect();
    documents.dedup();
    assert_eq!(documents, ["p7", "r.jsonl: line 2"]);
}

#[test]
fn the_file_is_replaced_also_when_nothing_is_removed() {
    let bench = Bench::with("removed", "old");
    bench.feed("clean --no-drop --no-merge --removed removed", PAGE).succeeds().prints(PAGE);
    assert_eq!(bench.read("removed"), b"");
    let ran = bench.feed("clean --removed none/removed", PAGE).exits(2).prints("");
    assert!(ran.stderr.starts_with("dechrome: none/removed: cannot create: No such file"), "{}", ran.stderr);
}

#[test]
fn the_report_is_the_page_of_diff_and_comes_beside_the_output() {
    let bench = Bench::with("page.txt", PAGE);
    bench.file("report.html", "old");
    let cleaned = bench.run("clean page.txt").succeeds();
    bench.run("clean page.txt --report report.html").succeeds().prints(&cleaned.stdout);
    bench.run("diff --style html page.txt").exits(1).prints(bench.read("report.html"));
    bench.run("clean page.txt --report none/report.html").exits(2).prints("");
    let ran = bench.run("clean page.txt --report ./page.txt").exits(2).prints("");
    assert_eq!(ran.stderr, "dechrome: page.txt: is to be read, so the report cannot be written to it\n");
    assert_eq!(bench.read("page.txt"), PAGE.as_bytes());
}
