//! A text in the user's editor, and what came of it.

use std::process::Command;

use dechrome::{Error, Result, fsio};

/// Most bytes of an edited text.
const LIMIT: u64 = fsio::DOCUMENT_LIMIT;

/// Lets the user edit `text` in a file of its own; gives what was saved.
///
/// # Errors
/// If the editor cannot be run or fails, or what it leaves is not UTF-8.
pub(super) fn edit(text: &str) -> Result<String> {
    let file = fsio::scratch(text.as_bytes(), ".txt")?;
    let editor = command();
    // As git does: the command is a line of shell, so that it may have options.
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("{editor} \"$@\""), &editor]).arg(&file);
    let status = shell.status().map_err(|error| Error::io("run", error).at(&editor))?;
    if !status.success() {
        return Err(Error::invalid(format!("{editor} failed ({status}), the text is as it was")));
    }
    let bytes = fsio::read(fsio::open(&file)?, LIMIT)?;
    String::from_utf8(bytes).map_err(|_| Error::invalid("what was saved is not UTF-8"))
}

fn command() -> String {
    let named = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| std::env::var(name).ok());
    named.into_iter().find(|command| !command.trim().is_empty()).unwrap_or_else(|| "vi".to_owned())
}
