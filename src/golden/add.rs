//! Makes a case from real input; its output is pending until somebody accepts it.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::fsio;
use crate::text::{Encoding, Text};

use super::case::{ABOUT, Case, INPUT};

/// What a new case is made of.
#[derive(Debug, Clone, Copy)]
pub struct NewCase<'a> {
    /// The folder of the case inside its suite: one part of a path, not hidden.
    pub name: &'a str,
    /// Why the case exists; not empty.
    pub why: &'a str,
    /// The input, byte for byte.
    pub input: &'a [u8],
}

impl NewCase<'_> {
    /// A name for the case of a file: its own without extension, in lower case, other characters than letters
    /// and digits as hyphens. Empty if nothing is left.
    pub fn name_for(file: &Path) -> String {
        let stem = file.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
        let words: Vec<&str> =
            stem.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        words.join("-")
    }
}

/// Makes a case in `suite`, which is created where it does not exist, with today's output as pending.
///
/// # Errors
/// If the name cannot be a folder's or is taken, the reason is empty, the input is not Unicode text, or a file
/// cannot be written: then no case is left, not even a part of it.
pub fn add(suite: &Path, new: NewCase<'_>) -> Result<Case> {
    let folder = folder_for(suite, new.name)?;
    if new.why.trim().is_empty() {
        return Err(Error::invalid("why is empty: a case says why it exists").in_file(&folder));
    }
    Text::decode(new.input.to_vec(), Encoding::Unicode).map_err(Error::without_hint)?;
    if folder.exists() {
        let error = Error::invalid_with_hint("exists already", "--name NAME gives the case another name");
        return Err(error.in_file(&folder));
    }
    fsio::create_folder(&folder)?;
    // The first failure is the one to tell of: another while clearing up says no more.
    fill(&folder, new).inspect_err(|_| drop(fsio::remove_folder(&folder)))
}

fn fill(folder: &Path, new: NewCase<'_>) -> Result<Case> {
    let about = toml::to_string(&toml::Table::from_iter([("why".to_owned(), new.why.into())]))
        .map_err(|error| Error::invalid(error.to_string()).in_file(folder))?;
    fsio::write(&folder.join(INPUT), new.input)?;
    fsio::write(&folder.join(ABOUT), about.as_bytes())?;
    let case = Case::read(folder)?;
    fsio::write(&case.pending_path(), &case.output()?)?;
    Ok(case)
}

fn folder_for(suite: &Path, name: &str) -> Result<PathBuf> {
    let plain = !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', '\0']);
    if !plain {
        let what = format!("{name:?} cannot name a golden case: it takes one visible folder name");
        return Err(Error::invalid_with_hint(what, "--name NAME gives the case another name"));
    }
    Ok(suite.join(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_from_files() {
        let name = |file| NewCase::name_for(Path::new(file));
        assert_eq!(name("/in/Report 2024 (final).txt"), "report-2024-final");
        assert_eq!(name("Größe_新.html.txt"), "größe-新-html");
        assert_eq!(name("---.txt"), "");
    }
}
