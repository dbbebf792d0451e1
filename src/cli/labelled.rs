//! Labelled pages as they are typed: files of rows, and folders of golden cases, whose accepted output is their main text.

use std::path::{Path, PathBuf};

use dechrome::Result;
use dechrome::golden::{self, Case, Place};
use dechrome::train::rows::{self, Row};

/// The pages of all corpora; of golden cases those without options of their own.
///
/// # Errors
/// If one cannot be read, or holds something else.
pub(crate) fn pages(corpora: &[PathBuf]) -> Result<Vec<Row>> {
    let mut all = Vec::new();
    for corpus in corpora {
        if corpus.is_dir() {
            all.extend(cases(corpus)?.into_iter().filter(|(case, _)| case.is_plain()).map(|(_, row)| row));
        } else {
            all.extend(rows::read(corpus)?);
        }
    }
    Ok(all)
}

/// The golden cases of a folder, or the one that it is, as far as they have accepted output; each as a page, too.
///
/// # Errors
/// If a file of a case cannot be read.
pub(crate) fn cases(path: &Path) -> Result<Vec<(Case, Row)>> {
    let mut cases = Vec::new();
    for place in golden::locate(path, path)? {
        let Place::Case(folder) = &place else { continue };
        let case = Case::read(folder)?;
        let Some(gold) = case.expected_text()? else { continue };
        let row = Row {
            id: folder.display().to_string(),
            text: Some(case.input().to_owned()),
            gold: Some(gold),
            ..Row::default()
        };
        cases.push((case, row));
    }
    Ok(cases)
}
