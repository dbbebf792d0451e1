//! The program as its users meet it: arguments, streams, files and exit codes.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may stop at what it does not expect")]

mod bench;
mod config;
mod diff;
mod documents;
mod endings;
mod explain;
#[cfg(target_os = "linux")]
mod faults;
mod formats;
mod forms;
mod generate;
mod golden;
mod help;
mod learn;
mod long;
#[cfg(target_os = "linux")]
mod memory;
mod packed;
mod parallel;
mod places;
#[cfg(target_os = "linux")]
mod recording;
mod removed;
#[cfg(target_os = "linux")]
mod review;
mod rules;
#[cfg(target_os = "linux")]
mod terminal;
mod train;
mod trees;
#[cfg(target_os = "linux")]
mod unwritable;
