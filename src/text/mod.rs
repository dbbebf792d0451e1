//! Bytes to text, and text to lines. Knows nothing of content or chrome.

#[doc(hidden)]
pub mod class;
mod decode;
mod decoder;
mod encode;
pub(crate) mod hash;
mod lines;
#[doc(hidden)]
pub mod markup;
mod scroll;
#[doc(hidden)]
pub mod windows;
#[doc(hidden)]
pub mod words;

pub use decode::{Encoding, Form, Text, guess};
#[doc(hidden)]
pub use decoder::{Decoder, is_unicode};
#[doc(hidden)]
pub use encode::Encoder;
pub use encode::{End, Rewriter, Source};
pub(crate) use lines::trim_start;
pub use lines::{Line, Lines, Start, trim};
#[doc(hidden)]
pub use scroll::Scroll;
