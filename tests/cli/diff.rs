//! `dechrome diff`: the exit code, the names, and comparison with another file.

use crate::bench::{Bench, PAGE};

#[test]
fn the_exit_code_tells_whether_there_is_something_to_change() {
    let bench = Bench::with("page.txt", PAGE);
    let ran = bench.run("diff page.txt").exits(1);
    assert!(ran.text().starts_with("--- page.txt\n+++ page.txt\n@@ -1,"), "{ran:?}");
    bench.run("diff --exit-zero page.txt").exits(0).prints(&ran.stdout);
    bench.run("diff page.txt none.txt").exits(2).prints(&ran.stdout);
    bench.run("diff --no-drop --no-merge page.txt").exits(0).prints("");
}

#[test]
fn the_cleaned_text_is_compared_with_a_file() {
    let bench = Bench::with("expected.txt", "first\nsecond\n\nfourth\n");
    bench.file("a.txt", "first\n2nd\n\nfourth");
    let expected = "--- expected.txt\n+++ a.txt\n@@ -1,4 +1,4 @@\n first\n-second\n+2nd\n \n-fourth\n+fourth\n\\ No newline at end of file\n";
    bench.run("diff --no-drop --no-merge a.txt --against expected.txt").exits(1).prints(expected);
    bench.run("diff --no-drop --no-merge expected.txt --against expected.txt").exits(0).prints("");
    let ran = bench.run("diff a.txt --against none.txt").exits(2).prints("");
    assert!(ran.stderr.starts_with("dechrome: none.txt: cannot open"), "{}", ran.stderr);
}

#[test]
fn colour_comes_when_asked_for() {
    let bench = Bench::with("a.txt", "a\n");
    bench.file("b.txt", "b\n");
    let args = "diff --no-drop --context 0 a.txt --against b.txt --color always";
    bench.run(args).exits(1).prints(
        "\u{1b}[1m--- b.txt\u{1b}[0m\n\u{1b}[1m+++ a.txt\u{1b}[0m\n\u{1b}[36m@@ -1 +1 @@\u{1b}[0m\n\
         \u{1b}[31m-b\u{1b}[0m\n\u{1b}[32m+a\u{1b}[0m\n",
    );
}

#[test]
fn the_page_is_one_however_many_files_and_tells_by_the_exit_code() {
    let bench = Bench::with("page.txt", PAGE);
    bench.file("same.txt", "");
    let ran = bench.run("diff --style html page.txt none.txt same.txt").exits(2);
    assert!(ran.stderr.starts_with("dechrome: none.txt: cannot open"), "{}", ran.stderr);
    let html = ran.text();
    assert!(html.starts_with("<!DOCTYPE html>") && html.ends_with("</html>\n"));
    assert_eq!(html.matches("class=\"summary\"").count(), 2);
    bench.run("diff --style html page.txt").exits(1);
    bench.run("diff --style html --exit-zero page.txt").exits(0);
    bench.run("diff --style html same.txt").exits(0);
    let ran = bench.run("diff --style html same.txt --against page.txt").exits(2).prints("");
    assert_eq!(
        ran.stderr,
        "dechrome: --against: compares texts, and this form shows plans\n  hint: --style inline shows the difference of two texts\n"
    );
}
