//! Every help text as a reviewed file: an option, its help and this file change together.

use crate::bench::Bench;

#[track_caller]
fn help_is(verb: &str, reviewed: &str) {
    let ran = Bench::new().run(&format!("{verb} --help")).succeeds();
    assert_eq!(ran.text(), reviewed, "run `just help` and look at what changed");
}

#[test]
fn help_texts_are_those_reviewed() {
    help_is("", include_str!("help/dechrome.txt"));
    help_is("clean", include_str!("help/clean.txt"));
    help_is("diff", include_str!("help/diff.txt"));
    help_is("explain", include_str!("help/explain.txt"));
    help_is("golden", include_str!("help/golden.txt"));
    help_is("golden check", include_str!("help/golden-check.txt"));
    help_is("golden accept", include_str!("help/golden-accept.txt"));
    help_is("golden add", include_str!("help/golden-add.txt"));
    help_is("eval", include_str!("help/eval.txt"));
    help_is("train", include_str!("help/train.txt"));
    help_is("generate", include_str!("help/generate.txt"));
    help_is("generate man", include_str!("help/generate-man.txt"));
    help_is("generate completions", include_str!("help/generate-completions.txt"));
}

#[test]
fn no_verb_is_without_a_reviewed_help() {
    let ran = Bench::new().run("--help").succeeds();
    let verbs = ran.text().lines().skip_while(|line| *line != "Verbs:").skip(1);
    for verb in verbs.take_while(|line| !line.is_empty()).filter_map(|line| line.split_whitespace().next()) {
        let file = format!("{}/tests/cli/help/{verb}.txt", env!("CARGO_MANIFEST_DIR"));
        assert!(std::path::Path::new(&file).exists(), "{file} is missing: `just help` writes it");
    }
}

#[test]
fn version_is_that_of_the_package() {
    Bench::new().run("--version").succeeds().prints(format!("dechrome {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn senseless_arguments_are_named_with_a_way_out() {
    let says = |args: &str, expected: &str| drop(Bench::new().run(args).exits(2).prints("").says(expected));
    says("", "dechrome: no verb given\n  hint: dechrome --help lists them\n");
    says("cleen", "dechrome: unrecognized subcommand 'cleen'\n  hint: clean is near\n");
    says("clean --formt text", "dechrome: unexpected argument '--formt' found\n  hint: --format is near\n");
    says("clean --threshold 1.5", "dechrome: --threshold: \"1.5\" is not a number from 0 to 1\n");
    says("clean --threshold nan", "dechrome: --threshold: \"nan\" is not a number from 0 to 1\n");
    says("clean --keep date --drop nav,date", "dechrome: --keep and --drop: date is both kept and dropped\n");
    says("clean --in-place=/tmp/x", "dechrome: --in-place: \"/tmp/x\" is not a suffix but a path\n");
    let unknown = Bench::new().run("clean --keep navi").exits(2).stderr;
    assert!(
        unknown.starts_with("dechrome: --keep: \"navi\" is not a kind of line; kinds are title, nav,"),
        "{unknown}"
    );
    let encoding = Bench::new().run("clean --encoding klingon").exits(2).stderr;
    assert!(
        encoding.contains("\"klingon\" is not the name of an encoding\n  hint: --encoding takes"),
        "{encoding}"
    );
    let both = Bench::new().run("clean --keep-more --drop-more").exits(2).stderr;
    assert!(both.contains("'--keep-more' cannot be used with '--drop-more'"), "{both}");
}
