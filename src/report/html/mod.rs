//! The page: many documents with their plans as one HTML file that loads nothing.
//!
//! Texts go into the page as JSON, and its script shows them as text nodes. A content security policy admits the page's own
//! script and style by their hashes and nothing else: whatever a text holds, it cannot become markup, script or a request.
//!
//! ```
//! use dechrome::report::html::Page;
//! use dechrome::{Cleaner, text::Lines};
//!
//! let (cleaner, mut out) = (Cleaner::default(), Vec::new());
//! let mut page = Page::begin(&mut out)?;
//! for (name, text) in [("a.txt", "Log in\n\nIt rained.\n"), ("b.txt", "It snowed.\n")] {
//!     let lines = Lines::new(text);
//!     let plan = cleaner.plan(&lines);
//!     let evidence = || (cleaner.evidence(&lines), cleaner.join_evidence(&lines, &plan.joins));
//!     page.document(name, &lines, &plan, evidence, &mut out)?;
//! }
//! page.finish(&mut out)?;
//! assert!(out.ends_with(b"</html>\n"));
//! # Ok::<(), std::io::Error>(())
//! ```

mod data;
mod escape;

use std::io::{self, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::plan::{Evidence, Label, Plan};
use crate::text::Lines;
use data::{Entry, Features, Grounds, Whole};
use escape::{to_html, write_json};

/// Largest text, in bytes, whose evidence is in the page; of a larger one it is left out, and the page says so.
pub const EVIDENCE_LIMIT: usize = 1 << 20;

/// Largest text, in bytes, that can be read where scripts are switched off, if it is that of the first document.
const STATIC_LIMIT: usize = 1 << 16;

const STYLE: &str = include_str!("assets/page.css");
const BODY: &str = include_str!("assets/body.html");
const SCRIPT: &str = concat!(
    include_str!("assets/text.js"),
    include_str!("assets/chunks.js"),
    include_str!("assets/plan.js"),
    include_str!("assets/why.js"),
    include_str!("assets/document.js"),
    include_str!("assets/index.js"),
    include_str!("assets/page.js"),
);

/// A page in the making: [`Page::begin`], [`Page::document`] for each document, [`Page::finish`].
///
/// Between the documents it holds the names of features and nothing else. All of it must go to the same writer.
///
/// ```
/// # use dechrome::report::html::Page;
/// let mut out = Vec::new();
/// Page::begin(&mut out)?.finish(&mut out)?; // a page without documents
/// let html = String::from_utf8_lossy(&out);
/// assert!(html.starts_with("<!DOCTYPE html>") && html.contains("default-src 'none'"));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct Page {
    documents: usize,
    features: Features,
}

impl Page {
    /// Writes what stands before the documents.
    ///
    /// ```
    /// # use dechrome::report::html::Page;
    /// let mut out = Vec::new();
    /// let page = Page::begin(&mut out)?;
    /// assert!(out.starts_with(b"<!DOCTYPE html>\n"));
    /// # page.finish(&mut out)?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    /// If a write fails.
    pub fn begin(out: &mut impl Write) -> io::Result<Self> {
        write!(
            out,
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <title>dechrome</title>\n<style>{STYLE}</style>\n</head>\n{BODY}",
            policy()
        )?;
        Ok(Page::default())
    }

    /// Writes the document called `name`.
    ///
    /// `evidence` gives the features of one line after another and those of one join after another; it is not called
    /// where the text is larger than [`EVIDENCE_LIMIT`]. Linear time; memory for about twice the text.
    ///
    /// ```
    /// # use dechrome::{Cleaner, plan::Evidence, report::html::Page, text::Lines};
    /// let lines = Lines::new("The hay was in before the storm.\n");
    /// let (mut out, plan) = (Vec::new(), Cleaner::default().plan(&lines));
    /// let mut page = Page::begin(&mut out)?;
    /// let none = || (Vec::<Vec<Evidence>>::new(), Vec::<Vec<Evidence>>::new()); // a page without reasons
    /// page.document("<hay>.txt", &lines, &plan, none, &mut out)?;
    /// let html = String::from_utf8_lossy(&out);
    /// assert!(html.contains("The hay was in") && !html.contains("<hay>")); // no text becomes markup
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    /// If a write fails.
    pub fn document<L, J>(
        &mut self,
        name: &str,
        lines: &Lines<'_>,
        plan: &Plan,
        evidence: impl FnOnce() -> (L, J),
        out: &mut impl Write,
    ) -> io::Result<()>
    where
        L: IntoIterator<Item = Vec<Evidence>>,
        J: IntoIterator<Item = Vec<Evidence>>,
    {
        let grounds = (lines.text().len() <= EVIDENCE_LIMIT).then(|| {
            let (of_lines, of_joins) = evidence();
            Grounds::new(of_lines, of_joins, &mut self.features)
        });
        write_block("class=\"summary\"", &Entry::new(name, lines, plan), out)?;
        write_block("class=\"document\"", &Whole::new(lines, plan, grounds), out)?;
        if self.documents == 0 && lines.text().len() <= STATIC_LIMIT {
            write_static(name, lines, plan, out)?;
        }
        self.documents += 1;
        Ok(())
    }

    /// Writes what stands behind the documents: the page is whole.
    ///
    /// ```
    /// # use dechrome::report::html::Page;
    /// let mut out = Vec::new();
    /// let page = Page::begin(&mut out)?;
    /// page.finish(&mut out)?;
    /// assert!(out.ends_with(b"</body>\n</html>\n"));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    /// If a write fails.
    pub fn finish(self, out: &mut impl Write) -> io::Result<()> {
        write_block("id=\"features\"", &self.features.names(), out)?;
        write!(out, "<script>{SCRIPT}</script>\n</body>\n</html>\n")
    }
}

/// Nothing may be loaded or sent; script and style are the page's own. No text becomes markup by a script's mistake.
fn policy() -> String {
    let hash = |asset: &str| STANDARD.encode(Sha256::digest(asset));
    format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'",
        hash(SCRIPT),
        hash(STYLE)
    )
}

fn write_block(attribute: &str, value: &impl serde::Serialize, out: &mut impl Write) -> io::Result<()> {
    write!(out, "<script type=\"application/json\" {attribute}>")?;
    write_json(value, out)?;
    out.write_all(b"</script>\n")
}

/// The document for those who run no scripts: its lines, the dropped ones struck with their reason.
fn write_static(name: &str, lines: &Lines<'_>, plan: &Plan, out: &mut impl Write) -> io::Result<()> {
    write!(out, "<noscript>\n<h1>{}</h1>\n<pre>\n", to_html(name))?;
    for (line, verdict) in lines.iter().zip(&plan.verdicts) {
        let line = to_html(line);
        match verdict.label {
            Label::Chrome(kind) if !line.trim().is_empty() => writeln!(out, "<del>{line}</del> [{kind}]")?,
            _ => writeln!(out, "{line}")?,
        }
    }
    out.write_all(b"</pre>\n</noscript>\n")
}
