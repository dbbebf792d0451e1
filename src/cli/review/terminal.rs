//! The terminal: raw while a review runs, and as it was before however that ends.
//!
//! Rows go to standard output, keys come from standard input. Not by a terminal library: the common one goes on reading a
//! terminal that was closed, and here that is an ending like any other.

use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::panic;

use dechrome::review::{Key, Size};
use dechrome::{Error, Result};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetwinsize, tcsetattr};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGWINCH};
use signal_hook::low_level::pipe;

/// The other screen, no cursor, no wrapping at the edge; and back.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?25l\x1b[?7l";
const LEAVE: &[u8] = b"\x1b[?7h\x1b[?25h\x1b[?1049l";

/// A terminal that is read key by key. Dropped, it is as before.
pub(super) struct Terminal {
    output: File,
    before: Termios,
    keys: Vec<Key>,
    resized: UnixStream,
    interrupted: UnixStream,
    ended: UnixStream,
}

/// What a terminal tells.
pub(super) enum Event {
    Key(Key),
    Resized,
}

/// Whether somebody can be asked.
pub(super) fn is_present() -> bool {
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    io::stdin().is_terminal() && io::stdout().is_terminal() && !dumb
}

impl Terminal {
    /// # Errors
    /// If standard input and output are not a terminal, or it cannot be set.
    pub(super) fn open() -> Result<Self> {
        Self::try_open().map_err(|error| Error::io("read keys from", error).at("terminal"))
    }

    fn try_open() -> io::Result<Self> {
        let output = File::from(io::stdout().as_fd().try_clone_to_owned()?);
        let before = tcgetattr(io::stdin())?;
        let resized = signalled(&[SIGWINCH])?;
        let (interrupted, ended) = (signalled(&[SIGINT])?, signalled(&[SIGHUP, SIGTERM])?);
        let mut terminal = Terminal { output, before, keys: Vec::new(), resized, interrupted, ended };
        terminal.restore_on_panic()?;
        terminal.enter()?;
        Ok(terminal)
    }

    fn restore_on_panic(&self) -> io::Result<()> {
        let (mut output, settings, before) =
            (self.output.try_clone()?, self.before.clone(), panic::take_hook());
        let output = move || leave(&mut output, &settings);
        let leaving = std::sync::Mutex::new(output);
        panic::set_hook(Box::new(move |about| {
            if let Ok(mut leave) = leaving.lock() {
                leave();
            }
            before(about);
        }));
        Ok(())
    }

    fn enter(&mut self) -> io::Result<()> {
        let mut raw = self.before.clone();
        raw.make_raw();
        tcsetattr(io::stdin(), OptionalActions::Drain, &raw)?;
        self.output.write_all(ENTER)
    }

    pub(super) fn size(&self) -> Size {
        let size = tcgetwinsize(&self.output).map_or((0, 0), |size| (size.ws_row, size.ws_col));
        // A terminal that does not know its size says 0.
        let of = |told: u16, usual| if told == 0 { usual } else { usize::from(told) };
        Size { rows: of(size.0, 24), columns: of(size.1, 80) }
    }

    /// Shows rows from the top of the screen and nothing else.
    pub(super) fn draw(&mut self, rows: &[String]) -> io::Result<()> {
        let screen = format!(
            "\x1b[H{}\x1b[J",
            rows.iter().map(|row| format!("{row}\x1b[K")).collect::<Vec<_>>().join("\r\n")
        );
        self.output.write_all(screen.as_bytes())
    }

    /// Waits for a key or another size. A terminal that is gone, or a signal to end, is [`Key::End`].
    pub(super) fn next(&mut self) -> Event {
        loop {
            if let Some(key) = self.keys.pop() {
                return Event::Key(key);
            }
            match self.wait() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return Event::Key(Key::End),
                Ok(Some(event)) => return event,
                Ok(None) => {}
            }
        }
    }

    fn wait(&mut self) -> io::Result<Option<Event>> {
        let stdin = io::stdin();
        let mut waiting = [
            PollFd::new(&self.ended, PollFlags::IN),
            PollFd::new(&self.interrupted, PollFlags::IN),
            PollFd::new(&self.resized, PollFlags::IN),
            PollFd::new(&stdin, PollFlags::IN),
        ];
        poll(&mut waiting, None)?;
        let [ended, interrupted, resized, typed] = waiting.map(|fd| !fd.revents().is_empty());
        if ended || interrupted {
            return Ok(Some(Event::Key(Key::End)));
        }
        if resized {
            drain(&mut self.resized);
            return Ok(Some(Event::Resized));
        }
        if typed {
            let mut bytes = [0; 64];
            let read = rustix::io::read(&stdin, &mut bytes)?;
            if read == 0 {
                return Ok(Some(Event::Key(Key::End)));
            }
            self.keys = keys(&bytes[..read]);
            self.keys.reverse();
        }
        Ok(None)
    }

    /// Lends the terminal to somebody else, as it was before.
    pub(super) fn lend<T>(&mut self, work: impl FnOnce() -> T) -> T {
        leave(&mut self.output, &self.before);
        let done = work();
        drain(&mut self.interrupted); // Ctrl-C was meant for the other
        // A terminal that is gone shows itself at the next key.
        let _ = self.enter();
        done
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        leave(&mut self.output, &self.before);
    }
}

/// Makes the terminal as it was; where it is gone there is nothing to make.
fn leave(output: &mut File, before: &Termios) {
    let _ = output.write_all(LEAVE);
    let _ = tcsetattr(io::stdin(), OptionalActions::Drain, before);
}

/// A stream that can be read from once one of the signals has come.
fn signalled(signals: &[i32]) -> io::Result<UnixStream> {
    let (read, write) = UnixStream::pair()?;
    read.set_nonblocking(true)?;
    for &signal in signals {
        pipe::register(signal, write.try_clone()?)?;
    }
    Ok(read)
}

fn drain(stream: &mut UnixStream) {
    let mut bytes = [0; 64];
    while matches!(stream.read(&mut bytes), Ok(read) if read > 0) {}
}

/// The keys that bytes from a terminal stand for; arrows move.
fn keys(mut bytes: &[u8]) -> Vec<Key> {
    let mut keys = Vec::new();
    while let [first, rest @ ..] = bytes {
        bytes = rest;
        keys.push(match first {
            0x1b => match rest {
                [b'[' | b'O', sequence @ ..] => {
                    let length = sequence.iter().position(|byte| (0x40..=0x7e).contains(byte));
                    let (arrow, length) =
                        (length.map(|at| sequence[at]), length.map_or(sequence.len(), |at| at + 1));
                    bytes = &sequence[length..];
                    match arrow {
                        Some(b'A') => Key::Char('k'),
                        Some(b'B') => Key::Char('j'),
                        _ => Key::Other,
                    }
                }
                [] => Key::Escape,
                [_, rest @ ..] => {
                    bytes = rest; // with the Alt key
                    Key::Other
                }
            },
            0x03 | 0x04 => Key::End,
            b' '..=b'~' => Key::Char(char::from(*first)),
            _ => Key::Other,
        });
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_keys() {
        let (char, other) = (Key::Char, Key::Other);
        assert_eq!(keys(b"aA ?"), [char('a'), char('A'), char(' '), char('?')]);
        assert_eq!(keys(b"\x1b[A\x1bOB\x1b[3~a"), [char('k'), char('j'), other, char('a')]);
        assert_eq!(keys(b"\x1b"), [Key::Escape]);
        assert_eq!(keys(b"\x1ba\x03\x04"), [other, Key::End, Key::End]);
        assert_eq!(keys("é\r".as_bytes()), [other, other, other]);
        assert_eq!(keys(b"\x1b[1;"), [other]);
    }
}
