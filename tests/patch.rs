//! `dechrome diff` and the real `patch` on whole folders: the diff of many files gives what `clean` gives, and `patch -R`
//! gives the originals back, byte for byte.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may stop at what it does not expect")]

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use flate2::read::MultiGzDecoder;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// Lines of pages, some of them long enough to be wrapped, and some that look like a diff.
const LINES: &[&str] = &[
    "",
    "Home | News | Sport | Weather | Shop",
    "Log in",
    "12 March 2024",
    "By Ann Hill",
    "The crew of the morning ferry turned their boat around on Tuesday, after a passenger had",
    "seen the tail of a whale among the ropes of a mussel farm. It took them four hours to cut",
    "the animal loose, while the passengers handed out tea and kept a look-out for co-",
    "operating boats from the neighbouring harbours, which had been called by radio.",
    "\"We have done this crossing for thirty years,\" said the mate.",
    "渡船在看到鲸鱼后掉头。他们花了四个小时才把它放走。",
    "Related articles",
    "© 2024 Holm Gazette. All rights reserved.",
    "--- a",
    "@@ -1 +1 @@",
    "\\ No newline at end of file",
    "a\rb",
    " \t",
];

fn document() -> impl Strategy<Value = String> {
    let ends = select(vec![vec!["\n"], vec!["\r\n"], vec!["\n", "\r\n"]]);
    let lines = proptest::collection::vec((select(LINES), any::<proptest::sample::Index>()), 0..30);
    (lines, ends, any::<bool>()).prop_map(|(lines, ends, closed)| {
        let text: String = lines.iter().flat_map(|(line, end)| [*line, *end.get::<&str>(&ends)]).collect();
        if closed { text } else { text.trim_end_matches(['\r', '\n']).to_owned() }
    })
}

fn run(folder: &Path, command: &mut Command) -> Output {
    command.current_dir(folder).stdin(Stdio::null()).output().unwrap()
}

fn patch_is_missing() -> bool {
    let missing = Command::new("patch").arg("--version").stdout(Stdio::null()).status().is_err();
    assert!(!missing || std::env::var_os("CI").is_none(), "CI has no `patch`");
    if missing {
        println!("skipped: there is no `patch` on this system");
    }
    missing
}

/// Takes documents there and back; gives how many of them change.
fn round_trip(documents: &[String]) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let names: Vec<String> = (0..documents.len()).map(|number| format!("{number}.txt")).collect();
    for (name, text) in names.iter().zip(documents) {
        fs::write(folder.join(name), text).unwrap();
    }
    let dechrome = || Command::new(env!("CARGO_BIN_EXE_dechrome"));
    let diff = run(folder, dechrome().args(["diff", "--isolated", "-q"]).args(&names));
    assert!(matches!(diff.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&diff.stderr));
    fs::write(folder.join("diff"), &diff.stdout).unwrap();
    let cleaned = run(folder, dechrome().args(["clean", "--isolated", "-q", "-o", "cleaned"]).args(&names));
    assert!(cleaned.status.success(), "{}", String::from_utf8_lossy(&cleaned.stderr));

    let patch = |flags: &[&str]| {
        let mut command = Command::new("patch");
        // Without --keep-empty a text of which nothing is left would be deleted; binary keeps CRLF on every system.
        command
            .args(["--strip=0", "--force", "--silent", "--binary", "--posix"])
            .args(flags)
            .args(["-i", "diff"]);
        let patched = run(folder, &mut command);
        let said = String::from_utf8_lossy(&patched.stdout).into_owned();
        assert!(diff.stdout.is_empty() || patched.status.success(), "patch {flags:?}: {said}");
    };
    patch(&[]);
    let mut changed = 0;
    for (name, text) in names.iter().zip(documents) {
        let patched = fs::read(folder.join(name)).unwrap();
        assert!(
            patched == fs::read(folder.join("cleaned").join(name)).unwrap(),
            "{name}: not what clean gives"
        );
        changed += usize::from(patched != text.as_bytes());
    }
    patch(&["--reverse"]);
    for (name, text) in names.iter().zip(documents) {
        assert!(fs::read(folder.join(name)).unwrap() == text.as_bytes(), "{name}: not the original");
    }
    changed
}

#[test]
fn the_diff_of_many_files_goes_there_and_back() {
    if patch_is_missing() {
        return;
    }
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let documents: Vec<String> =
        (0..60).map(|_| document().new_tree(&mut runner).unwrap().current()).collect();
    let changed = round_trip(&documents);
    assert!(changed > 20, "only {changed} of them change");
}

/// `cargo test --test patch -- --ignored --nocapture` where the corpora lie beside the repository.
#[test]
#[ignore = "needs corpora that are not part of the repository"]
fn seeds_and_corpora_go_there_and_back() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    if !shared.exists() {
        return println!("skipped: {} is not there", shared.display());
    }
    if patch_is_missing() {
        return;
    }
    let seeds = fs::read_dir(shared.join("seeds")).unwrap().map(|entry| entry.unwrap().path());
    let seeds: Vec<String> = seeds
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    println!("seeds: {} of {} change, all go there and back", round_trip(&seeds), seeds.len());
    for (corpus, field) in [("wcxb", "block"), ("news", "split"), ("extra", "layout"), ("more", "block")] {
        let file = fs::File::open(shared.join(format!("corpus/{corpus}-dev.jsonl.gz"))).unwrap();
        let rows = BufReader::new(MultiGzDecoder::new(file)).lines().take(125);
        let texts = rows.filter_map(|row| {
            let row: serde_json::Value = serde_json::from_str(&row.unwrap()).unwrap();
            Some(row[field].as_str()?.to_owned())
        });
        let mut texts: Vec<String> = texts.collect();
        for text in texts.iter_mut().step_by(3) {
            *text = text.replace('\n', "\r\n");
        }
        for text in texts.iter_mut().step_by(5) {
            text.truncate(text.trim_end_matches(['\r', '\n']).len());
        }
        println!("{corpus} {field}: {} of {} change, all go there and back", round_trip(&texts), texts.len());
    }
}
