//! Views of a plan: what a document loses and why. A view cannot change a verdict.

pub(crate) mod columns;
#[doc(hidden)]
pub mod compare;
pub mod explain;
mod findings;
pub mod github;
pub mod html;
pub mod inline;
pub mod json;
pub mod junit;
mod layout;
pub mod removed;
#[doc(hidden)]
pub mod rows;
pub mod sarif;
pub mod screen;
pub mod side_by_side;
mod summary;
pub mod unified;

pub use findings::Source;
pub use layout::{Difference, Joins, Layout};
pub use screen::{Paint, Screen, Shown};
pub use summary::Summary;

/// A score to four decimals, as JSON has it: more would only change with every model.
fn rounded(score: f32) -> f64 {
    (f64::from(score) * 1e4).round() / 1e4
}
