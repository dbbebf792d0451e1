//! Bytes to text, and text to lines. Knows nothing of content or chrome.
//!
//! ```
//! use dechrome::text::{Encoding, Lines, Text};
//!
//! let bytes = b"Ebbe\r\n\r\nFl\xFCsse\r\n".to_vec();
//! let text = Text::decode(bytes.clone(), Encoding::from_name("windows-1252")?)?;
//! let lines = Lines::new(&text.text);
//! assert_eq!(lines.iter().collect::<Vec<_>>(), ["Ebbe", "", "Flüsse"]);
//! assert_eq!(text.encode(lines.text())?, bytes);
//! # Ok::<(), dechrome::Error>(())
//! ```

#[doc(hidden)]
pub mod class;
mod decode;
mod decoder;
mod encode;
mod form;
pub(crate) mod hash;
mod lines;
#[doc(hidden)]
pub mod markup;
mod scroll;
#[doc(hidden)]
pub mod windows;
#[doc(hidden)]
pub mod words;

pub use decode::{Text, guess};
#[doc(hidden)]
pub use decoder::{Decoder, is_unicode};
#[doc(hidden)]
pub use encode::Encoder;
pub use encode::{End, Rewriter, Source};
pub use form::{Encoding, Form};
#[doc(hidden)]
pub use lines::trim;
pub(crate) use lines::trim_start;
pub use lines::{Line, Lines, Start};
#[doc(hidden)]
pub use scroll::Scroll;
