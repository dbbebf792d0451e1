//! Views of a plan: what a document loses and why. A view cannot change a verdict.

pub mod compare;
pub mod explain;
pub mod inline;
mod layout;
pub mod removed;
pub mod rows;
pub mod screen;
mod summary;
pub mod unified;

pub use layout::{Difference, Joins, Layout};
pub use screen::{Paint, Screen, Shown};
pub use summary::Summary;
