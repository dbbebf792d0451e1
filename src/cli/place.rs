//! Where cleaned files go: to standard output, into a folder, or into their own place, compressed as their names say.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use dechrome::corpus::{Format, Packer, Packing};
use dechrome::fsio::{self, NewFile, Tree};
use dechrome::{Error, Result};

use super::input::Input;
use super::job::Documents;
use super::stream::Out;

/// Where cleaned files go.
pub(crate) enum Place {
    Standard,
    Own { suffix: Option<String> },
    Folder { tree: Tree, taken: HashSet<PathBuf> },
}

/// Where one cleaned file goes.
pub(crate) enum Sink<'o> {
    Standard(&'o mut Out),
    File(PackedFile),
    Own { file: PackedFile, path: PathBuf, suffix: Option<String> },
}

impl Place {
    /// In the place of each file, the original beside it under its name with a suffix if there is one; else in a
    /// folder; else on standard output.
    pub(crate) fn new(in_place: Option<&str>, folder: Option<&Path>) -> Result<Self> {
        Ok(match (in_place, folder) {
            (Some(suffix), _) => {
                Place::Own { suffix: Some(suffix.to_owned()).filter(|suffix| !suffix.is_empty()) }
            }
            (None, Some(folder)) => Place::Folder { tree: Tree::create(folder)?, taken: HashSet::new() },
            (None, None) => Place::Standard,
        })
    }

    /// Where the documents of one file go.
    pub(crate) fn begin<'o>(&mut self, documents: &Documents<'_>, out: &'o mut Out) -> Result<Sink<'o>> {
        let input = documents.input();
        match (self, input) {
            (Place::Standard, _) => Ok(Sink::Standard(out)),
            (Place::Own { .. }, Input::Standard) => {
                Err(Error::invalid("cannot be replaced, only files can").at(input))
            }
            (Place::Own { suffix }, Input::File(path)) => {
                let file = NewFile::replace(path)?;
                // A link that somebody has put there since would have another file replaced than was read.
                if !documents.end().is_some_and(|end| file.replaces(end)) {
                    return Err(Error::invalid("leads elsewhere than when it was read").in_file(path));
                }
                let file = PackedFile::new(file, path, documents.format())?;
                Ok(Sink::Own { file, path: path.clone(), suffix: suffix.clone() })
            }
            (Place::Folder { .. }, Input::Standard) => {
                Err(Error::invalid("has no name under which to put it into a folder").at(input))
            }
            (Place::Folder { tree, taken }, Input::File(path)) => mirror(tree, taken, path, documents),
        }
    }
}

fn mirror<'o>(
    tree: &mut Tree,
    taken: &mut HashSet<PathBuf>,
    path: &Path,
    documents: &Documents<'_>,
) -> Result<Sink<'o>> {
    let name = documents.name();
    if name.as_os_str().is_empty() {
        return Err(Error::invalid("has no file name").in_file(path));
    }
    let target = tree.path(name);
    if fsio::is_same(path, &target) {
        let hint = "--in-place replaces files";
        return Err(Error::invalid_with_hint("would be written over itself", hint).in_file(path));
    }
    if !taken.insert(name.to_owned()) {
        let what = format!("{} is written already from another file", target.display());
        return Err(Error::invalid(what).in_file(path));
    }
    PackedFile::new(tree.file(name)?, &target, documents.format()).map(Sink::File)
}

/// A new file, compressed as its name says.
pub(crate) struct PackedFile {
    packer: Packer<NewFile>,
    path: PathBuf,
    /// Whether each record is to be unpacked by itself, as Common Crawl has it.
    in_parts: bool,
}

impl PackedFile {
    pub(crate) fn new(file: NewFile, path: &Path, format: Format) -> Result<Self> {
        let packer = Packer::new(Packing::of(path), file);
        let packer = packer.map_err(|error| Error::io("write", error).in_file(path))?;
        Ok(PackedFile { packer, path: path.to_owned(), in_parts: format == Format::Wet })
    }

    pub(crate) fn append(&mut self, bytes: &[u8]) -> Result<()> {
        let mut written = self.packer.write_all(bytes);
        if self.in_parts {
            written = written.and_then(|()| self.packer.part());
        }
        written.map_err(|error| self.unwritten(error))
    }

    pub(crate) fn commit(self) -> Result<()> {
        self.whole()?.commit()
    }

    /// With all of it written, yet to be put in its place.
    pub(crate) fn whole(self) -> Result<NewFile> {
        let PackedFile { packer, path, .. } = self;
        let whole = packer.finish().and_then(|mut file| file.flush().map(|()| file));
        whole.map_err(|error| Error::io("write", error).in_file(path))
    }

    fn unwritten(&self, error: io::Error) -> Error {
        Error::io("write", error).in_file(&self.path)
    }
}

impl Sink<'_> {
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        match self {
            Sink::Standard(out) => out.document(bytes),
            Sink::File(file) | Sink::Own { file, .. } => file.append(bytes),
        }
    }

    /// Puts the file in its place; not over one that would be the same.
    pub(crate) fn finish(self, content: Content) -> Result<()> {
        match self {
            Sink::Standard(_) => Ok(()),
            Sink::File(file) => file.commit(),
            Sink::Own { .. } if content == Content::AsBefore => Ok(()),
            Sink::Own { file, path, suffix } => {
                let file = file.whole()?; // before its backup: where there is no room for it, neither is left
                suffix.map_or(Ok(()), |suffix| fsio::back_up(&path, &suffix))?;
                file.commit()
            }
        }
    }
}

/// Whether a file differs from the one it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    New,
    AsBefore,
}
