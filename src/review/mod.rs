//! Decisions about changes, one at a time: what may change, what was decided, and what becomes of the text.
//!
//! A [`Document`] is a text with the [`Change`]s that cleaning would make in it, each by itself. A [`Session`] goes
//! through them: it takes keys, keeps decisions, and takes them back. It draws and writes nothing: [`draw()`] gives
//! the rows of a screen, [`Session::result`] the text as decided. [`keep_rules`] and [`Correction`] are what a
//! rejected removal teaches.

mod change;
mod draw;
mod rules;
mod session;
mod taught;

pub(crate) use change::widened;
pub use change::{Change, Document};
pub use draw::{Size, draw};
pub use rules::keep_rules;
pub use session::{Asked, Decision, Key, Session};
pub use taught::Correction;
