//! The documents of a batch, read where Python or Arrow holds them.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, make_array};
use arrow_data::ArrayData;
use arrow_pyarrow::FromPyArrow;
use arrow_schema::DataType;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyList, PyTuple};

/// Documents in order; some may be missing.
pub(crate) enum Texts {
    Strings(Vec<Option<PyBackedStr>>),
    /// Arrays of one type.
    Arrays(Vec<ArrayRef>),
}

impl Texts {
    /// Nothing is copied.
    ///
    /// # Errors
    /// `TypeError` if they are no strings, `UnicodeEncodeError` if one holds a lone surrogate.
    pub(crate) fn new(texts: &Bound<'_, PyAny>) -> PyResult<Self> {
        if texts.is_instance_of::<PyList>() || texts.is_instance_of::<PyTuple>() {
            return Ok(Texts::Strings(texts.extract()?));
        }
        let chunked = texts.py().import("pyarrow")?.getattr("ChunkedArray")?;
        let arrays = if texts.is_instance(&chunked)? {
            let chunks = texts.getattr("chunks")?;
            chunks.try_iter()?.map(|chunk| array(&chunk?)).collect::<PyResult<Vec<_>>>()?
        } else if texts.hasattr("__arrow_c_array__")? {
            vec![array(texts)?]
        } else {
            let what = texts.get_type();
            return Err(PyTypeError::new_err(format!(
                "texts is of type {what}, it takes a list of str or an Arrow array of strings"
            )));
        };
        Ok(Texts::Arrays(arrays))
    }

    /// The type of their strings.
    pub(crate) fn data_type(&self) -> DataType {
        match self {
            Texts::Strings(_) => DataType::Utf8,
            Texts::Arrays(arrays) => match arrays.first().map(|array| array.data_type()) {
                None | Some(DataType::Null) => DataType::Utf8,
                Some(other) => other.clone(),
            },
        }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        match self {
            Texts::Strings(strings) => strings.len(),
            Texts::Arrays(arrays) => arrays.iter().map(Array::len).sum(),
        }
    }

    /// One after another.
    pub(crate) fn iter(&self) -> Box<dyn Iterator<Item = Option<&str>> + '_> {
        match self {
            Texts::Strings(strings) => Box::new(strings.iter().map(Option::as_deref)),
            Texts::Arrays(arrays) => Box::new(arrays.iter().flat_map(strings)),
        }
    }
}

/// The array behind Arrow's C data interface; its offsets and its UTF-8 are checked.
fn array(value: &Bound<'_, PyAny>) -> PyResult<ArrayRef> {
    let array = make_array(ArrayData::from_pyarrow_bound(value)?);
    match array.data_type() {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null => Ok(array),
        other => Err(PyTypeError::new_err(format!(
            "texts is an Arrow array of {other}, it takes string, large_string or string_view"
        ))),
    }
}

fn strings(array: &ArrayRef) -> Box<dyn Iterator<Item = Option<&str>> + '_> {
    match array.data_type() {
        DataType::LargeUtf8 => Box::new(array.as_string::<i64>().iter()),
        DataType::Utf8View => Box::new(array.as_string_view().iter()),
        DataType::Utf8 => Box::new(array.as_string::<i32>().iter()),
        _ => Box::new(std::iter::repeat_n(None, array.len())),
    }
}
