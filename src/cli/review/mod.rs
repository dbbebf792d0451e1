//! Reviews on a terminal: keys to the session, its screen to the terminal, until all is decided or somebody quits.

mod editor;
mod files;
pub(crate) mod taught;
#[cfg(unix)]
mod terminal;
#[cfg(not(unix))]
#[path = "no_terminal.rs"]
mod terminal;

use std::path::PathBuf;

use dechrome::Result;
use dechrome::report::Screen;
use dechrome::review::{Asked, Session, draw};

pub(crate) use files::{FileReviewArgs, Files, review as files};
use terminal::{Event, Terminal};

/// What the decisions of a review teach beside what they change.
#[derive(Debug, clap::Args)]
pub(crate) struct TaughtArgs {
    /// Also append each document with rejected removals to FILE, as a row that train reads: the lines to keep and those
    /// to drop, JSON Lines
    #[arg(long, value_name = "FILE")]
    corrections: Option<PathBuf>,
}

/// Whether there is a terminal to ask on.
pub(crate) fn is_possible() -> bool {
    terminal::is_present()
}

/// Runs a session on the terminal, which is afterwards as it was before. A terminal that goes away ends it.
pub(crate) fn run(session: &mut Session, screen: Screen) -> Result<()> {
    let mut terminal = Terminal::open()?;
    loop {
        if terminal.draw(&draw(session, terminal.size(), screen)).is_err() {
            return Ok(());
        }
        let asked = match terminal.next() {
            Event::Resized => Asked::Nothing,
            Event::Key(key) => session.press(key),
        };
        let asked = if asked == Asked::Edit { edit(session, &mut terminal) } else { asked };
        if asked == Asked::End {
            return Ok(());
        }
    }
}

fn edit(session: &mut Session, terminal: &mut Terminal) -> Asked {
    let draft = session.draft();
    match terminal.lend(|| editor::edit(&draft)) {
        Ok(text) => session.edited(text),
        Err(error) => {
            session.note(error.to_string());
            Asked::Nothing
        }
    }
}
