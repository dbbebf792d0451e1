//! Golden cases: inputs with the output somebody has accepted for them.
//!
//! A case is a folder. `input.txt` is what is cleaned; `expected.txt` the accepted output, byte for
//! byte; `case.toml` says why the case exists and under which options it is cleaned. Output nobody
//! has accepted yet is pending: it lies beside as `expected.txt.new`. A suite is a folder of cases.
//!
//! [`check()`] reads and never writes. [`add()`] makes a case with pending output, [`accept()`] turns
//! output into accepted output, and only what it would be today; a [`Review`] does so change by change. Hidden files are nobody's business
//! here; any other file a case does not know is reported.

mod accept;
mod add;
mod case;
mod changes;
mod check;
mod difference;
mod review;
mod since;
mod suite;

pub use accept::{Accepted, accept};
pub use add::{NewCase, add};
pub use case::Case;
pub use changes::Changes;
pub use check::{Finding, Pending, check, check_all};
pub use difference::{Difference, Hunk};
pub use review::Review;
pub use suite::{Place, find, locate};
