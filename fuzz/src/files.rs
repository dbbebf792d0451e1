//! What holds for the files that steer: models, configurations, golden cases.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use dechrome::configuration::Configuration;
use dechrome::golden::{self, Accepted, Case, Finding, Place};
use dechrome::model::Model;
use dechrome::settings::{self, Settings};
use dechrome::text::Lines;
use dechrome::{Cleaner, Options, merge};

use super::choices::Choices;

const SHIPPED: &[u8] = include_bytes!("../../model/default.model");
const PAGE: &str =
    "Home\nNews\n\nThe ferry turned round when a passenger saw the\nwhale among the ropes.\n\nLog in\n";

/// A model file is refused or judges lines with scores from 0 to 1, and is written as what reads back as it.
///
/// An input is a file of its own, or edits of the shipped one: a place in three bytes and what stands there instead.
pub fn model_file(data: &[u8]) {
    let mut choices = Choices::new(data);
    let (edited, cut) = (choices.below(4) > 0, choices.below(2) > 0);
    let rest = choices.rest();
    drop(merge::Model::from_json(&String::from_utf8_lossy(rest)));
    let bytes = if edited { edit(rest, cut) } else { rest.to_vec() };
    let Ok(model) = Model::from_bytes(bytes) else { return };
    let written = model.to_bytes().unwrap();
    let again = Model::from_bytes(written.clone()).unwrap();
    assert_eq!(again.to_bytes().unwrap(), written);
    let plan = Cleaner::with_model(Options::default(), model).plan(&Lines::new(PAGE));
    assert!(plan.verdicts.iter().all(|verdict| (0.0..=1.0).contains(&verdict.score)));
}

fn edit(edits: &[u8], cut: bool) -> Vec<u8> {
    let tokens: [&[u8]; 8] = [b"NaN", b"1e39", b"-1e7", b"null", b",", b"]", b"9", b"\n"];
    let mut bytes = SHIPPED.to_vec();
    for edit in edits.chunks_exact(4) {
        let at = usize::from(edit[0]) << 16 | usize::from(edit[1]) << 8 | usize::from(edit[2]);
        let at = at % bytes.len();
        match tokens.get(usize::from(edit[3])) {
            Some(token) => drop(bytes.splice(at..at + 1, token.iter().copied())),
            None => bytes[at] = edit[3],
        }
        if cut {
            bytes.truncate(at.max(1));
        }
    }
    bytes
}

/// A configuration is refused or cleans, and what it says it says again when it is read back.
pub fn config(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let Ok(settings) = settings::from_toml::<Settings>(&text) else { return };
    let Ok(configuration) = Configuration::new(settings) else { return };
    for path in [None, Some(Path::new("news/a.txt"))] {
        let in_force = configuration.settings(path).unwrap();
        let written = in_force.to_toml().unwrap();
        assert_eq!(settings::from_toml::<Settings>(&written).unwrap(), in_force, "{written}");
        let options = configuration.options(path).unwrap();
        let lines = Lines::new(PAGE);
        assert_eq!(Cleaner::new(options).plan(&lines).verdicts.len(), lines.len());
    }
}

/// A check writes nothing. What was accepted passes from then on.
///
/// An input holds `case.toml`, the input, the accepted and the pending output, with a byte 0xFE between them; files that
/// are not there are missing.
pub fn golden_case(data: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let names = ["case.toml", "input.txt", "expected.txt", "expected.txt.new", "stray"];
    for (name, content) in names.iter().zip(data.split(|&byte| byte == 0xfe)) {
        fs::write(folder.path().join(name), content).unwrap();
    }
    let before = listing(folder.path());
    let place = Place::Case(folder.path().to_owned());
    let found = golden::check(&place);
    assert_eq!(listing(folder.path()), before);
    let Ok(case) = Case::read(folder.path()) else {
        assert!(found.is_err());
        return;
    };
    let accepted = golden::accept(&case);
    let after = listing(folder.path());
    match accepted {
        Err(_) => assert_eq!(after, before),
        Ok(done) => {
            let left = golden::check(&place).unwrap();
            assert!(left.iter().all(|finding| matches!(finding, Finding::Orphan(_))), "{left:?}");
            assert_eq!(done == Accepted::Before, after.get("expected.txt") == before.get("expected.txt"));
            assert_eq!(after.get("input.txt"), before.get("input.txt"));
        }
    }
}

fn listing(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(path).unwrap()))
        .collect()
}
