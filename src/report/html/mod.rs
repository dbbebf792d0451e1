//! The page: many documents with their plans as one HTML file that loads nothing.
//!
//! Texts go into the page as JSON, and its script shows them as text nodes. A content security policy admits the page's own
//! script and style by their hashes and nothing else: whatever a text holds, it cannot become markup, script or a request.

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
#[derive(Debug, Default)]
pub struct Page {
    documents: usize,
    features: Features,
}

impl Page {
    /// Writes what stands before the documents.
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
