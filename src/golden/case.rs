//! One case: its files, its reason, its options, and its output of today.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::error::{Error, Result};
use crate::fsio;
use crate::pipeline::{Cleaner, Options};
use crate::settings::{self, Settings};
use crate::text::{Encoding, Lines, Text};

/// What is cleaned.
pub(super) const INPUT: &str = "input.txt";
/// The accepted output.
pub(super) const EXPECTED: &str = "expected.txt";
/// Output that waits to be accepted.
pub(super) const PENDING: &str = "expected.txt.new";
/// Why the case exists, and its options.
pub(super) const ABOUT: &str = "case.toml";

/// A golden case with its input and settings read.
#[derive(Debug, Clone)]
pub struct Case {
    folder: PathBuf,
    about: About,
    options: Options,
    input: Text,
}

impl Case {
    /// Reads the case in `folder`: its input and `case.toml`, not its outputs.
    ///
    /// # Errors
    /// If either file cannot be read, the input is not Unicode text, `case.toml` has a key no case
    /// knows or a value out of its range, or gives no reason.
    pub fn read(folder: &Path) -> Result<Self> {
        let path = folder.join(ABOUT);
        let about = decode(&path)?;
        let (about, options) = parse_about(&about.text).map_err(|error| error.in_file(&path))?;
        let path = folder.join(INPUT);
        let input = decode(&path)?;
        Ok(Case { folder: folder.to_owned(), about, options, input })
    }

    /// Where the case is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Why the case exists; never empty.
    pub fn why(&self) -> &str {
        &self.about.why
    }

    /// Whether it is cleaned as every other document is, without options of its own.
    pub fn is_plain(&self) -> bool {
        self.about.options == Settings::default()
    }

    /// The text that is cleaned.
    pub fn input(&self) -> &str {
        &self.input.text
    }

    /// Under which it is cleaned.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The accepted output as text, if there is one.
    ///
    /// # Errors
    /// If the file exists and cannot be read, or is not Unicode text.
    pub fn expected_text(&self) -> Result<Option<String>> {
        let text = |bytes| Text::decode(bytes, Encoding::Unicode).map(|text| text.text);
        let text = self.expected()?.map(text).transpose();
        text.map_err(|error| error.without_hint().in_file(self.expected_path()))
    }

    /// Number of lines of the input.
    pub fn lines(&self) -> usize {
        Lines::new(self.input()).len()
    }

    /// What cleaning gives today, in the byte form of the input.
    ///
    /// # Errors
    /// As [`Text::encode`]; not for UTF-8 or UTF-16.
    pub fn output(&self) -> Result<Vec<u8>> {
        self.encode(&self.cleaner().clean(self.input()))
    }

    /// What cleans the input: the shipped model under the options of the case.
    pub(super) fn cleaner(&self) -> Cleaner {
        Cleaner::new(self.options.clone())
    }

    /// A text in the byte form of the input.
    pub(super) fn encode(&self, text: &str) -> Result<Vec<u8>> {
        let bytes = self.input.encode(text).map_err(|error| error.in_file(self.input_path()))?;
        Ok(bytes.into_owned())
    }

    /// The accepted output, if there is one.
    ///
    /// # Errors
    /// If the file exists and cannot be read.
    pub fn expected(&self) -> Result<Option<Vec<u8>>> {
        read_if_exists(&self.expected_path())
    }

    /// The output that waits to be accepted, if there is one.
    ///
    /// # Errors
    /// If the file exists and cannot be read.
    pub fn pending(&self) -> Result<Option<Vec<u8>>> {
        read_if_exists(&self.pending_path())
    }

    /// Where the input is.
    pub fn input_path(&self) -> PathBuf {
        self.folder.join(INPUT)
    }

    /// Where accepted output goes.
    pub fn expected_path(&self) -> PathBuf {
        self.folder.join(EXPECTED)
    }

    /// Where pending output waits.
    pub fn pending_path(&self) -> PathBuf {
        self.folder.join(PENDING)
    }
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fsio::read(fsio::open(path)?, fsio::DOCUMENT_LIMIT).map_err(|error| error.in_file(path))
}

fn read_if_exists(path: &Path) -> Result<Option<Vec<u8>>> {
    path.try_exists().map_err(|error| Error::io("open", error).in_file(path))?.then(|| read(path)).transpose()
}

fn decode(path: &Path) -> Result<Text> {
    Text::decode(read(path)?, Encoding::Unicode).map_err(|error| error.without_hint().in_file(path))
}

/// `case.toml` as it is written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct About {
    why: String,
    #[serde(default)]
    options: Settings,
}

fn parse_about(text: &str) -> Result<(About, Options)> {
    let about: About = settings::from_toml(text)?;
    if about.why.trim().is_empty() {
        return Err(Error::invalid("why is empty: a case says why it exists"));
    }
    let options = about.options.options()?;
    Ok((about, options))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::Hyphens;
    use crate::pipeline::{Drop, Merge};
    use crate::plan::Kind;

    #[track_caller]
    fn refused(text: &str, message: &str) {
        assert_eq!(parse_about(text).unwrap_err().to_string(), message);
    }

    #[test]
    fn options_have_the_names_of_the_flags() {
        let text = "why = \"w\"\n[options]\nno-drop = true\nno-dehyphenate = true\nthreshold = 0.25\nkeep = [\"date\"]\n";
        let (about, options) = parse_about(text).unwrap();
        assert_eq!(about.why, "w");
        assert_eq!((options.drop, options.merge), (Drop::Nothing, Merge::Breaks));
        assert_eq!((options.hyphens, options.policy.threshold), (Hyphens::Keep, Some(0.25)));
        assert_eq!((options.policy.keep, options.policy.drop), (vec![Kind::Date], vec![]));
    }

    #[test]
    fn what_a_case_does_not_know_is_named() {
        refused("", "line 1: missing field `why`");
        refused("why = \" \"", "why is empty: a case says why it exists");
        refused("why = \"w\"\nwhen = 1\n", "line 2: unknown field `when`, expected `why` or `options`");
        refused("why = \"w\"\n\n[options]\nthreshold = 1.5\n", "threshold is 1.5, outside 0 to 1");
        refused("why = \"w\"\n[options]\nthreshold = nan\n", "threshold is NaN, outside 0 to 1");
        refused(
            "why = \"w\"\n[options]\nkeep = [\"nav\"]\ndrop = [\"nav\"]\n",
            "nav is in both keep and drop",
        );
        let message = |text| parse_about(text).unwrap_err().to_string();
        let unknown = message("why = \"w\"\n[options]\nno_drop = true\n");
        assert!(
            unknown.starts_with("line 3: unknown field `no_drop`, expected one of `no-drop`, `no-merge`,"),
            "{unknown}"
        );
        let unknown = message("why = \"w\"\n[options]\nkeep = [\"navi\"]\n");
        assert!(unknown.starts_with("keep: \"navi\" is not a kind of line; kinds are "), "{unknown}");
    }
}
