//! Views of a plan: what a document loses and why. A view cannot change a verdict.

pub mod explain;
pub mod html;
pub mod removed;
pub mod screen;
pub mod unified;

pub use screen::{Paint, Screen, Shown};
