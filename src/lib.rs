//! Strips the boilerplate from plain text: scores every line as content or chrome, mends hard line
//! breaks, and shows exactly what it removed and why.
//!
//! # Promises
//!
//! - **Nothing is lost.** A [`Plan`] takes whole lines and the white space and hyphens at mended breaks, and adds a space at
//!   most where a break was. What it takes can be written down with [`report::removed`].
//! - **No panic** is reachable from documents, rows, records, models, configurations or golden cases; what is wrong with one
//!   is an [`Error`]. A [`Cleaner`] never fails: any text has a plan. Running out of memory is not covered.
//! - **Linear time and memory** in the length of a document, whatever it holds; user regexes too. A document is held in
//!   memory, up to [`fsio::DOCUMENT_LIMIT`] bytes; judging takes memory for a window of it. Read as [`pipeline::Parts`], no
//!   more of it is held than a window, or its longest line.
//! - **Line ends do not matter**: CRLF and LF get the same verdicts. Text comes back in the bytes it came in.
//! - **Files are replaced in one step** or not at all ([`fsio::NewFile`]). Two programs that replace one file at a time leave
//!   the content of the one that was last.
//! - **No unsafe code** but one call of a function compiled for AVX2, where the processor has it.
//!
//! Cleaning what is clean already is not promised to change nothing: the dropped lines were evidence. Mending alone is
//! done once and for all. Tests and figures stand in `docs/promises.md`.

pub mod configuration;
pub mod corpus;
pub mod error;
pub mod eval;
pub mod features;
pub mod fsio;
pub mod golden;
pub mod label;
pub mod merge;
pub mod model;
pub mod pipeline;
pub mod plan;
pub mod profile;
pub mod render;
pub mod report;
pub mod review;
pub mod rules;
pub mod settings;
pub mod text;
pub mod train;

pub use error::{Error, Result};
pub use pipeline::{Cleaner, Options};
pub use plan::Plan;

/// The README's example runs as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
