//! Whole files in, whole files out: capped reads and atomic replacement. The only file that writes to disk.

mod tree;

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::{NamedTempFile, TempPath};
pub use tree::Tree;

use crate::error::{Error, Result};

/// The largest document read into memory, in bytes.
pub const DOCUMENT_LIMIT: u64 = 4 << 30;

/// How the names of temporary files begin. A process that is killed may leave one behind.
pub const TEMPORARY: &str = ".dechrome-";

/// The temporary files there are.
static TEMPORARIES: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Opens a file for reading.
///
/// # Errors
/// If it cannot be opened, or is a directory.
pub fn open(path: &Path) -> Result<File> {
    let opened = File::open(path).and_then(|file| Ok((file.metadata()?.is_dir(), file)));
    match opened {
        Ok((false, file)) => Ok(file),
        Ok((true, _)) => Err(directory(path)),
        Err(error) => Err(Error::io("open", error).in_file(path)),
    }
}

/// Reads the whole file at `path`, at most `limit` bytes, with one allocation of its size.
///
/// # Errors
/// As [`open`] and [`read`].
pub fn read_file(path: &Path, limit: u64) -> Result<Vec<u8>> {
    let opened = File::open(path).and_then(|file| Ok((file.metadata()?, file)));
    let (about, file) = opened.map_err(|error| Error::io("open", error).in_file(path))?;
    if about.is_dir() {
        return Err(directory(path));
    }
    // A size that is a lie, as of files in /proc, costs at most another allocation.
    let size = usize::try_from(about.len().min(limit)).unwrap_or(0);
    read_into(file, Vec::with_capacity(size + 1), limit).map_err(|error| error.in_file(path))
}

/// Reads all of `source`, at most `limit` bytes.
///
/// # Errors
/// If reading fails, or there is more: the limit is in the message.
pub fn read(source: impl Read, limit: u64) -> Result<Vec<u8>> {
    read_into(source, Vec::new(), limit)
}

fn read_into(source: impl Read, mut bytes: Vec<u8>, limit: u64) -> Result<Vec<u8>> {
    let read = source.take(limit.saturating_add(1)).read_to_end(&mut bytes);
    match read {
        Ok(length) if length as u64 > limit => {
            Err(Error::invalid(format!("longer than the limit of {limit} bytes")))
        }
        Ok(_) => Ok(bytes),
        Err(error) => Err(Error::io("read", error)),
    }
}

/// Reads one line of `source` with its terminator, at most `limit` bytes; nothing at the end.
///
/// # Errors
/// If reading fails, or the line is longer: the limit is in the message.
pub fn read_line(source: &mut impl BufRead, limit: u64) -> Result<Vec<u8>> {
    let mut line = Vec::new();
    match source.take(limit.saturating_add(1)).read_until(b'\n', &mut line) {
        Ok(length) if length as u64 > limit => {
            Err(Error::invalid(format!("longer than the limit of {limit} bytes")))
        }
        Ok(_) => Ok(line),
        Err(error) => Err(Error::io("read", error)),
    }
}

/// A file in the making: its path shows the old content, or nothing, until [`NewFile::commit`].
///
/// The bytes go into a temporary file in the same folder, which takes the path's place in one step; dropped
/// uncommitted, it leaves no trace. Links are followed, so that the file they point to is the one replaced.
/// Mode and, where the system permits, owner and group are those of the replaced file; its other names (hard
/// links) keep the old content. What is no regular file, as a pipe or `/dev/stderr`, is written directly.
#[derive(Debug)]
pub struct NewFile {
    path: PathBuf,
    target: Target,
}

#[derive(Debug)]
enum Target {
    Direct(BufWriter<File>),
    Atomic {
        file: BufWriter<NamedTempFile>,
        place: PathBuf,
        replaced: Option<Box<fs::Metadata>>,
        listed: Listed,
    },
}

/// A temporary file's place in the list of those there are.
#[derive(Debug)]
struct Listed(PathBuf);

impl Drop for Listed {
    fn drop(&mut self) {
        let mut temporaries = temporaries();
        if let Some(place) = temporaries.iter().position(|path| *path == self.0) {
            temporaries.swap_remove(place);
        }
    }
}

fn temporaries() -> MutexGuard<'static, Vec<PathBuf>> {
    TEMPORARIES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes all temporary files, for a process that is about to end, and gives what keeps any other from being
/// created while it lives: files in the making are given up.
#[must_use = "new files are kept from being created while it lives"]
pub fn give_up() -> impl Sized {
    let temporaries = temporaries();
    for path in temporaries.iter() {
        let _ = fs::remove_file(path); // there is nobody to tell
    }
    temporaries
}

impl NewFile {
    /// Begins a file at `path`, which need not exist; its folder must.
    ///
    /// # Errors
    /// If it cannot be created there, is a directory, or is a file that may not be written.
    pub fn create(path: &Path) -> Result<Self> {
        Self::begin(path).map_err(|error| error.in_file(path))
    }

    /// Begins the replacement of the regular file at `path`.
    ///
    /// # Errors
    /// If there is none, or it may not be written, even where its folder would permit the replacement.
    pub fn replace(path: &Path) -> Result<Self> {
        let regular = fs::metadata(path).map_err(|error| Error::io("open", error).in_file(path))?;
        if regular.is_dir() {
            return Err(directory(path));
        }
        if !regular.is_file() {
            return Err(Error::invalid("not a regular file, so it cannot be replaced").in_file(path));
        }
        Self::create(path)
    }

    fn begin(path: &Path) -> Result<Self> {
        let target = match fs::metadata(path) {
            Ok(old) if old.is_dir() => return Err(Error::invalid("is a directory, not a file")),
            Ok(old) if !old.is_file() => {
                let file = OpenOptions::new().write(true).open(path);
                Target::Direct(BufWriter::new(file.map_err(|error| Error::io("open", error))?))
            }
            Ok(old) => {
                refuse_read_only(path, &old)?;
                let place = fs::canonicalize(path).map_err(|error| Error::io("resolve", error))?;
                Target::atomic(place, Some(Box::new(old)))?
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Target::atomic(path.to_owned(), None)?,
            Err(error) => return Err(Error::io("open", error)),
        };
        Ok(NewFile { path: path.to_owned(), target })
    }

    /// Puts the file in its place, synced to disk first if it replaces another.
    ///
    /// # Errors
    /// If any write, the sync or the renaming fails; the old file is then untouched.
    pub fn commit(self) -> Result<()> {
        let done = match self.target {
            Target::Direct(mut file) => file.flush(),
            Target::Atomic { file, place, replaced, listed } => {
                finish(file, &place, replaced.as_deref()).inspect(|()| drop(listed))
            }
        };
        done.map_err(|error| Error::io("write", error).in_file(&self.path))
    }

    /// Whether the file it replaces stands there, links followed.
    pub fn replaces(&self, end: &Path) -> bool {
        matches!(&self.target, Target::Atomic { place, replaced: Some(_), .. } if place == end)
    }

    /// What a failed write to this file is called.
    pub fn unwritten(&self, error: io::Error) -> Error {
        Error::io("write", error).in_file(&self.path)
    }

    /// Appends `bytes`.
    ///
    /// # Errors
    /// If the write fails.
    pub fn append(&mut self, bytes: &[u8]) -> Result<()> {
        self.write_all(bytes).map_err(|error| self.unwritten(error))
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.target {
            Target::Direct(file) => file.write(bytes),
            Target::Atomic { file, .. } => file.write(bytes).map_err(bare),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.target {
            Target::Direct(file) => file.flush(),
            Target::Atomic { file, .. } => file.flush().map_err(bare),
        }
    }
}

impl Target {
    fn atomic(place: PathBuf, replaced: Option<Box<fs::Metadata>>) -> Result<Self> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(TEMPORARY);
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666)); // less the umask
        let mut temporaries = temporaries();
        let file = builder.tempfile_in(folder(&place)).map_err(|error| Error::io("create", bare(error)))?;
        temporaries.push(file.path().to_owned());
        drop(temporaries);
        let listed = Listed(file.path().to_owned());
        Ok(Target::Atomic { file: BufWriter::new(file), place, replaced, listed })
    }
}

/// Keeps the file at `path` a second time, under its name with `suffix` added.
///
/// The copy shares its storage with the file until that is replaced; where the file system has no hard links, it is
/// written anew.
///
/// # Errors
/// If there is a file of that name already, or it cannot be created.
pub fn back_up(path: &Path, suffix: &str) -> Result<()> {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    let backup = PathBuf::from(name);
    if fs::symlink_metadata(&backup).is_ok() {
        let what = format!("its backup {} exists already", backup.display());
        return Err(Error::invalid_with_hint(what, "--in-place=.SUFFIX names another").in_file(path));
    }
    let original = fs::canonicalize(path).map_err(|error| Error::io("resolve", error).in_file(path))?;
    fs::hard_link(&original, &backup)
        .or_else(|_| fs::copy(&original, &backup).map(drop))
        .map_err(|error| Error::io("create", error).in_file(&backup))
}

/// Where a path leads with all links followed; nothing where that is nowhere.
pub fn end(path: &Path) -> Option<PathBuf> {
    fs::canonicalize(path).ok()
}

/// Whether two paths lead to the same file.
pub fn is_same(one: &Path, other: &Path) -> bool {
    matches!((fs::canonicalize(one), fs::canonicalize(other)), (Ok(one), Ok(other)) if one == other)
}

/// Gives the file at `path` the content `bytes`, in one step; it need not exist before.
///
/// # Errors
/// As [`NewFile::create`] and [`NewFile::commit`].
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut file = NewFile::create(path)?;
    file.append(bytes)?;
    file.commit()
}

/// Writes a file of its own among the system's temporary files, readable by its owner alone; it goes when the path is
/// dropped.
///
/// # Errors
/// If it cannot be written.
pub fn scratch(bytes: &[u8], suffix: &str) -> Result<TempPath> {
    let mut builder = tempfile::Builder::new();
    let file = builder.prefix("dechrome-").suffix(suffix).tempfile();
    let written = file.and_then(|mut file| file.write_all(bytes).map(|()| file.into_temp_path()));
    written.map_err(|error| Error::io("write", error).at("temporary file"))
}

/// Removes a file.
///
/// # Errors
/// If it cannot be removed.
pub fn remove(path: &Path) -> Result<()> {
    fs::remove_file(path).map_err(|error| Error::io("remove", error).in_file(path))
}

/// Removes a folder with all that is in it.
///
/// # Errors
/// If something of it cannot be removed.
pub fn remove_folder(path: &Path) -> Result<()> {
    fs::remove_dir_all(path).map_err(|error| Error::io("remove", error).in_file(path))
}

/// Creates a folder and those above it, as far as they are missing.
///
/// # Errors
/// If one cannot be created.
pub fn create_folder(path: &Path) -> Result<()> {
    fs::create_dir_all(path).map_err(|error| Error::io("create", error).in_file(path))
}

fn directory(path: &Path) -> Error {
    let hint = format!("{}/*.txt names the files in it", path.display());
    Error::invalid_with_hint("is a directory, not a file", hint).in_file(path)
}

/// A rename needs no right to the file it replaces, only to the folder: ask for that right first.
fn refuse_read_only(path: &Path, old: &fs::Metadata) -> Result<()> {
    if old.permissions().readonly() {
        return Err(Error::invalid("is read-only"));
    }
    OpenOptions::new().write(true).open(path).map(drop).map_err(|error| Error::io("write", error))
}

fn finish(file: BufWriter<NamedTempFile>, place: &Path, replaced: Option<&fs::Metadata>) -> io::Result<()> {
    let file = file.into_inner().map_err(|error| bare(error.into_error()))?;
    if let Some(old) = replaced {
        take_over(file.as_file(), old)?;
        file.as_file().sync_all()?;
    }
    file.persist(place)?;
    if replaced.is_some() && cfg!(unix) {
        File::open(folder(place))?.sync_all()?;
    }
    Ok(())
}

/// Gives the new file the owner and the mode of the old one.
fn take_over(file: &File, old: &fs::Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        let new = file.metadata()?;
        if (new.uid(), new.gid()) != (old.uid(), old.gid()) {
            // Only root may give files away; for others the file becomes theirs, as with any editor.
            let _ = fchown(file, Some(old.uid()), Some(old.gid()));
        }
    }
    file.set_permissions(old.permissions()) // after the owner, whose change clears set-user-id bits
}

/// Temporary files tell their own names with what went wrong: they mean nothing to anybody.
fn bare(error: io::Error) -> io::Error {
    match error.to_string().rsplit_once(" at path \"") {
        Some((what, _)) => io::Error::new(error.kind(), what),
        None => error,
    }
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn reads_stop_at_the_limit() {
        assert_eq!(read(&b"abc"[..], 3).unwrap(), b"abc");
        let message = read(&b"abcd"[..], 3).unwrap_err().to_string();
        assert_eq!(message, "longer than the limit of 3 bytes");
    }

    #[test]
    fn a_file_appears_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        let mut dropped = NewFile::create(&path).unwrap();
        dropped.append(b"half").unwrap();
        drop(dropped);
        assert_eq!(names(folder.path()), [""; 0]);
        write(&path, b"whole").unwrap();
        assert_eq!(names(folder.path()), ["a.txt"]);
        assert_eq!(fs::read(&path).unwrap(), b"whole");
    }

    #[cfg(unix)]
    #[test]
    fn replacing_follows_links_and_keeps_the_mode() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o751)).unwrap();
        symlink("file", &link).unwrap();
        write(&link, b"new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&file).unwrap(), b"new");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o7777, 0o751);
    }

    #[test]
    fn what_may_not_be_written_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "old").unwrap();
        let mut mode = fs::metadata(&file).unwrap().permissions();
        mode.set_readonly(true);
        fs::set_permissions(&file, mode).unwrap();
        let message = NewFile::replace(&file).unwrap_err().to_string();
        assert!(message.ends_with("file: is read-only"), "{message}");
        let message = NewFile::replace(folder.path()).unwrap_err().to_string();
        assert!(message.ends_with("is a directory, not a file"), "{message}");
        let message = NewFile::replace(&folder.path().join("none")).unwrap_err().to_string();
        assert!(message.contains("none: cannot open: "), "{message}");
    }
}
