//! The example for GitHub Actions: its commands run, pass on good golden cases and fail on others.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may stop at what it does not expect")]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A case of this repository, whose output is known to be what cleaning gives.
fn case_file(name: &str) -> String {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/wrapped-page");
    fs::read_to_string(case.join(name)).unwrap()
}

fn workflow() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/github-actions.yml")).unwrap()
}

/// The scripts of the `run:` steps, in order: the rest of the line, or the lines indented below a `|`.
fn scripts(workflow: &str) -> Vec<String> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let lines: Vec<&str> = workflow.lines().collect();
    let mut scripts = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        match line.trim_start().strip_prefix("run: ") {
            None => {}
            Some("|") => {
                let below = lines[index + 1..].iter().take_while(|below| indent(below) > indent(line));
                scripts.push(below.map(|below| format!("{}\n", below.trim_start())).collect());
            }
            Some(script) => scripts.push(script.to_owned()),
        }
    }
    scripts
}

/// A repository with a golden case and a text that cleaning changes.
fn repository(expected: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let case = folder.path().join("golden/wrapped-page");
    fs::create_dir_all(&case).unwrap();
    fs::create_dir(folder.path().join("texts")).unwrap();
    fs::write(case.join("case.toml"), case_file("case.toml")).unwrap();
    fs::write(case.join("input.txt"), case_file("input.txt")).unwrap();
    fs::write(case.join("expected.txt"), expected).unwrap();
    fs::write(folder.path().join("texts/page.txt"), case_file("input.txt")).unwrap();
    folder
}

/// Runs a script as Actions does, with the program on the path; gives the exit code.
fn run(script: &str, folder: &TempDir) -> Option<i32> {
    let program = Path::new(env!("CARGO_BIN_EXE_dechrome")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let mut bash = Command::new("bash");
    bash.args(["-e", "-c", script]).current_dir(folder.path()).env("PATH", path).env("CI", "true");
    bash.stdin(Stdio::null()).output().unwrap().status.code()
}

#[test]
fn the_workflow_passes_where_cases_do() {
    let folder = repository(&case_file("expected.txt"));
    let scripts = scripts(&workflow());
    assert!(scripts.len() > 2, "{scripts:?}");
    for script in scripts {
        assert_eq!(run(&script, &folder), Some(0), "{script}");
    }
    let diff = fs::read_to_string(folder.path().join("dechrome.diff")).unwrap();
    assert!(diff.contains("\n-Classifieds\n"), "{diff}");
}

#[test]
fn the_workflow_fails_where_a_case_does() {
    let folder = repository("The ferry went on.\n");
    let failed: Vec<String> =
        scripts(&workflow()).into_iter().filter(|script| run(script, &folder) != Some(0)).collect();
    assert_eq!(failed, ["dechrome golden check"]);
}
