//! The laws that are fuzzed: each takes any bytes and panics where dechrome breaks a promise.
//!
//! The fuzz targets call them, and so do the ordinary tests, with all that was ever found (tests/fuzz_regressions.rs).

#![allow(clippy::unwrap_used, clippy::panic, reason = "a law stops at what breaks it")]

mod choices;
mod documents;
mod files;
mod page;
mod patch;
mod slow;
mod streams;

pub use documents::{clean, decode, diff_patch};
pub use files::{config, golden_case, model_file};
pub use page::report_html;
pub use slow::slow;
pub use streams::{jsonl, wet};
