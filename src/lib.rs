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
//!   memory, and the program takes it up to 4 GiB; judging takes memory for a window of it. Read as
//!   [`pipeline::Parts`], no more of it is held than a window, or its longest line.
//! - **Line ends do not matter**: CRLF and LF get the same verdicts. Text comes back in the bytes it came in.
//! - **Files are replaced in one step** or not at all, by the program: this interface writes none. Two programs that
//!   replace one file at a time leave the content of the one that was last.
//! - **No unsafe code** but one call of a function compiled for AVX2, where the processor has it.
//!
//! Cleaning what is clean already is not promised to change nothing: the dropped lines were evidence. Mending alone is
//! done once and for all. Tests and figures stand in `docs/promises.md`.
//!
//! # Interface
//!
//! What these pages show is the interface, and `docs/api.txt` lists it. Versions follow SemVer: before 1.0 a change of it
//! that asks something of its users raises the middle number, any other the last one. Kinds and bases may be added at any
//! time. No part of it are: modules that are public for the program of this package alone, and hidden here; names and
//! values of features; scores, verdicts and joins, which change with the model and are named in the changelog where they do.
//! The program's options, exit codes and JSON (`docs/diff.schema.json`) are promised in the same way. The oldest compiler
//! is that of `rust-version`, and may rise with the middle number.
//!
//! ```
//! use dechrome::text::Lines;
//! use dechrome::{Cleaner, Options, render};
//!
//! let text = "Share on Facebook
//!
//! The ferry to Holm did not leave on Monday, as the harbour was
//! frozen over. It will try again when the ice has gone.
//! ";
//! let cleaner = Cleaner::new(Options::default());
//! let lines = Lines::new(text);
//! let plan = cleaner.plan(&lines);
//! for (line, verdict) in lines.iter().zip(&plan.verdicts) {
//!     println!("{:.2} {:?} {line}", verdict.score, verdict.label);
//! }
//! assert_eq!(render::render(&lines, &plan), cleaner.clean(text));
//! assert!(cleaner.clean(text).contains("as the harbour was frozen over. It will try again"));
//! ```

mod error;
pub mod label;
pub mod merge;
pub mod model;
pub mod pipeline;
pub mod plan;
pub mod profile;
pub mod render;
pub mod report;
pub mod rules;
pub mod text;

// What only the program and the tests of this package use: public, as they stand outside, but no part of the interface.
#[doc(hidden)]
pub mod configuration;
#[doc(hidden)]
pub mod corpus;
#[doc(hidden)]
pub mod eval;
#[doc(hidden)]
pub mod features;
#[doc(hidden)]
pub mod fsio;
#[doc(hidden)]
pub mod golden;
#[doc(hidden)]
pub mod review;
#[doc(hidden)]
pub mod settings;
#[doc(hidden)]
pub mod train;

pub use error::{Error, Result};
pub use pipeline::{Cleaner, Options};
pub use plan::Plan;

/// The README's example runs as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
