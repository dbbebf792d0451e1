//! What is made from the program: the book's pages of commands, reasons and features, and the lists of reasons that the
//! schema and the Python package hold. `RENEW=1` writes them anew.

#![allow(clippy::unwrap_used, reason = "a test may stop at what it does not expect")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use dechrome::features::{context, own_names};
use dechrome::plan::{Basis, Kind};

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Holds a page of the book against what it is made from, or writes it.
fn check(page: &str, made: &str) {
    check_file(&format!("docs/{page}"), made);
}

fn check_file(name: &str, made: &str) {
    let path = repository().join(name);
    if std::env::var_os("RENEW").is_some() {
        fs::write(&path, made).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), made, "`.ci/renew` writes {name}: look at what changed");
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
    page.push_str(
        "\n## What decided\n\nWhere the score alone did not, `explain` says behind the reason what did; the names are those of \
         `basis` in JSON.\n\n| basis | what decided |\n|---|---|\n",
    );
    for basis in Basis::ALL {
        writeln!(page, "| `{}` | {} |", basis.as_str(), basis.description()).unwrap();
    }
    check("reasons.md", &page);
}

/// The text of a file with `made` in place of what stands between `begin` and the next `end`.
fn with(text: &str, begin: &str, made: &str, end: &str) -> String {
    let (before, rest) = text.split_once(begin).unwrap();
    let behind = &rest[rest.find(end).unwrap()..];
    format!("{before}{begin}{made}{behind}")
}

fn quoted(ids: &[&str]) -> String {
    ids.iter().map(|id| format!("\"{id}\"")).collect::<Vec<_>>().join(", ")
}

#[test]
fn the_schema_and_the_python_package_hold_every_reason_and_basis() {
    let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
    let bases: Vec<&str> = Basis::ALL.iter().map(|basis| basis.as_str()).collect();
    let read = |name: &str| fs::read_to_string(repository().join(name)).unwrap();

    let schema = "docs/diff.schema.json";
    let text = with(&read(schema), "\"reason\": {\n      \"enum\": [", &quoted(&kinds), "]");
    let decided = "what stands above it.\",\n          \"enum\": [";
    check_file(schema, &with(&text, decided, &quoted(&bases), "]"));

    let types = "python/lib/dechrome/__init__.pyi";
    let rows = |ids: &[&str]| ids.chunks(9).map(|row| format!("\n    {},", quoted(row))).collect::<String>();
    let text = with(&read(types), "_Kind = Literal[", &rows(&kinds), "\n]");
    check_file(types, &with(&text, "_Basis = Literal[", &rows(&bases), "\n]"));
}

#[test]
fn every_reason_has_a_colour_on_the_page() {
    let style = fs::read_to_string(repository().join("src/report/html/assets/page.css")).unwrap();
    for kind in Kind::ALL {
        let hue = format!("\n.k-{kind} {{ --h: ");
        assert!(style.contains(&hue), "page.css has no line such as `{}255; }}`", hue.trim_start());
    }
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
