//! Which cases, and which things that are none, a folder holds.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

use super::case::{ABOUT, EXPECTED, INPUT, PENDING};

/// A visible entry of a suite.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The folder of a case: it holds an input.
    Case(PathBuf),
    /// A file, or a folder without input, that belongs to no case.
    Orphan(PathBuf),
}

impl Place {
    /// Where it is.
    pub fn path(&self) -> &Path {
        match self {
            Place::Case(path) | Place::Orphan(path) => path,
        }
    }

    /// The entry's own name.
    pub fn name(&self) -> String {
        name_of(self.path())
    }
}

/// All entries of the suite `folder` in the order of their names, but hidden ones and `README.md`.
///
/// # Errors
/// If the folder cannot be read or holds no case: a check of nothing would pass.
pub fn find(folder: &Path) -> Result<Vec<Place>> {
    let hint = "dechrome golden add FILE makes a case";
    if !folder.is_dir() {
        return Err(Error::invalid_with_hint("no such folder of golden cases", hint).in_file(folder));
    }
    let places: Vec<Place> = entries(folder)?
        .into_iter()
        .filter(|path| !path.ends_with("README.md"))
        .map(|path| if path.join(INPUT).is_file() { Place::Case(path) } else { Place::Orphan(path) })
        .collect();
    if places.is_empty() {
        return Err(Error::invalid_with_hint("holds no golden case", hint).in_file(folder));
    }
    Ok(places)
}

/// What `what` stands for: a case of the suite `folder` by its name, the folder of a case, or another suite.
///
/// # Errors
/// If it is none of these, or as [`find`].
pub fn locate(folder: &Path, what: &Path) -> Result<Vec<Place>> {
    for path in [folder.join(what), what.to_owned()] {
        if path.join(INPUT).is_file() {
            return Ok(vec![Place::Case(path)]);
        }
    }
    if what.is_dir() {
        return find(what);
    }
    let suite = folder.display();
    Err(Error::invalid(format!("neither a golden case in {suite} nor a folder of cases")).in_file(what))
}

/// The files in the folder of a case that no case has.
pub(super) fn strays(folder: &Path) -> Result<Vec<PathBuf>> {
    let known = [INPUT, EXPECTED, PENDING, ABOUT];
    let stray = |path: &PathBuf| !path.is_file() || known.iter().all(|name| !path.ends_with(name));
    Ok(entries(folder)?.into_iter().filter(stray).collect())
}

/// The last part of a path as text; lossy where it is not Unicode.
pub(super) fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// The visible entries of a folder, sorted.
fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let failed = |error| Error::io("list", error).in_file(folder);
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if !name_of(&path).starts_with('.') {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}
