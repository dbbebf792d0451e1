//! Python's view of dechrome: what crosses the border, and nothing that decides.

mod batch;
mod cleaner;
mod plan;
mod texts;

use pyo3::create_exception;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

create_exception!(
    dechrome,
    Error,
    PyValueError,
    "An option, a rule or a model that is not as it must be; the message holds the value and the limit."
);

/// The library's error as Python's.
fn raised(error: &dechrome::Error) -> PyErr {
    Error::new_err(error.to_string())
}

#[pymodule]
mod _dechrome {
    #[pymodule_export]
    use super::Error;
    #[pymodule_export]
    use super::cleaner::Cleaner;
    #[pymodule_export]
    use super::plan::{Join, Line, Plan};
}
