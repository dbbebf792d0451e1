//! What CONTRIBUTING.md tells a newcomer is there: its edits apply, and its files, names, tests and options exist. Its
//! `console` blocks are run by tests/readme.rs, its walks from end to end by `.ci/walk`.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may stop at what it does not expect")]

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn page() -> String {
    fs::read_to_string(repository().join("CONTRIBUTING.md")).unwrap()
}

/// The bodies of all fenced blocks of a language.
fn blocks<'p>(page: &'p str, language: &str) -> Vec<&'p str> {
    let fence = format!("```{language}\n");
    page.split(&fence).skip(1).map(|rest| rest.split_once("\n```").unwrap().0).collect()
}

/// What stands between single backticks in the running text.
fn code(page: &str) -> Vec<&str> {
    let running = page.split("```").step_by(2);
    running.flat_map(|text| text.split('`').skip(1).step_by(2)).collect()
}

/// The commands of the `sh` blocks, without their remarks.
fn commands(page: &str) -> Vec<&str> {
    let lines = blocks(page, "sh").into_iter().flat_map(str::lines);
    let bare = lines.map(|line| line.split(" #").next().unwrap());
    bare.flat_map(|line| line.split("&&")).map(str::trim).filter(|command| !command.is_empty()).collect()
}

#[test]
fn the_edits_apply() {
    if Command::new("patch").arg("--version").stdout(Stdio::null()).status().is_err() {
        return println!("skipped: no patch");
    }
    let page = page();
    let edits = blocks(&page, "diff");
    assert!(edits.len() >= 3, "{}", edits.len());
    for edit in edits {
        let mut patch = Command::new("patch");
        patch.args(["--dry-run", "--batch", "--forward", "--fuzz=0", "-p1", "-d"]).arg(repository());
        let mut patch = patch.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        writeln!(patch.stdin.take().unwrap(), "{edit}").unwrap();
        let output = patch.wait_with_output().unwrap();
        assert!(output.status.success(), "{}\n{edit}", String::from_utf8_lossy(&output.stdout));
    }
}

/// Files that a walk makes.
const MADE: [&str; 1] = ["tests/cli/diff/page.csv"];

#[test]
fn the_files_are_there_and_hold_what_is_said() {
    let page = page();
    let rooms =
        ["src/", "tests/", "docs/", "golden/", "eval/", "model/", "benches/", "fuzz/", "python/", ".ci/"];
    let paths: Vec<&str> =
        code(&page).into_iter().filter(|code| rooms.iter().any(|room| code.starts_with(room))).collect();
    assert!(paths.len() > 20, "{paths:?}");
    for path in paths.into_iter().filter(|path| !MADE.contains(path)) {
        assert!(repository().join(path).exists(), "{path} is not there");
    }
    let mut names = 0;
    for (name, file) in page.split("` in `").zip(page.split("` in `").skip(1)) {
        let (name, file) = (name.rsplit('`').next().unwrap(), file.split('`').next().unwrap());
        let Ok(source) = fs::read_to_string(repository().join(file)) else { continue };
        assert!(source.contains(name.rsplit("::").next().unwrap()), "{name} is not in {file}");
        names += 1;
    }
    assert!(names >= 3, "{names}");
}

fn is_test(name: &str) -> bool {
    let tests = repository().join("tests");
    tests.join(name).with_extension("rs").exists() || tests.join(name).join("main.rs").exists()
}

fn is_module(path: &str) -> bool {
    let module = repository().join("src").join(path.trim_end_matches("::").replace("::", "/"));
    module.with_extension("rs").exists() || module.join("mod.rs").exists()
}

#[test]
fn the_tests_and_recipes_it_names_are_there() {
    let page = page();
    let recipes = fs::read_to_string(repository().join("justfile")).unwrap();
    let mut seen = 0;
    for command in commands(&page).into_iter().chain(code(&page)) {
        let words: Vec<&str> = command.split_whitespace().collect();
        for pair in words.windows(2).filter(|_| command.starts_with("cargo test")) {
            match pair {
                ["--test", name] => assert!(is_test(name), "{command}"),
                ["--lib", module] => assert!(is_module(module), "{command}"),
                _ => continue,
            }
            seen += 1;
        }
        match words[..] {
            ["just", recipe, ..] => assert!(recipes.contains(&format!("\n{recipe}")), "{command}"),
            [script, ..] if script.starts_with(".ci/") => {
                assert!(repository().join(script).exists(), "{command}")
            }
            _ => {}
        }
    }
    assert!(seen > 8, "{seen}");
}

fn help(verbs: &[&str]) -> String {
    let ran = Command::new(env!("CARGO_BIN_EXE_dechrome")).args(verbs).arg("--help").output().unwrap();
    assert!(ran.status.success(), "{verbs:?}");
    String::from_utf8(ran.stdout).unwrap()
}

#[test]
fn the_options_it_names_are_those_of_the_program() {
    let page = page();
    let console = blocks(&page, "console").into_iter().flat_map(str::lines);
    let typed = console.filter_map(|line| line.strip_prefix("$ ")).chain(commands(&page)).chain(code(&page));
    let mut seen = 0;
    for command in typed.filter_map(|command| command.split_once("dechrome ").map(|(_, args)| args)) {
        let words: Vec<&str> = command.split_whitespace().collect();
        let verbs = match words[..] {
            ["golden", below, ..] => vec!["golden", below],
            [verb, ..] if verb.chars().all(char::is_alphabetic) => vec![verb],
            _ => continue,
        };
        let help = help(&verbs);
        for option in words.iter().filter(|word| word.starts_with("--")) {
            assert!(help.contains(option), "{option} in: dechrome {command}");
            seen += 1;
        }
    }
    assert!(seen > 5, "{seen}");
}
