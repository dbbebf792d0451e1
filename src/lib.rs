//! Strips the boilerplate from plain text: scores every line as content or chrome, mends hard line
//! breaks, and shows exactly what it removed and why.

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
