//! The command line: arguments to calls of the library, results to streams and exit codes.

mod args;

use std::io::{self, Read, Write};
use std::process::ExitCode;

use clap::Parser;
use dechrome::{Cleaner, Options};

pub(crate) fn main() -> ExitCode {
    let args::Args { verb } = args::Args::parse();
    match verb {
        args::Verb::Clean(_) => {
            let mut text = String::new();
            let read = io::stdin().read_to_string(&mut text);
            let cleaned = read.map(|_| Cleaner::new(Options::default()).clean(&text));
            match cleaned.and_then(|text| io::stdout().write_all(text.as_bytes())) {
                Ok(()) => ExitCode::SUCCESS,
                Err(_) => ExitCode::from(2),
            }
        }
    }
}
