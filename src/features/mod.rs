//! Named features of a line and of its context.
//!
//! [`Page`] holds what each line shows by itself. [`context`] adds, once every line has a first score, what
//! its neighbours, its page and its place among good lines say. Nothing here decides; see [`crate::label`].

mod columns;
pub mod context;
mod core;
mod curves;
mod headers;
mod own;
mod page;
mod phrases;
mod run;
mod script;
mod shape;
mod tally;
mod tokens;

pub use page::{OWN, Page, Row, own_names};
