//! The commands of the README, of CONTRIBUTING.md and of the book give what is shown below them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at what it does not expect")]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A command of a `console` block and the lines below it.
struct Step {
    command: String,
    printed: String,
}

fn page(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

fn readme() -> String {
    page("README.md")
}

/// The bodies of all fenced blocks of a language.
fn blocks<'r>(readme: &'r str, language: &str) -> Vec<&'r str> {
    let fence = format!("```{language}\n");
    readme.split(&fence).skip(1).map(|rest| rest.split_once("```").unwrap().0).collect()
}

fn steps(block: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for line in block.split_inclusive('\n') {
        match (line.strip_prefix("$ "), steps.last_mut()) {
            (Some(command), _) => {
                steps.push(Step { command: command.trim_end().to_owned(), printed: String::new() });
            }
            (None, Some(step)) => step.printed.push_str(line),
            (None, None) => panic!("a console block begins with a command, not with {line:?}"),
        }
    }
    steps
}

/// A folder like the repository's, as far as the README looks at it, in which commands may write.
fn playground() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    let copied = Command::new("cp").arg("-r").arg(golden).arg(folder.path()).status().unwrap();
    assert!(copied.success());
    folder
}

/// Runs a line of shell in which `dechrome` is the program under test; gives all it prints, in a terminal's order.
fn run(command: &str, folder: &Path) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_dechrome")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("{{ {command}\n}} 2>&1")]).current_dir(folder).env("PATH", path);
    shell.env_remove("NO_COLOR").env_remove("COLUMNS").env_remove("CI").stdin(Stdio::null());
    String::from_utf8(shell.output().unwrap().stdout).unwrap()
}

/// Runs the commands of a page one after another in one folder.
fn hold(name: &str) {
    let page = page(name);
    let folder = playground();
    let steps: Vec<Step> = blocks(&page, "console").into_iter().flat_map(steps).collect();
    assert!(steps.len() > 3, "only {} commands were found in {name}", steps.len());
    for Step { command, printed } in steps {
        let now = run(&command, folder.path());
        assert_eq!(
            now, printed,
            "{name}: {command}\n`.ci/renew` writes what commands print: look at what changed"
        );
    }
}

#[test]
fn commands_print_what_the_readme_shows() {
    hold("README.md");
}

#[test]
fn commands_print_what_the_tutorial_shows() {
    hold("docs/tutorial.md");
}

#[test]
fn commands_print_what_the_chapter_on_teaching_shows() {
    hold("docs/teach.md");
}

#[test]
fn commands_print_what_the_newcomer_is_shown() {
    hold("CONTRIBUTING.md");
}

#[test]
fn the_first_command_is_that_of_the_tour() {
    let readme = readme();
    let first = blocks(&readme, "sh")[0].trim();
    let asked = first.strip_prefix("cargo run --release --quiet -- ").unwrap();
    let shown = blocks(&readme, "console").into_iter().flat_map(steps);
    let mut same = shown.filter(|step| step.command == format!("dechrome {asked}"));
    assert!(same.next().is_some(), "{first} is not part of the tour");
}

#[test]
fn ci_runs_the_test_command_of_the_readme() {
    let readme = readme();
    let test = blocks(&readme, "sh")[1].trim();
    let ci = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(".ci/run")).unwrap();
    assert!(ci.lines().any(|line| line == format!("step {test}")), "{test}");
}
