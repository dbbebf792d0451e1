//! Which files are read: those named, those in lists, and those in folders.

use std::io::{self, BufRead};
use std::num::NonZeroUsize;
use std::path::{Component, Path, PathBuf};
use std::thread;

use clap::{ArgAction, Args as ArgGroup};
use dechrome::corpus::{Format, Packing};
use dechrome::{Error, Result, fsio};
use ignore::overrides::{Override, OverrideBuilder};
use ignore::{DirEntry, Walk, WalkBuilder};

use super::super::input::Input;
use super::ReadArgs;

/// The longest path in a list of files, in bytes.
const PATH_LIMIT: u64 = 1 << 16;

/// The files of a verb that takes any number of them.
#[derive(Debug, ArgGroup)]
pub(crate) struct FileArgs {
    /// Files to read, and folders whose files are read, all below them, in the order of their names; - or none
    /// reads standard input. What ignore files such as .gitignore name, hidden files and binary ones (with a NUL
    /// among their first 1024 bytes) are left out where they are found in a folder, and read where they are named
    #[arg(value_name = "FILE", action = ArgAction::Append)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    find: FindArgs,
}

#[derive(Debug, ArgGroup)]
#[command(next_help_heading = "Files")]
struct FindArgs {
    /// Also read the files named in LIST, one a line, after those of the command line; - is standard input
    #[arg(long, value_name = "LIST")]
    files_from: Option<PathBuf>,
    /// The names in LIST end with a NUL each, as find -print0 writes them
    #[arg(short = '0', long, requires = "files_from")]
    null: bool,
    /// In folders, read only files whose path matches GLOB, or with a ! before it only others; may be given again,
    /// the last that matches counts
    #[arg(short, long, value_name = "GLOB", allow_hyphen_values = true)]
    glob: Vec<String>,
    /// In folders, also read hidden files and folders
    #[arg(long)]
    hidden: bool,
    /// In folders, also read what ignore files name (.gitignore, .ignore and the like)
    #[arg(long)]
    no_ignore: bool,
    /// Work with N threads; the output is the same for any N [default: one for each core]
    #[arg(short = 'j', long, value_name = "N")]
    threads: Option<NonZeroUsize>,
}

/// Something to read and how it came to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) input: Input,
    /// Its name in a tree of results: the path from the folder it was found in, or that of its own in a list.
    pub(crate) name: PathBuf,
    pub(crate) by: By,
}

/// How a file was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    Name,
    Folder,
}

impl Found {
    pub(crate) fn named(path: &Path) -> Self {
        let name = path.file_name().map(PathBuf::from).unwrap_or_default();
        Found { input: Input::from(path), name, by: By::Name }
    }

    /// A file of a list keeps its path as far as that leads downwards.
    fn listed(path: &Path) -> Self {
        let path = path.strip_prefix(".").unwrap_or(path);
        let below = path.components().all(|part| matches!(part, Component::Normal(_)));
        let found = Found::named(path);
        if below { Found { name: path.to_owned(), ..found } } else { found }
    }
}

/// Where the results of a run go: a folder, and files beside it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Results {
    pub(crate) folder: Option<PathBuf>,
    pub(crate) files: Vec<PathBuf>,
}

impl Results {
    fn hold(&self, entry: &DirEntry) -> bool {
        if entry.file_type().is_some_and(|kind| kind.is_dir()) {
            self.folder.as_ref().is_some_and(|folder| fsio::is_same(entry.path(), folder))
        } else {
            self.files.iter().any(|file| fsio::is_same(entry.path(), file))
        }
    }
}

/// Paths as they come, in order; what cannot be listed is an error among them.
pub(crate) type Files<'a> = Box<dyn Iterator<Item = Result<Found>> + Send + 'a>;

impl FileArgs {
    /// How many threads work on its files.
    pub(crate) fn threads(&self, read: &ReadArgs) -> NonZeroUsize {
        let cores = || match self.is_one_text(read) {
            true => NonZeroUsize::MIN, // to count the others costs more than to open a small file
            false => thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
        };
        self.find.threads.unwrap_or_else(cores)
    }

    /// Whether there is nothing to read but one text, which one thread does alone.
    fn is_one_text(&self, read: &ReadArgs) -> bool {
        let one = match &self.files[..] {
            [] => Some(Input::Standard),
            [path] if !path.is_dir() => Some(Input::from(path.as_path())),
            _ => None,
        };
        let is_text = |input: &Input| read.reading(input).format == Format::Text;
        self.find.files_from.is_none() && one.as_ref().is_some_and(is_text)
    }

    /// The bytes of all files, where they are all named and none is compressed.
    pub(crate) fn size(&self) -> Option<u64> {
        let size = |path: &PathBuf| match path.metadata() {
            Ok(about) if about.is_file() && Packing::of(path) == Packing::Plain => Some(about.len()),
            _ => None,
        };
        if self.files.is_empty() || self.find.files_from.is_some() {
            return None;
        }
        self.files.iter().map(size).sum()
    }

    /// The files and folders named on the command line.
    pub(crate) fn named(&self) -> &[PathBuf] {
        &self.files
    }

    /// All files, but in folders those where results go.
    ///
    /// # Errors
    /// If a glob is not one, or the list cannot be opened.
    pub(crate) fn find(&self, except: Results) -> Result<Files<'_>> {
        self.find.globs(Path::new(""))?; // before anything is done
        let listed =
            self.find.files_from.as_deref().map(|list| Input::from(list).open().map(|open| (list, open)));
        let listed = listed.transpose()?;
        if self.files.is_empty() && listed.is_none() {
            return Ok(Box::new(std::iter::once(Ok(Found::named(Path::new("-"))))));
        }
        let spread = move |found: Found| self.find.spread(found, except.clone());
        let named = self.files.iter().map(|path| Ok(Found::named(path)));
        let listed = listed.into_iter().flat_map(|(list, open)| self.find.read_list(list, open));
        Ok(Box::new(named.chain(listed).flat_map(move |found| match found {
            Ok(found) => spread(found),
            Err(error) => Box::new(std::iter::once(Err(error))),
        })))
    }
}

impl FindArgs {
    fn read_list<'a>(
        &self,
        list: &'a Path,
        mut open: Box<dyn BufRead + Send>,
    ) -> impl Iterator<Item = Result<Found>> + Send + use<'a> {
        let end = if self.null { b'\0' } else { b'\n' };
        let mut failed = false;
        let mut next = move || -> Result<Option<Vec<u8>>> {
            let mut path = Vec::new();
            let read = io::Read::take(&mut open, PATH_LIMIT).read_until(end, &mut path);
            read.map_err(|error| Error::io("read", error))?;
            if path.len() as u64 == PATH_LIMIT {
                return Err(Error::invalid(format!("a path is longer than the limit of {PATH_LIMIT} bytes")));
            }
            Ok(Some(path).filter(|path| !path.is_empty()))
        };
        std::iter::from_fn(move || {
            if failed {
                return None;
            }
            let path = next().inspect_err(|_| failed = true).transpose()?;
            Some(path.map_err(|error| error.at(Input::from(list))))
        })
        .filter_map(move |path| match path {
            Ok(path) => {
                let path = path.strip_suffix(&[end]).unwrap_or(&path);
                let path = if end == b'\n' { path.strip_suffix(b"\r").unwrap_or(path) } else { path };
                (!path.is_empty()).then(|| of_bytes(path).map(|path| Found::listed(&path)))
            }
            Err(error) => Some(Err(error)),
        })
    }

    /// A file is itself, a folder the files in it.
    fn spread(&self, found: Found, except: Results) -> Files<'static> {
        match &found.input {
            Input::File(path) if path.is_dir() => match self.walk(path, except) {
                Ok(walk) => Box::new(files(path.clone(), walk)),
                Err(error) => Box::new(std::iter::once(Err(error))),
            },
            _ => Box::new(std::iter::once(Ok(found))),
        }
    }

    fn walk(&self, root: &Path, except: Results) -> Result<Walk> {
        let mut walk = WalkBuilder::new(root);
        walk.hidden(!self.hidden).overrides(self.globs(root)?);
        if self.no_ignore {
            walk.ignore(false).git_ignore(false).git_global(false).git_exclude(false).parents(false);
        }
        walk.sort_by_file_name(Ord::cmp);
        walk.filter_entry(move |entry| {
            let temporary = entry.file_name().to_string_lossy().starts_with(fsio::TEMPORARY);
            entry.depth() == 0 || !(temporary || except.hold(entry))
        });
        Ok(walk.build())
    }

    fn globs(&self, root: &Path) -> Result<Override> {
        let mut globs = OverrideBuilder::new(root);
        let wrong = |error: ignore::Error| Error::invalid(error.to_string()).at("--glob");
        for glob in &self.glob {
            globs.add(glob).map_err(wrong)?;
        }
        globs.build().map_err(wrong)
    }
}

/// The regular files of a walk.
fn files(root: PathBuf, walk: Walk) -> impl Iterator<Item = Result<Found>> + Send {
    walk.filter_map(move |entry: Result<DirEntry, ignore::Error>| match entry {
        Err(error) => Some(Err(unlisted(&error))),
        Ok(entry) if !entry.file_type().is_some_and(|kind| kind.is_file()) => None,
        Ok(entry) => {
            let name = entry.path().strip_prefix(&root).unwrap_or(entry.path()).to_owned();
            Some(Ok(Found { input: Input::File(entry.into_path()), name, by: By::Folder }))
        }
    })
}

/// What a walk could not list. It names the folder itself, and then once more in what the system says.
fn unlisted(error: &ignore::Error) -> Error {
    let ignore::Error::WithPath { path, err } = error else { return Error::invalid(error.to_string()) };
    let of_system =
        |error: &io::Error| error.get_ref()?.source()?.downcast_ref::<io::Error>()?.raw_os_error();
    match err.io_error().and_then(of_system) {
        Some(code) => Error::io("open", io::Error::from_raw_os_error(code)).in_file(path),
        None => Error::invalid(error.to_string()),
    }
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere not all bytes are a path")]
fn of_bytes(path: &[u8]) -> Result<PathBuf> {
    use std::os::unix::ffi::OsStrExt;
    Ok(PathBuf::from(std::ffi::OsStr::from_bytes(path)))
}

#[cfg(not(unix))]
fn of_bytes(path: &[u8]) -> Result<PathBuf> {
    let path =
        std::str::from_utf8(path).map_err(|error| Error::invalid(error.to_string()).at("--files-from"))?;
    Ok(PathBuf::from(path))
}
