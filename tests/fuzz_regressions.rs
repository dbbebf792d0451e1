//! Whatever fuzzing found, for ever: each file of fuzz/regressions goes through the law that is first in its name. And the
//! laws themselves on some inputs that nobody chose, so that they are held without a fuzzer too.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may stop at what it does not expect"
)]

#[allow(unreachable_pub, reason = "the fuzz targets reach them")]
#[path = "../fuzz/src/lib.rs"]
mod laws;

use std::fs;
use std::path::{Path, PathBuf};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

type Law = fn(&[u8]);

const LAWS: [(&str, Law); 10] = [
    ("clean", laws::clean),
    ("decode", laws::decode),
    ("model_file", laws::model_file),
    ("config", laws::config),
    ("jsonl", laws::jsonl),
    ("wet", laws::wet),
    ("diff_patch", laws::diff_patch),
    ("golden_case", laws::golden_case),
    ("report_html", laws::report_html),
    ("slow", laws::slow),
];

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}

fn names(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(fuzz().join(folder)).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn what_was_found_stays_mended() {
    for name in names("regressions").iter().filter(|name| *name != "README.md") {
        let law =
            LAWS.iter().find(|(law, _)| name.strip_prefix(law).is_some_and(|rest| rest.starts_with('-')));
        let (_, law) = law.unwrap_or_else(|| panic!("{name} is named after no law"));
        println!("{name}");
        law(&fs::read(fuzz().join("regressions").join(name)).unwrap());
    }
}

#[test]
fn every_law_is_fuzzed() {
    let mut laws: Vec<String> = LAWS.iter().map(|(law, _)| format!("{law}.rs")).collect();
    laws.sort();
    assert_eq!(names("fuzz_targets"), laws);
}

/// Tokens of all the formats: random bytes alone get past no parser.
fn input() -> impl Strategy<Value = Vec<u8>> {
    let tokens = "{\"text\":|\"|}|\n|\r\n|WARC/1.0\r\n|WARC-Type: conversion\r\n|Content-Length: 3\r\n|\
                  Content-Type: text/plain\r\n|keep = [\"date\"]\n|threshold = 0.5\n|[[drop]]\nphrase = \"a\"\n|\
                  why = \"w\"\n|Home|Related articles|The ferry turned round when a passenger saw the|-|<b>|&lt;|\\|\u{feff}|é";
    let token = proptest::sample::select(
        tokens.split('|').map(|token| token.as_bytes().to_vec()).collect::<Vec<_>>(),
    );
    let piece = prop_oneof![4 => token, 1 => vec(any::<u8>(), 0..4), 1 => Just(vec![0xfe])];
    vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

#[test]
fn laws_hold_for_inputs_nobody_chose() {
    for (name, law) in LAWS {
        println!("{name}");
        let config = Config { cases: 48, failure_persistence: None, ..Config::default() };
        let run = TestRunner::new(config).run(&input(), |bytes| {
            law(&bytes);
            Ok(())
        });
        run.unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}
