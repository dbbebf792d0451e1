//! Bytes to text, and text to lines. Knows nothing of content or chrome.

pub mod class;
pub mod decode;
pub mod lines;
pub mod markup;
pub mod windows;
pub mod words;

pub use decode::{Encoding, Text};
pub use lines::{Line, Lines, trim};
