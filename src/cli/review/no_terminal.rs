//! The terminal of systems that have none of Unix's: there is never one, and changes are shown with what to type.

use std::io;

use dechrome::review::{Key, Size};
use dechrome::{Error, Result};

pub(super) enum Terminal {}

#[expect(dead_code, reason = "no terminal, no event")]
pub(super) enum Event {
    Key(Key),
    Resized,
}

/// Whether somebody can be asked.
pub(super) fn is_present() -> bool {
    false
}

impl Terminal {
    pub(super) fn open() -> Result<Self> {
        Err(Error::invalid("reviews take a Unix terminal"))
    }

    pub(super) fn size(&self) -> Size {
        match *self {}
    }

    pub(super) fn draw(&mut self, _rows: &[String]) -> io::Result<()> {
        match *self {}
    }

    pub(super) fn next(&mut self) -> Event {
        match *self {}
    }

    pub(super) fn lend<T>(&mut self, _work: impl FnOnce() -> T) -> T {
        match *self {}
    }
}
