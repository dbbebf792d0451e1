//! A pseudo-terminal for the program, read as somebody sees it: by what stands on the screen. Linux alone has all of it.

use std::fs::File;
use std::num::NonZeroU16;
use std::os::fd::OwnedFd;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

/// How long something may take before it counts as never coming.
const PATIENCE: Duration = Duration::from_secs(60);
const STEP: Timespec = Timespec { tv_sec: 0, tv_nsec: 20_000_000 };

/// The program in a terminal of its own.
pub(crate) struct Terminal {
    master: OwnedFd,
    /// Held open so that the settings can be looked at when the program has gone.
    slave: OwnedFd,
    child: Child,
    screen: vt100::Parser,
    raw: Vec<u8>,
    before: String,
}

/// How a program left its terminal.
pub(crate) struct Left {
    pub(crate) code: Option<i32>,
    /// What stands on the screen in the end.
    pub(crate) screen: String,
    /// All bytes that were sent to the terminal.
    pub(crate) raw: String,
    /// The same screen, cell by cell.
    pub(crate) cells: vt100::Screen,
}

/// Whether the tools that tests on a terminal need are missing; says so.
pub(crate) fn is_missing() -> bool {
    let has = |tool: &str| Command::new(tool).arg("--version").stdout(Stdio::null()).status().is_ok();
    let missing: Vec<&str> = ["setsid", "stty"].into_iter().filter(|tool| !has(tool)).collect();
    if !missing.is_empty() {
        assert!(std::env::var_os("CI").is_none(), "{missing:?} missing");
        println!("skipped: {missing:?} missing");
    }
    !missing.is_empty()
}

fn size(rows: u16, columns: u16) -> Winsize {
    Winsize { ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 }
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap()
}

impl Terminal {
    pub(crate) fn start(program: &Command, rows: u16, columns: u16) -> Self {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap();
        let slave =
            rustix::fs::open(name, OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC, Mode::empty()).unwrap();
        tcsetwinsize(&slave, size(rows, columns)).unwrap();
        let before = settings(&slave);
        // Only the leader of a session can have a terminal that tells it of its end.
        let mut command = Command::new("setsid");
        command.arg("--ctty").arg(program.get_program()).args(program.get_args()).env("TERM", "xterm");
        command.current_dir(program.get_current_dir().unwrap());
        for (name, value) in program.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        let stream = || Stdio::from(slave.try_clone().unwrap());
        let child = command.stdin(stream()).stdout(stream()).stderr(stream()).spawn().unwrap();
        let screen = vt100::Parser::new(cells(rows), cells(columns), 0);
        Terminal { master, slave, child, screen, raw: Vec::new(), before }
    }

    pub(crate) fn send(&self, keys: &str) -> &Self {
        rustix::io::write(&self.master, keys.as_bytes()).unwrap();
        self
    }

    pub(crate) fn resize(&mut self, rows: u16, columns: u16) {
        self.screen.screen_mut().set_size(cells(rows), cells(columns));
        tcsetwinsize(&self.master, size(rows, columns)).unwrap();
    }

    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", name, &id]).status().unwrap().success());
    }

    /// Waits until `what` stands on the screen; gives the screen.
    #[track_caller]
    pub(crate) fn until(&mut self, what: &str) -> String {
        let deadline = Instant::now() + PATIENCE;
        while !self.shown().contains(what) {
            let gone = self.child.try_wait().unwrap();
            self.read();
            let seen = self.shown();
            assert!(gone.is_none() || seen.contains(what), "ended with {gone:?}, no {what:?} on:\n{seen}");
            assert!(Instant::now() < deadline, "{what:?} never came:\n{seen}");
        }
        self.shown()
    }

    pub(crate) fn shown(&self) -> String {
        self.screen().contents()
    }

    /// The screen, cell by cell.
    pub(crate) fn screen(&self) -> &vt100::Screen {
        self.screen.screen()
    }

    /// Waits for the end of the program; the terminal must be as it was.
    #[track_caller]
    pub(crate) fn end(mut self) -> Left {
        let code = self.wait(|terminal| terminal.read());
        while self.read() {}
        assert_eq!(settings(&self.slave), self.before, "the terminal is not as it was");
        assert!(!self.screen.screen().alternate_screen() && !self.screen.screen().hide_cursor());
        let raw = String::from_utf8_lossy(&self.raw).into_owned();
        Left { code, screen: self.shown(), raw, cells: self.screen().clone() }
    }

    /// Takes the terminal away and waits for the end of the program.
    #[track_caller]
    pub(crate) fn close(mut self) {
        let null = File::open("/dev/null").unwrap().into();
        drop(std::mem::replace(&mut self.master, null));
        self.wait(|_| poll(&mut [], Some(&STEP)).is_ok());
    }

    #[track_caller]
    fn wait(&mut self, mut meanwhile: impl FnMut(&mut Self) -> bool) -> Option<i32> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            meanwhile(self);
            assert!(Instant::now() < deadline, "never ended:\n{}", self.shown());
        }
    }

    /// Reads what there is, and waits a moment where there is nothing yet. Gives whether something was read.
    fn read(&mut self) -> bool {
        let mut waiting = [PollFd::new(&self.master, PollFlags::IN)];
        if poll(&mut waiting, Some(&STEP)).unwrap_or(0) == 0 {
            return false;
        }
        let mut bytes = [0; 4096];
        let read = rustix::io::read(&self.master, &mut bytes).unwrap_or(0);
        self.screen.process(&bytes[..read]);
        self.raw.extend(&bytes[..read]);
        read > 0
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            let _ = self.child.kill(); // a test has failed
            let _ = self.child.wait();
        }
    }
}

fn settings(terminal: &OwnedFd) -> String {
    let stdin = Stdio::from(terminal.try_clone().unwrap());
    let told = Command::new("stty").arg("-g").stdin(stdin).output().unwrap();
    assert!(told.status.success());
    String::from_utf8(told.stdout).unwrap()
}
