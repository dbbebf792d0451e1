//! Every help text as a reviewed file: an option, its help and this file change together.

use std::fs;
use std::path::{Path, PathBuf};

use crate::bench::Bench;

fn reviewed(verb: &str) -> PathBuf {
    let name = if verb.is_empty() { "dechrome".to_owned() } else { verb.replace(' ', "-") };
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/cli/help/{name}.txt"))
}

/// Compares the help of a verb and of the verbs below it; gives the files that were compared.
fn check(verb: &str, compared: &mut Vec<PathBuf>) {
    let ran = Bench::new().run(&format!("{verb} --help")).succeeds();
    let file = reviewed(verb);
    let expected = fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(ran.text(), expected, "{}: `.ci/renew` writes it; look at what changed", file.display());
    compared.push(file);
    let verbs = ran.text().lines().skip_while(|line| !matches!(*line, "Verbs:" | "Commands:")).skip(1);
    for line in verbs.take_while(|line| !line.is_empty()) {
        let below = line.split_whitespace().next().unwrap();
        check(format!("{verb} {below}").trim(), compared);
    }
}

#[test]
fn help_texts_are_those_reviewed() {
    let mut compared = Vec::new();
    check("", &mut compared);
    let mut files: Vec<PathBuf> =
        fs::read_dir(reviewed("").parent().unwrap()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    compared.sort();
    assert_eq!(files, compared, "a verb that is gone leaves no help behind");
}

#[test]
fn version_is_that_of_the_package() {
    Bench::new().run("--version").succeeds().prints(format!("dechrome {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn senseless_arguments_are_named_with_a_way_out() {
    let says = |args: &str, expected: &str| drop(Bench::new().run(args).exits(2).prints("").says(expected));
    says("", "dechrome: no verb given\n  hint: dechrome --help lists them\n");
    says("cleen", "dechrome: unrecognized subcommand 'cleen'\n  hint: the nearest is clean\n");
    says(
        "clean --formt text",
        "dechrome: unexpected argument '--formt' found\n  hint: the nearest is --format\n",
    );
    says("clean --threshold 1.5", "dechrome: --threshold: \"1.5\" is not a number from 0 to 1\n");
    says("clean --threshold nan", "dechrome: --threshold: \"nan\" is not a number from 0 to 1\n");
    says("clean --keep date --drop nav,date", "dechrome: --keep and --drop: date is both kept and dropped\n");
    says("clean --in-place=/tmp/x", "dechrome: --in-place: \"/tmp/x\" is not a suffix but a path\n");
    let unknown = Bench::new().run("clean --keep navi").exits(2).stderr;
    let expected = "dechrome: --keep: \"navi\" is not a kind of line; kinds are title, nav,";
    assert!(unknown.starts_with(expected), "{unknown}");
    let encoding = Bench::new().run("clean --encoding klingon").exits(2).stderr;
    let expected =
        "dechrome: --encoding: \"klingon\" is not the name of an encoding\n  hint: --encoding takes";
    assert!(encoding.starts_with(expected), "{encoding}");
    let both = Bench::new().run("clean --keep-more --drop-more").exits(2).stderr;
    assert!(both.contains("'--keep-more' cannot be used with '--drop-more'"), "{both}");
}
