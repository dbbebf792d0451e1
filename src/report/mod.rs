//! Views of a plan: what a document loses and why. A view cannot change a verdict.
//!
//! Each takes lines and the plan of these very lines; with a plan of others it may panic.
//!
//! ```
//! use dechrome::report::{Joins, Layout, Screen, Summary, unified};
//! use dechrome::{Cleaner, text::Lines};
//!
//! let text = "Share on Facebook
//!
//! The bakery on Mill Lane opens again in May, with a new oven and the
//! old recipes. Its bread was missed.
//! ";
//! let lines = Lines::new(text);
//! let plan = Cleaner::default().plan(&lines);
//! assert_eq!(Summary::of(&lines, &plan).to_string(), "1 of 3 lines dropped (share 1), 1 break mended");
//!
//! let layout = Layout { context: 3, screen: Screen::PLAIN, joins: Joins::Whole };
//! unified::write("bakery.txt", &lines, &plan, layout, &mut std::io::stdout())?;
//! # Ok::<(), std::io::Error>(())
//! ```

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
#[doc(hidden)]
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
