//! The page as a browser has it: its markup, its data, and how it behaves in a headless Chromium.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may stop at what it does not expect"
)]

mod bench;
mod browser;
mod data;
mod markup;
mod reading;
