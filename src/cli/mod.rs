//! The command line: arguments to calls of the library, results to streams and exit codes.

mod args;
mod eval;
mod train;

use std::io::{self, Read, Write};
use std::process::ExitCode;

use clap::Parser;
use dechrome::{Cleaner, Options};

pub(crate) fn main() -> ExitCode {
    let args::Args { verb } = args::Args::parse();
    match verb {
        args::Verb::Train(train) => {
            let started = std::time::Instant::now();
            let told = |what: &str| {
                let _ = writeln!(io::stderr(), "{:6.1} s {what}", started.elapsed().as_secs_f32());
            };
            match train::run(&train, told) {
                Ok(()) => {
                    told("done");
                    ExitCode::SUCCESS
                }
                Err(e) => {
                    let _ = writeln!(io::stderr(), "dechrome: {e}");
                    ExitCode::from(2)
                }
            }
        }
        args::Verb::Eval(eval) => match eval::run(&eval) {
            Ok(text) => {
                let _ = io::stdout().write_all(text.as_bytes());
                ExitCode::SUCCESS
            }
            Err(e) => {
                let _ = writeln!(io::stderr(), "dechrome: {e}");
                ExitCode::from(2)
            }
        },
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
