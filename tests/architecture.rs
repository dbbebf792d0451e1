//! The floors: a module of the library uses only modules of lower floors, so that data flows one way.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at what it does not expect")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const FLOORS: &[&[&str]] = &[
    &["error"],
    &["fsio", "text", "plan"], // the plan is data alone, so that features may name kinds and joins
    &["features", "rules"],
    &["model", "merge", "render", "report"],
    &["label", "train", "profile", "review"],
    &["pipeline"],
    &["settings"],
    &["configuration", "golden", "corpus", "eval"],
];

/// The one file above all modules, which only names them.
const ROOT: &str = "lib";

fn floor(module: &str) -> usize {
    let found = FLOORS.iter().position(|floor| floor.contains(&module));
    found.unwrap_or_else(|| panic!("module {module} has no floor: give it one in tests/architecture.rs"))
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Each source file of `src` with the module it belongs to and its code: no comments, no tests.
fn modules() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    files.sort();
    let module = |file: &Path| {
        let first = file.strip_prefix(&root).unwrap().components().next().unwrap();
        Path::new(&first).file_stem().unwrap().to_str().unwrap().to_owned()
    };
    let code = |file: &Path| {
        let source = fs::read_to_string(file).unwrap();
        let tested = source.find("#[cfg(test)]\nmod tests").unwrap_or(source.len());
        let lines = source[..tested].lines().filter(|line| !line.trim_start().starts_with("//"));
        lines.collect::<Vec<_>>().join("\n")
    };
    files.into_iter().map(|file| (module(&file), file.clone(), code(&file))).collect()
}

/// The modules that `code` names by paths from the crate's root.
fn used(code: &str) -> BTreeSet<&str> {
    let ends = |rest: &str| rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    code.split("crate::").skip(1).map(|rest| &rest[..ends(rest)]).collect()
}

#[test]
fn modules_use_only_lower_floors() {
    let mut seen = 0;
    for (module, file, code) in modules() {
        if [ROOT, "main", "cli"].contains(&&*module) {
            continue;
        }
        for other in used(&code) {
            assert!(!other.is_empty(), "{}: name each module in a `use` of its own", file.display());
            let allowed = other == module || floor(other) < floor(&module);
            assert!(allowed, "{}: {module} must not use {other}", file.display());
        }
        seen += 1;
    }
    assert!(seen > 5, "only {seen} files were looked at");
}

#[test]
fn the_program_uses_the_library_from_outside() {
    for (module, file, code) in modules().iter().filter(|(module, ..)| module == "cli" || module == "main") {
        let inside = used(code).into_iter().find(|other| FLOORS.concat().contains(other) && *other != module);
        // `crate::golden` would be the program's own verb only as `crate::cli::golden`.
        assert_eq!(inside, None, "{}", file.display());
    }
}

#[test]
fn only_fsio_writes_files() {
    let writing = ["File::create", "OpenOptions", "fs::write", "fs::rename", "fs::remove", "persist("];
    for (module, file, code) in modules().iter().filter(|(module, ..)| module != "fsio") {
        let code = code.replace("NewFile::create", ""); // fsio's own
        let found = writing.iter().find(|call| code.contains(**call));
        assert_eq!(found, None, "{module}: {}", file.display());
    }
}

/// Where the processor has wider registers, a safe function compiled for them is called: nowhere else is there anything to
/// audit.
#[test]
fn unsafe_code_stands_in_one_place() {
    let mut found = Vec::new();
    for (_, file, code) in modules() {
        let lines = code.lines().map(str::trim).filter(|line| line.contains("unsafe"));
        found.extend(lines.map(|line| (file.file_name().unwrap().to_owned(), line.to_owned())));
    }
    let expected = ["#[allow(unsafe_code)]", "unsafe {"].map(|line| ("simd.rs".into(), line.to_owned()));
    assert_eq!(found, expected);
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    assert!(manifest.contains("\nunsafe_code = \"deny\""), "the compiler holds what is written here");
}

#[test]
fn every_file_says_what_it_owns() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    for file in files {
        assert!(fs::read_to_string(&file).unwrap().starts_with("//! "), "{}", file.display());
    }
}
