//! The pages of docs/ that are made from the program: commands, reasons and features. `RENEW=1` writes them anew.

#![allow(clippy::unwrap_used, reason = "a test may stop at what it does not expect")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use dechrome::features::{context, own_names};
use dechrome::plan::Kind;

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Holds a page against what it is made from, or writes it.
fn check(page: &str, made: &str) {
    let path = repository().join("docs").join(page);
    if std::env::var_os("RENEW").is_some() {
        fs::write(&path, made).unwrap();
    }
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        made,
        "`.ci/renew` writes docs/{page}: look at what changed"
    );
}

#[test]
fn the_page_of_commands_holds_every_help_text() {
    let mut page = String::from(
        "# Commands and options\n\nWhat `--help` prints. `dechrome generate man` gives the same as man pages.\n",
    );
    let mut texts: Vec<PathBuf> = fs::read_dir(repository().join("tests/cli/help"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    // The program itself first, then its verbs in the order of their names.
    texts.sort_by_key(|path| (!path.ends_with("dechrome.txt"), path.clone()));
    for path in texts {
        let verb = path.file_stem().unwrap().to_str().unwrap().replace('-', " ");
        let name = if verb == "dechrome" { verb } else { format!("dechrome {verb}") };
        let text = fs::read_to_string(&path).unwrap();
        write!(page, "\n## {name}\n\n```text\n{}\n```\n", text.trim_end()).unwrap();
    }
    check("commands.md", &page);
}

#[test]
fn the_page_of_reasons_holds_every_kind() {
    let mut page = String::from(
        "# Reasons\n\nWhy a line is dropped, as `explain`, `diff` and `--removed` name it; `--keep` and `--drop` take the same \
         names.\n\n| reason | lines |\n|---|---|\n",
    );
    for kind in Kind::ALL {
        writeln!(page, "| `{}` | {} |", kind.as_str(), kind.description()).unwrap();
    }
    check("reasons.md", &page);
}

#[test]
fn the_page_of_features_holds_every_input_of_the_model() {
    let own: Vec<&str> = own_names().collect();
    let all = context::names();
    let list = |names: &[String]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let (alone, around) = all.split_at(own.len());
    assert_eq!(alone, own);
    let page = format!(
        "# Features\n\nWhat the score of a line rests on, by the names that `explain --style json` gives with their values \
         and contributions in log-odds. The design says how they become a score.\n\n\
         ## Of the line by itself\n\n{}: {}\n\n## Of the lines around it and the page\n\n{}: {}\n",
        alone.len(),
        list(alone),
        around.len(),
        list(around),
    );
    check("features.md", &page);
}

#[test]
fn the_book_lists_pages_that_are_there_and_no_page_is_left_out() {
    let docs = repository().join("docs");
    let summary = fs::read_to_string(docs.join("SUMMARY.md")).unwrap();
    let links: Vec<&str> = summary.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    let mut pages: Vec<String> = fs::read_dir(&docs)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| Path::new(name).extension().is_some_and(|e| e == "md") && name != "SUMMARY.md")
        .collect();
    pages.sort_unstable();
    let mut listed = links.clone();
    listed.sort_unstable();
    assert_eq!(listed, pages);
}
