//! `Cleaner`: options from Python to the library's, and its verbs.

use std::path::PathBuf;

use dechrome::configuration::Configuration;
use dechrome::model::Model;
use dechrome::profile::{self, Profile, Site};
use dechrome::settings::{self, Settings};
use dechrome::text::Lines;
use dechrome::{Error, Options, Result, fsio};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyMapping, PyString, PyTuple};

use crate::batch::{self, Unit};
use crate::plan::Plan;
use crate::raised;
use crate::texts::Texts;

/// Most bytes of a file of rules.
const RULES_LIMIT: u64 = 1 << 20;

/// Cleans documents with one set of options; threads may share it, and it pickles with all it needs.
///
/// Options have the names of the command line's flags and of ``dechrome.toml``:
///
/// * ``threshold``: lines scored at or above it, from 0 to 1, are content; the default is what is best for the page
/// * ``keep``, ``drop``: kinds of line, as in ``["date", "byline"]``, and rules, as in
///   ``[{"phrase": "Read more", "scope": "line"}, {"regex": "^Ad"}]``
/// * ``max_removed``: documents that would lose a larger share of their words, from 0 to 1, are kept whole
/// * ``no_drop``, ``no_merge``, ``no_dehyphenate``: keep all lines, all breaks, all hyphens
/// * ``rules``: path of a ``dechrome.toml``, or a mapping with its keys; the options above go over it. What it says for
///   some files only (``glob``, ``override``) holds for none here: documents have no path
/// * ``model``: path of a model file, or its bytes; the default is the shipped model
/// * ``profile``: path of a site profile, as ``dechrome learn`` writes it, or its bytes; ``host`` chooses one of a profile
///   kept by host
/// * ``pack``: names of packs of rules, as in ``["email"]``
///
/// Raises ``dechrome.Error`` (a ``ValueError``) if an option, a rule or a file is not as it must be.
#[pyclass(frozen, module = "dechrome")]
pub(crate) struct Cleaner {
    cleaner: dechrome::Cleaner,
    /// What is in force, for pickling.
    settings: Settings,
    model: Option<Py<PyBytes>>,
    profile: Option<Py<PyBytes>>,
    host: Option<String>,
}

#[pymethods]
impl Cleaner {
    #[new]
    #[pyo3(signature = (*, rules=None, model=None, profile=None, host=None, **options))]
    #[pyo3(
        text_signature = "(*, threshold=None, keep=(), drop=(), max_removed=None, no_drop=False, no_merge=False, no_dehyphenate=False, pack=(), rules=None, model=None, profile=None, host=None)"
    )]
    fn new(
        py: Python<'_>,
        rules: Option<&Bound<'_, PyAny>>,
        model: Option<&Bound<'_, PyAny>>,
        profile: Option<&Bound<'_, PyAny>>,
        host: Option<String>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        let file = rules.map_or(Ok(Settings::default()), read_rules)?;
        let typed = options.map_or(Ok(Settings::default()), typed)?;
        let configuration = Configuration::new(file).and_then(|file| file.with_typed(typed));
        let configuration = configuration.map_err(|error| raised(&error))?;
        let settings = configuration.settings(None).map_err(|error| raised(&error))?;
        let options = configuration.options(None).map_err(|error| raised(&error))?;
        let profile = profile.map(read_profile).transpose()?;
        let site = profile.as_ref().map(|(profile, _)| site(profile, host.as_deref())).transpose();
        let options = Options { profile: site.map_err(|error| raised(&error))?, ..options };
        let model = model.map(read_model).transpose()?;
        let cleaner = match &model {
            None => dechrome::Cleaner::new(options),
            Some((model, _)) => dechrome::Cleaner::with_model(options, model.clone()),
        };
        let model = model.map(|(_, bytes)| PyBytes::new(py, &bytes).unbind());
        let profile = profile.map(|(_, bytes)| PyBytes::new(py, &bytes).unbind());
        Ok(Cleaner { cleaner, settings, model, profile, host })
    }

    /// The cleaned text of a document: its content lines, with hard line breaks mended.
    ///
    /// Other threads run meanwhile. Raises ``TypeError`` if ``text`` is no string and ``UnicodeEncodeError`` if it holds
    /// a lone surrogate; any other text is a document.
    fn clean(&self, py: Python<'_>, text: &str) -> String {
        py.detach(|| self.cleaner.clean(text))
    }

    /// What becomes of each line and each line break of a document, and why: a ``Plan``.
    ///
    /// Raises as ``clean`` does.
    fn plan(&self, py: Python<'_>, text: &str) -> PyResult<Plan> {
        let (plan, cleaned) = py.detach(|| {
            let lines = Lines::new(text);
            let plan = self.cleaner.plan(&lines);
            let cleaned = dechrome::render::render(&lines, &plan);
            (plan, cleaned)
        });
        Plan::new(py, &Lines::new(text), &plan, cleaned)
    }

    /// Cleans many documents: a ``pyarrow.StructArray`` with one row for each, in order.
    ///
    /// ``texts`` is a list of strings, or a ``pyarrow`` array of type ``string``, ``large_string`` or ``string_view``, which
    /// is read where it lies (any object with ``__arrow_c_array__`` will do), or a ``ChunkedArray`` of them. ``None`` and
    /// nulls stay null.
    ///
    /// * ``text``: the cleaned text, of the type ``texts`` has
    /// * ``removed_share``: float32, the share of the document's characters, white space left out, that stand in dropped
    ///   lines, from 0 to 1
    /// * ``removed``: a list of the dropped lines that are not blank: ``line`` (int64, from 1), ``start`` and ``end`` (int64,
    ///   of the line without its terminator, from 0), ``reason`` (string), ``score`` (float32, from 0 to 1)
    ///
    /// ``spans`` is the unit of ``start`` and ``end``: ``"bytes"`` of the document in UTF-8, as with ``dechrome clean
    /// --removed``, or ``"code_points"``, with which Python's strings are sliced.
    ///
    /// It runs on the calling thread without the interpreter's lock: call it from several threads or processes to use
    /// several cores. Cleaning depends on the document alone, so a batch may be split, repeated or reordered.
    ///
    /// Raises ``TypeError`` if ``texts`` is of another type, ``ValueError`` if ``spans`` is, or if the texts of a ``string``
    /// result hold more than 2,147,483,647 bytes, and ``ModuleNotFoundError`` without pyarrow.
    #[pyo3(signature = (texts, *, spans="bytes"))]
    fn clean_batch<'py>(&self, texts: &Bound<'py, PyAny>, spans: &str) -> PyResult<Bound<'py, PyAny>> {
        let unit = Unit::from_name(spans)?;
        texts.py().import("pyarrow")?; // missing, it is to be said before the work is done
        batch::clean(&self.cleaner, &Texts::new(texts)?, unit, texts.py())
    }

    fn __repr__(&self) -> PyResult<String> {
        let toml = self.settings.to_toml().map_err(|error| raised(&error))?;
        Ok(format!("dechrome.Cleaner({})", toml.trim_end().replace("\n\n", "\n").replace('\n', ", ")))
    }

    fn __getnewargs_ex__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyTuple>, Bound<'py, PyDict>)> {
        let named = PyDict::new(py);
        named.set_item("rules", pythonize::pythonize(py, &self.settings)?)?;
        named.set_item("model", &self.model)?;
        named.set_item("profile", &self.profile)?;
        named.set_item("host", &self.host)?;
        Ok((PyTuple::empty(py), named))
    }
}

/// Options under Python's names of them.
fn typed(options: &Bound<'_, PyDict>) -> PyResult<Settings> {
    let named = PyDict::new(options.py());
    for (name, value) in options {
        let name = name.cast::<PyString>()?.to_str()?.replace('_', "-");
        named.set_item(name, value)?;
    }
    read_settings(&named)
}

fn read_settings(mapping: &Bound<'_, PyAny>) -> PyResult<Settings> {
    pythonize::depythonize(mapping).map_err(|error| crate::Error::new_err(error.to_string()))
}

fn read_rules(rules: &Bound<'_, PyAny>) -> PyResult<Settings> {
    if rules.cast::<PyMapping>().is_ok() {
        return read_settings(rules);
    }
    let path = path("rules", "a mapping", rules)?;
    let text = read(&path, RULES_LIMIT)
        .and_then(|bytes| String::from_utf8(bytes).map_err(|_| Error::invalid("not UTF-8")));
    let settings = text.and_then(|text| settings::from_toml(&text));
    settings.map_err(|error| raised(&error.in_file(path)))
}

fn read_model(model: &Bound<'_, PyAny>) -> PyResult<(Model, Vec<u8>)> {
    read_parsed("model", model, fsio::DOCUMENT_LIMIT, |bytes| Model::from_bytes(bytes.to_vec()))
}

fn read_profile(profile: &Bound<'_, PyAny>) -> PyResult<(Profile, Vec<u8>)> {
    read_parsed("profile", profile, profile::LIMIT, Profile::from_json)
}

/// The source of a profile that all documents are from.
fn site(profile: &Profile, host: Option<&str>) -> Result<Site> {
    let site = Site::new(profile.clone());
    match (profile.by_host(), host) {
        (Some(_), Some(host)) => Ok(site.of(&profile::host(host))),
        (Some(_), None) => Err(Error::invalid("the profile is kept by host, host=.. says which one is meant")),
        (None, Some(_)) => Err(Error::invalid("the profile is of one source, it takes no host")),
        (None, None) => Ok(site),
    }
}

/// What a path or bytes hold, and the bytes.
fn read_parsed<T>(
    name: &str,
    value: &Bound<'_, PyAny>,
    limit: u64,
    parse: impl Fn(&[u8]) -> Result<T>,
) -> PyResult<(T, Vec<u8>)> {
    let parsed = |bytes: Vec<u8>| Ok((parse(&bytes)?, bytes));
    if let Ok(bytes) = value.cast::<PyBytes>() {
        return parsed(bytes.as_bytes().to_vec()).map_err(|error: Error| raised(&error.at(name)));
    }
    let path = path(name, "bytes", value)?;
    read(&path, limit).and_then(parsed).map_err(|error| raised(&error.in_file(path)))
}

fn path(name: &str, other: &str, value: &Bound<'_, PyAny>) -> PyResult<PathBuf> {
    value.extract().map_err(|_| {
        let found = value.get_type();
        PyTypeError::new_err(format!("{name} is of type {found}, it takes a path or {other}"))
    })
}

fn read(path: &std::path::Path, limit: u64) -> Result<Vec<u8>> {
    fsio::read(fsio::open(path)?, limit)
}
