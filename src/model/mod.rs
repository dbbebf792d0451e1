//! Weights, and what they make of a page: a score for every line.
//!
//! ```
//! use dechrome::model::Model;
//! use dechrome::{Cleaner, Options};
//!
//! let file = Model::shipped().to_bytes()?; // as `dechrome train` writes one
//! let cleaner = Cleaner::with_model(Options::default(), Model::from_bytes(file)?);
//! let text = "Log in | Register\n\nThe owls of the old barn have raised four young this year.\n";
//! assert_eq!(cleaner.clean(text), Cleaner::default().clean(text));
//! # Ok::<(), dechrome::Error>(())
//! ```

mod file;
mod layer;
#[doc(hidden)]
pub mod linear;
#[doc(hidden)]
pub mod network;
mod simd;

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::error::Result;
use crate::features::Page;
use crate::features::context::{self, CommonWords, First};
use linear::Linear;
use network::{Contributions, Network};

#[doc(hidden)]
pub use file::{HEADER_BITS, WORD_BITS};

/// Units of the two hidden layers.
#[doc(hidden)]
pub const HIDDEN: [usize; 2] = [64, 32];

/// Everything that was learnt.
///
/// ```
/// use dechrome::model::Model;
///
/// let model = Model::shipped().clone();
/// assert_eq!(Model::from_bytes(model.to_bytes()?)?, model);
/// # Ok::<(), dechrome::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// First score: the line is content.
    #[doc(hidden)]
    pub content: Linear,
    /// The lines below it are content.
    #[doc(hidden)]
    pub below: Linear,
    /// The lines above it are content.
    #[doc(hidden)]
    pub above: Linear,
    /// One bit for each bucket of [`CommonWords`].
    #[doc(hidden)]
    pub common: Cow<'static, [u8]>,
    /// Second score, from the first ones and the context.
    #[doc(hidden)]
    pub network: Network,
}

/// What a model makes of a page; each list holds one value a row.
#[derive(Debug, Clone, PartialEq)]
#[doc(hidden)]
pub struct Scores {
    /// Log-odds of the row being content.
    pub content: Vec<f32>,
    /// Share (0 to 1) of the row's rarer words that also stand in the page's best lines.
    pub subject: Vec<f32>,
}

impl Model {
    /// The model that comes with the program.
    ///
    /// ```
    /// # use dechrome::model::Model;
    /// // It is read once, when it is first asked for.
    /// assert!(std::ptr::eq(Model::shipped(), Model::shipped()));
    /// ```
    pub fn shipped() -> &'static Model {
        static MODEL: OnceLock<Model> = OnceLock::new();
        MODEL.get_or_init(|| {
            let bytes = include_bytes!("../../model/default.model");
            #[allow(clippy::expect_used)] // a test reads it
            file::read(Cow::Borrowed(bytes)).expect("the shipped model is sound")
        })
    }

    /// Reads a model file.
    ///
    /// ```
    /// # use dechrome::model::Model;
    /// let mut bytes = Model::shipped().to_bytes()?;
    /// assert!(Model::from_bytes(bytes.clone()).is_ok());
    /// bytes.pop();
    /// assert!(Model::from_bytes(bytes).is_err());
    /// # Ok::<(), dechrome::Error>(())
    /// ```
    ///
    /// # Errors
    /// If the bytes are not a model of this version: unknown features, numbers that are not finite, an early end. What a
    /// file does not name weighs nothing.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Model> {
        file::read(Cow::Owned(bytes))
    }

    /// The model as a file, its network in eight bits a weight. The same model gives the same bytes.
    ///
    /// ```
    /// # use dechrome::model::Model;
    /// let bytes = Model::shipped().to_bytes()?;
    /// assert_eq!(Model::from_bytes(bytes.clone())?.to_bytes()?, bytes);
    /// # Ok::<(), dechrome::Error>(())
    /// ```
    ///
    /// # Errors
    /// If a weight is not finite.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        file::write(self)
    }

    /// Scores every row of a page.
    #[doc(hidden)]
    pub fn scores(&self, page: &Page) -> Scores {
        self.scores_told(page, &[])
    }

    /// As [`Model::scores`], where the first scores of some rows, in log-odds, are told: their neighbours see these.
    #[doc(hidden)]
    pub fn scores_told(&self, page: &Page, told: &[(usize, f32)]) -> Scores {
        let inputs = self.inputs(page, told);
        let rows = inputs.chunks_exact(self.network.mean.len());
        let subject = context::core_share();
        Scores { content: self.network.scores(&inputs), subject: rows.map(|row| row[subject]).collect() }
    }

    /// What each input contributes to the score of each row; the inputs are those of [`context::names`], in order. Some
    /// first scores may be told, as in [`Model::scores_told`].
    #[doc(hidden)]
    pub fn contributions(&self, page: &Page, told: &[(usize, f32)]) -> Vec<Contributions> {
        let inputs = self.inputs(page, told);
        inputs.chunks_exact(self.network.mean.len()).map(|row| self.network.contributions(row)).collect()
    }

    fn inputs(&self, page: &Page, told: &[(usize, f32)]) -> Vec<f32> {
        let (mut content, below, above) =
            (self.content.scores(page), self.below.scores(page), self.above.scores(page));
        told.iter().for_each(|&(row, score)| content[row] = score);
        let first = First { content: &content, below: &below, above: &above };
        let mut inputs = Vec::new();
        context::fill(page, first, CommonWords(&self.common), self.network.mean.len(), &mut inputs);
        inputs
    }
}
