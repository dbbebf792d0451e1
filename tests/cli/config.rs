//! `dechrome.toml`: options for a folder and all below it.

use std::fs;

use crate::bench::{Bench, PAGE};

#[test]
fn the_nearest_file_above_counts_unless_isolated() {
    let bench = Bench::with("page.txt", PAGE);
    let cleaned = bench.run("clean page.txt").exits(0).stdout;
    bench.file("dechrome.toml", "no-drop = true\nno-merge = true\n");
    assert_eq!(bench.run("clean page.txt").exits(0).stdout, PAGE.as_bytes());
    assert_eq!(bench.run("clean --isolated page.txt").exits(0).stdout, cleaned);
    fs::create_dir(bench.path("below")).unwrap();
    fs::write(bench.path("below/page.txt"), PAGE).unwrap();
    let below = bench.command("clean page.txt").current_dir(bench.path("below")).output().unwrap();
    assert_eq!(below.stdout, PAGE.as_bytes());
}

#[test]
fn what_is_typed_goes_over_what_the_file_says() {
    let bench = Bench::with("page.txt", PAGE);
    let kept = bench.run("clean --keep legal page.txt").exits(0).stdout;
    assert!(String::from_utf8_lossy(&kept).contains("Holm Gazette"));
    bench.file("dechrome.toml", "drop = [\"legal\"]\nthreshold = 0\n");
    assert_eq!(bench.run("clean --keep legal --threshold 0.5 page.txt").exits(0).stdout, {
        bench.run("clean --isolated --keep legal --threshold 0.5 page.txt").exits(0).stdout
    });
    bench.file("other.toml", "keep = [\"legal\"]\n");
    assert_eq!(bench.run("clean --config other.toml page.txt").exits(0).stdout, kept);
}

#[test]
fn a_bad_file_is_named_and_nothing_is_cleaned() {
    for (text, message) in [
        ("keep = [\"menus\"]", "dechrome: dechrome.toml: keep: "),
        ("\nkeap = []", "dechrome: dechrome.toml: line 2: unknown field `keap`"),
        ("threshold = 2", "dechrome: dechrome.toml: threshold is 2, outside 0 to 1"),
        ("keep = [\"date\"]\ndrop = [\"date\"]", "dechrome: dechrome.toml: date is in both keep and drop"),
    ] {
        let bench = Bench::with("page.txt", PAGE);
        bench.file("dechrome.toml", text);
        let ran = bench.run("clean --config dechrome.toml page.txt").exits(2);
        assert!(ran.stderr.starts_with(message), "{}", ran.stderr);
        assert!(ran.stdout.is_empty());
    }
}
