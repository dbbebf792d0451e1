//! JSON Lines: one field is a document, everything else passes through byte for byte.

use crate::bench::{Bench, PAGE};

const AS_IT_IS: &str = "clean --format jsonl --no-drop --no-merge";

#[test]
fn rows_that_do_not_change_are_byte_identical() {
    let rows = concat!(
        "{\"id\":1,\"text\":\"a\\u00e9\\/b\\n\",\"n\":12345678901234567890.000,\"n\":1e999}\n",
        "\n",
        " { \"x\\ud800\" : [ {} ] , \"text\" : \"\" }\t\r\n",
        "{\"text\":\"first\",\"text\":\"second\"}\n",
        "{\"text\":\"no newline\"}",
    );
    Bench::new().feed(AS_IT_IS, rows).succeeds().prints(rows);
    let marked = format!("\u{feff}{rows}");
    Bench::new().feed(AS_IT_IS, &marked).succeeds().prints(marked);
    Bench::new().feed(AS_IT_IS, "").succeeds().prints("");
}

#[test]
fn a_row_is_cleaned_as_the_document_in_it() {
    let bench = Bench::new();
    let text = serde_json::Value::from(PAGE).to_string();
    let cleaned = serde_json::Value::from(bench.feed("clean", PAGE).exits(0).text()).to_string();
    let row = |text: &str| format!("{{ \"big\": 1e999, \"body\" :{text}, \"z\":\"\\u0041\"}}\n");
    bench
        .feed("clean --format jsonl --field body", row(&text).repeat(3))
        .exits(0)
        .prints(row(&cleaned).repeat(3));
}

#[test]
fn the_extension_tells_where_asked() {
    let bench = Bench::with("a.JSONL", "{\"text\":1}\n");
    bench.run("clean --no-drop a.JSONL").succeeds().prints("{\"text\":1}\n");
    let says = "dechrome: a.JSONL: line 1: field \"text\" is a number, not a string\n";
    bench.run("clean --format auto a.JSONL").exits(2).says(says);
    bench.file("a.json", "{\"text\":1}\n").run("clean --no-drop --format auto a.json").succeeds();
}

#[test]
fn a_bad_row_stops_the_file_or_is_skipped() {
    let rows = "{\"text\":\"a\"}\n\n{\"txt\":\"b\"}\n{\"text\":\"c\"}\n";
    let says = "dechrome: r.jsonl: line 3: no field \"text\"\n  hint: --field NAME names the field that holds the text\n";
    let bench = Bench::with("r.jsonl", rows);
    bench.run(&format!("{AS_IT_IS} r.jsonl")).exits(2).prints("{\"text\":\"a\"}\n\n").says(says);
    bench.run(&format!("{AS_IT_IS} r.jsonl --on-error skip")).exits(2).prints(rows).says(says);
    bench.run("explain --format jsonl r.jsonl").exits(2).says(says);
    bench.run("diff --format jsonl r.jsonl --on-error skip").exits(2).says(says);
}

#[test]
fn what_is_no_row_is_named_by_its_line() {
    for (row, what) in [
        ("[1]", "not a JSON object"),
        ("text", "not a JSON object"),
        ("{\"text\":\"a\"", "not JSON at column 11: EOF while parsing an object"),
        ("{\"text\":null}", "field \"text\" is null, not a string"),
    ] {
        let says = format!("dechrome: standard input: line 2: {what}\n");
        Bench::new().feed(AS_IT_IS, format!("\n{row}\n")).exits(2).prints("\n").says(&says);
    }
    let ran = Bench::new().feed(AS_IT_IS, "{\"text\":\"a\\ud800\"}").exits(2);
    assert!(ran.stderr.contains("line 1: field \"text\" holds no text: "), "{}", ran.stderr);
    let ran = Bench::new().feed(AS_IT_IS, b"{\"text\":\"\xff\"}").exits(2);
    assert!(
        ran.stderr.contains("line 1: byte 0xFF at offset 9 of the line is not UTF-8\n"),
        "{}",
        ran.stderr
    );
}
