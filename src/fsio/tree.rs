//! A folder that takes files at relative paths, and never lets one out.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::{NewFile, create_folder};
use crate::error::{Error, Result};

/// A folder and all below it, out of which no path leads.
#[derive(Debug)]
pub struct Tree {
    folder: PathBuf,
    /// The folder without links.
    root: PathBuf,
    /// The folder below it that was last found to be within, so that many files of one cost one look.
    within: PathBuf,
}

impl Tree {
    /// Creates the folder as far as it is missing.
    ///
    /// # Errors
    /// If it cannot be created.
    pub fn create(folder: &Path) -> Result<Self> {
        create_folder(folder)?;
        let root = fs::canonicalize(folder).map_err(|error| Error::io("resolve", error).in_file(folder))?;
        Ok(Tree { folder: folder.to_owned(), within: root.clone(), root })
    }

    /// Where `name` stands in the folder.
    pub fn path(&self, name: &Path) -> PathBuf {
        self.folder.join(name)
    }

    /// Begins a file at the relative path `name`; folders above it are created as far as they are missing.
    ///
    /// # Errors
    /// If the path or a link in it leads out of the folder, and as [`NewFile::create`].
    pub fn file(&mut self, name: &Path) -> Result<NewFile> {
        let path = self.path(name);
        if !name.components().all(|part| matches!(part, Component::Normal(_))) {
            return Err(self.outside(&path));
        }
        let above = name.parent().unwrap_or(Path::new(""));
        if self.root.join(above) != self.within {
            self.enter(above)?;
        }
        if fs::symlink_metadata(&path).is_ok_and(|about| about.is_symlink()) {
            let inside = fs::canonicalize(&path).is_ok_and(|end| end.starts_with(&self.root));
            if !inside {
                return Err(self.outside(&path));
            }
        }
        NewFile::create(&path)
    }

    /// Creates the folders of a relative path, one after another, each within the tree.
    fn enter(&mut self, name: &Path) -> Result<()> {
        let mut path = self.folder.clone();
        for part in name.components() {
            path.push(part);
            if fs::symlink_metadata(&path).is_err() {
                create_folder(&path)?;
            }
            let end = fs::canonicalize(&path).map_err(|error| Error::io("resolve", error).in_file(&path))?;
            if !end.starts_with(&self.root) {
                return Err(self.outside(&path));
            }
        }
        self.within = self.root.join(name);
        Ok(())
    }

    fn outside(&self, path: &Path) -> Error {
        Error::invalid(format!("leads out of {}", self.folder.display())).in_file(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn no_file_of_a_tree_is_written_outside_it() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let outside = folder.path().join("outside");
        fs::create_dir(&outside).unwrap();
        fs::write(outside.join("file"), "old").unwrap();
        let root = folder.path().join("tree");
        let mut tree = Tree::create(&root).unwrap();
        symlink(&outside, root.join("link")).unwrap();
        symlink(outside.join("file"), root.join("file")).unwrap();
        symlink(outside.join("none"), root.join("none")).unwrap();
        for name in ["../x", "/x", "a/../../x", "link/x", "link/new/x", "file", "none"] {
            let message = tree.file(Path::new(name)).unwrap_err().to_string();
            assert!(message.contains(": leads out of "), "{name}: {message}");
        }
        assert_eq!(fs::read_dir(&outside).unwrap().count(), 1);
        for name in ["x", "a/b/x", "a/b/y", "a/x"] {
            let mut file = tree.file(Path::new(name)).unwrap();
            file.append(name.as_bytes()).unwrap();
            file.commit().unwrap();
            assert_eq!(fs::read(root.join(name)).unwrap(), name.as_bytes());
        }
    }
}
