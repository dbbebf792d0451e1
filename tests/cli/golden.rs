//! `golden`: what it prints, what it writes, how it ends.

use crate::bench::Bench;

/// Under these options the output is the input, whatever the model.
const UNTOUCHED: &str = "why = \"a test\"\n[options]\nno-drop = true\nno-merge = true\n";

/// A folder with a suite of one case of the given files.
fn bench_with(files: &[(&str, &str)]) -> Bench {
    let bench = Bench::new();
    add_case(&bench, "case", files);
    bench
}

fn add_case(bench: &Bench, name: &str, files: &[(&str, &str)]) {
    std::fs::create_dir_all(bench.path("golden").join(name)).unwrap();
    for (file, content) in files {
        bench.file(&format!("golden/{name}/{file}"), content);
    }
}

fn names(bench: &Bench) -> Vec<String> {
    let entries = std::fs::read_dir(bench.path("golden/case")).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_case_is_added_shown_and_accepted() {
    let bench =
        Bench::with("Low_Tide.txt", "The harbour was dry at noon, and the boats lay on their sides.\n");
    let waits = "golden: low-tide has no accepted output; cleaning changes nothing\n  hint: dechrome golden accept low-tide\n";
    bench.run("golden add Low_Tide.txt").succeeds().prints(waits);
    bench.run("golden check").exits(1).says("").prints(format!("{waits}0 passed, 1 failed\n"));
    bench.run("golden check --exit-zero").succeeds();
    let accepted = "golden: low-tide accepted, changing nothing\n1 accepted, 0 as before\n";
    bench.run("golden accept low-tide").succeeds().prints(accepted);
    bench.run("golden check").succeeds().prints("1 passed, 0 failed\n");
    bench.run("golden accept").succeeds().prints("0 accepted, 1 as before\n");
    let why = String::from_utf8(bench.read("golden/low-tide/case.toml")).unwrap();
    assert_eq!(why, "why = \"what becomes of Low_Tide.txt\"\n");
}

#[test]
fn a_difference_is_shown_with_what_to_type() {
    let files = [
        ("input.txt", "a\nthe sky is blue\n"),
        ("expected.txt", "a\nthe sky is red\n"),
        ("case.toml", UNTOUCHED),
    ];
    let bench = bench_with(&files);
    let head = "golden: case differs in 2 of 2 lines (1 newly dropped, 1 newly kept)\n";
    let rows = "--- expected.txt\n+++ cleaned now\n     1  a\n-    2  the sky is [-red-]\n+    2  the sky is {+blue+}\n";
    let tail = "0 passed, 1 failed\n";
    let shown = format!("{head}{rows}  hint: dechrome golden accept case\n{tail}");
    bench.run("golden check").exits(1).says("").prints(&shown);
    bench.run("golden check case").exits(1).prints(&shown);
    bench.run("golden check golden/case").exits(1).prints(&shown);
    let elsewhere = format!("{head}{rows}  hint: dechrome golden accept ./golden/case\n{tail}");
    bench.run("golden check ./golden").exits(1).prints(elsewhere);
}

#[test]
fn pending_output_that_nobody_can_accept_is_cleared_by_hand() {
    let files = [("input.txt", "new\n"), ("expected.txt.new", "old\n"), ("case.toml", UNTOUCHED)];
    let bench = bench_with(&files);
    let ran = bench.run("golden check").exits(1);
    let stale = "golden: case has pending output that is not what cleaning gives now\n  hint: rm golden/case/expected.txt.new\n";
    assert!(ran.text().contains(stale), "{}", ran.text());
    assert!(!ran.text().contains("golden accept"), "{}", ran.text());
    let refused = bench.run("golden accept case").exits(2).prints("0 accepted, 0 as before\n").stderr;
    assert!(refused.contains("expected.txt.new: not what cleaning gives now"), "{refused}");
    assert_eq!(names(&bench), ["case.toml", "expected.txt.new", "input.txt"]);
}

#[test]
fn an_error_names_its_case_and_the_others_are_checked() {
    let bench = bench_with(&[("input.txt", "a\n"), ("expected.txt", "a\n"), ("case.toml", UNTOUCHED)]);
    add_case(
        &bench,
        "broken",
        &[("input.txt", "a\n"), ("case.toml", "why = \"w\"\n[options]\nstrict = 1\n")],
    );
    let ran = bench.run("golden check").exits(2).prints("1 passed, 1 failed\n");
    let says = "dechrome: golden/broken/case.toml: line 3: unknown field `strict`, expected one of ";
    assert!(ran.stderr.starts_with(says), "{}", ran.stderr);
}

#[test]
fn what_belongs_to_no_case_fails_the_check() {
    let files = [("input.txt", "a\n"), ("expected.txt", "a\n"), ("case.toml", UNTOUCHED), ("notes.txt", "")];
    let bench = bench_with(&files);
    let orphan = "golden: golden/case/notes.txt belongs to no case\n0 passed, 1 failed\n";
    bench.run("golden check").exits(1).says("").prints(orphan);
}

#[test]
fn nothing_is_written_on_ci() {
    let bench = bench_with(&[("input.txt", "a\n"), ("expected.txt.new", "a\n"), ("case.toml", UNTOUCHED)]);
    for args in ["golden accept", "golden add golden/case/input.txt --name other"] {
        let ran = bench.run(&format!("{args} --ci")).exits(2).prints("");
        assert!(ran.stderr.contains("writes nothing on CI"), "{}", ran.stderr);
        let ran = bench.command(args).env("CI", "true").output().unwrap();
        assert_eq!((ran.status.code(), ran.stdout.len()), (Some(2), 0));
    }
    assert_eq!(names(&bench), ["case.toml", "expected.txt.new", "input.txt"]);
    assert!(!bench.path("golden/other").exists());
    let checked = bench.command("golden check").env("CI", "true").output().unwrap();
    assert_eq!(checked.status.code(), Some(1));
    let accepted = bench.command("golden accept").env("CI", "").output().unwrap();
    assert_eq!(accepted.status.code(), Some(0));
}

#[test]
fn only_the_folder_asked_for_is_written() {
    let bench = Bench::with("a.txt", "a\n");
    bench.run("golden add a.txt --dir cases/deep --name b --why w").succeeds();
    assert_eq!(bench.names(), ["a.txt", "cases"]);
    assert_eq!(bench.read("cases/deep/b/input.txt"), b"a\n");
    bench.file("c.txt", "c\n");
    let says = "dechrome: --name: names one case, but there are 2 files\n";
    bench.run("golden add a.txt c.txt --name b").exits(2).prints("").says(says);
    let taken = bench.run("golden add a.txt --dir cases/deep --name b").exits(2).stderr;
    assert!(taken.starts_with("dechrome: a.txt: cases/deep/b: exists already\n  hint: --name"), "{taken}");
}
