//! Commands as somebody would type them.

use std::ffi::OsString;
use std::path::Path;

/// A path as a shell reads it.
pub(crate) fn quoted(path: &Path) -> String {
    let path = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "/._-+,:@%=".contains(c);
    if !path.is_empty() && path.chars().all(plain) {
        path
    } else {
        format!("'{}'", path.replace('\'', r"'\''"))
    }
}

/// The command line of this run without the flags in `without`.
pub(crate) fn command_without(without: &[&str]) -> String {
    command_of(std::env::args_os().skip(1), without)
}

fn command_of(args: impl Iterator<Item = OsString>, without: &[&str]) -> String {
    let mut options = true;
    let mut command = "dechrome".to_owned();
    for arg in args {
        options &= arg != "--";
        if !(options && without.iter().any(|flag| arg == *flag)) {
            command.push(' ');
            command.push_str(&quoted(Path::new(&arg)));
        }
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_reads_back_what_was_typed() {
        assert_eq!(quoted(Path::new("a/b-c.txt")), "a/b-c.txt");
        assert_eq!(quoted(Path::new("it's $x")), r"'it'\''s $x'");
        let args = ["clean", "-i", "--review", "a b", "--", "--review"].map(OsString::from);
        assert_eq!(command_of(args.into_iter(), &["--review"]), "dechrome clean -i 'a b' -- --review");
    }
}
