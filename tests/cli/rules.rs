//! Rules of the user, from `dechrome.toml` and from flags, and the options in force.

use std::fs;

use crate::bench::{Bench, PAGE};

const NOTICE: &str = "[[drop]]\nphrase = \"the harbour office\"\n";

/// The line that the tests drop and keep.
const HARBOUR: &str = "said the mate. The harbour office";

#[test]
fn rules_come_from_the_file_and_from_flags_and_keep_wins() {
    let bench = Bench::with("page.txt", PAGE);
    let holds = |args: &str| bench.run(args).exits(0).text().contains(HARBOUR);
    assert!(holds("clean --no-merge page.txt"));
    assert!(!holds("clean --no-merge --drop-regex ^said\\sthe\\smate page.txt"));
    bench.file("dechrome.toml", NOTICE);
    assert!(!holds("clean --no-merge page.txt"));
    assert!(holds("clean --no-merge --keep-phrase HARBOUR page.txt"));
    assert!(holds("clean --no-merge --isolated page.txt"));
    let ran = bench.run("clean --keep-phrase gazette --removed removed.jsonl page.txt").exits(0);
    assert!(ran.text().contains("Holm Gazette"));
    let removed = String::from_utf8(bench.read("removed.jsonl")).unwrap();
    assert!(removed.contains("\"reason\":\"rule\""), "{removed}");
}

#[test]
fn globs_start_from_the_folder_of_the_file() {
    let bench = Bench::with("page.txt", PAGE);
    let rule = "[[drop]]\nphrase = \"the harbour office\"\nglob = \"news/**\"\n";
    bench.file(
        "dechrome.toml",
        format!("{rule}[[override]]\nglob = \"raw/*.txt\"\nno-drop = true\nno-merge = true\n"),
    );
    for folder in ["news", "news/may", "raw"] {
        fs::create_dir(bench.path(folder)).unwrap();
        bench.file(&format!("{folder}/page.txt"), PAGE);
    }
    let holds = |args: &str| bench.run(args).exits(0).text().contains("harbour office");
    assert!(holds("clean page.txt"));
    assert!(!holds("clean news/may/page.txt"));
    let below = bench.command("clean may/page.txt").current_dir(bench.path("news")).output().unwrap();
    assert!(!String::from_utf8_lossy(&below.stdout).contains("harbour office"));
    bench.run("clean raw/page.txt").exits(0).prints(PAGE);
    let both = bench.run("clean page.txt raw/page.txt news/page.txt").exits(0);
    assert_eq!(both.text().matches("harbour office").count(), 2);
}

#[test]
fn stats_name_rules_that_never_match() {
    let bench = Bench::with("page.txt", PAGE);
    bench.file("dechrome.toml", format!("{NOTICE}[[keep]]\nregex = \"^Solved\"\nscope = \"prefix\"\n"));
    let ran = bench.run("clean --stats page.txt").exits(0);
    let expected = "lines that rules match
         0  keep regex \"^Solved\" at the start of a line  never in this run
         1  drop phrase \"the harbour office\"
";
    assert!(ran.stderr.ends_with(expected), "{}", ran.stderr);
    assert_eq!(bench.run("clean page.txt").exits(0).stderr, "");
}

#[test]
fn what_is_in_force_can_be_printed_and_read_back() {
    let bench = Bench::with("page.txt", PAGE);
    bench.file(
        "dechrome.toml",
        format!("keep = [\"date\"]\n{NOTICE}[[override]]\nglob = \"*.md\"\nno-merge = true\n"),
    );
    let typed = "--threshold 0.25 --drop title --keep-regex ^Solved";
    let dumped = bench.run(&format!("clean --dump-config {typed} page.txt")).exits(0);
    let expected = "threshold = 0.25
keep = [\"date\", { regex = \"^Solved\" }]
drop = [{ phrase = \"the harbour office\" }, \"title\"]
";
    assert_eq!(dumped.text(), expected);
    bench.file("dumped.toml", dumped.text());
    bench.run("clean --dump-config --config dumped.toml page.txt").exits(0).prints(expected);
    let of_two = bench.run("clean --dump-config page.txt notes.md").exits(0);
    assert!(of_two.text().contains("\n\n# notes.md\nno-merge = true\n"), "{}", of_two.text());
    bench.run("clean --dump-config --isolated").exits(0).prints("");
}

#[test]
fn rules_that_are_not_as_they_must_be_are_named_and_nothing_is_cleaned() {
    let says = |args: &[&str], file: &str, message: &str| {
        let bench = Bench::with("page.txt", PAGE);
        bench.file("dechrome.toml", file);
        let ran = bench.command("clean page.txt").args(args).output().unwrap();
        assert_eq!((String::from_utf8_lossy(&ran.stderr).as_ref(), ran.stdout.len()), (message, 0));
        assert_eq!(ran.status.code(), Some(2));
    };
    says(
        &["--keep-regex", "(a"],
        "",
        "dechrome: --keep-regex: regex \"(a\" is not a regex: unclosed group\n",
    );
    says(
        &["--drop-phrase", " "],
        "",
        "dechrome: --drop-phrase: phrase is empty: it would match every line\n",
    );
    says(
        &["--drop-regex", r"\w{9999}"],
        "",
        "dechrome: --drop-regex: regex \"\\\\w{9999}\" compiles to more than 1048576 bytes\n",
    );
    let config = ["--config", "dechrome.toml"];
    says(
        &config,
        "[[keep]]\nphrase = \"a\"\nregex = \"b\"\n",
        "dechrome: dechrome.toml: keep: a rule has both phrase \"a\" and regex \"b\", it takes one of them\n",
    );
    says(
        &config,
        "[[drop]]\nphrase = \"a\"\nscope = \"word\"\n",
        "dechrome: dechrome.toml: line 3: unknown variant `word`, expected one of `line`, `prefix`, `contains`\n",
    );
}
