//! Bytes to text, and text to lines. Knows nothing of content or chrome.

pub mod class;
pub mod decode;
mod decoder;
mod encode;
pub mod hash;
pub mod lines;
pub mod markup;
mod scroll;
pub mod windows;
pub mod words;

pub use decode::{Encoding, Form, Text, guess};
pub use decoder::{Decoder, is_unicode};
pub use encode::{Encoder, End, Rewriter, Source};
pub use lines::{Line, Lines, Start, trim, trim_start};
pub use scroll::Scroll;
