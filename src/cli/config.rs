//! `dechrome.toml`: which one counts, what it says, and for which files.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use dechrome::configuration::Configuration;
use dechrome::corpus::Document;
use dechrome::model::Model;
use dechrome::profile::{self, Profile, Site};
use dechrome::settings::{self, Settings};
use dechrome::text::{Encoding, Text};
use dechrome::{Cleaner, Error, Options, Result, fsio};

use super::input::Input;

/// Name of the file.
const NAME: &str = "dechrome.toml";
/// Most bytes of one.
const LIMIT: u64 = 1 << 20;

/// Where options come from beside the command line.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Cleaning")]
pub(crate) struct ConfigArgs {
    /// Take options from this file, under the names of the flags [default: the dechrome.toml in this folder or
    /// the nearest one above it]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Take no options from any dechrome.toml
    #[arg(long, conflicts_with = "config")]
    isolated: bool,
}

/// The options of a run, and the folder its globs start from.
#[derive(Debug, Default)]
pub(crate) struct Config {
    configuration: Configuration,
    folder: Option<PathBuf>,
}

impl ConfigArgs {
    /// What the file says, with what was typed over it.
    ///
    /// # Errors
    /// If the file cannot be read, is not TOML, or holds an unknown key, an unknown kind, a share outside 0 to 1 or a
    /// rule that is not as it must be.
    pub(crate) fn read(&self, typed: Settings) -> Result<Config> {
        let path = match &self.config {
            Some(path) => Some(path.clone()),
            None if self.isolated => None,
            None => nearest(),
        };
        let file = path.as_deref().map(read).transpose()?;
        let configuration = file.unwrap_or_default().with_typed(typed)?;
        let folder = path.and_then(|path| Some(path.canonicalize().ok()?.parent()?.to_owned()));
        Ok(Config { configuration, folder })
    }

    /// Where rules of a review go: the file named, else the nearest one, else a new one in the current folder.
    pub(crate) fn place(&self) -> PathBuf {
        self.config.clone().unwrap_or_else(nearest_or_here)
    }
}

/// The nearest `dechrome.toml`, or where a new one would be.
pub(crate) fn nearest_or_here() -> PathBuf {
    nearest().unwrap_or_else(|| PathBuf::from(NAME))
}

/// In the current folder or the nearest one above.
fn nearest() -> Option<PathBuf> {
    let here = PathBuf::from(NAME);
    if here.is_file() {
        return Some(here); // messages need no long path then
    }
    let folder = std::env::current_dir().ok()?;
    folder.ancestors().map(|folder| folder.join(NAME)).find(|path| path.is_file())
}

fn read(path: &Path) -> Result<Configuration> {
    let bytes = fsio::read_file(path, LIMIT)?;
    let configuration = || {
        let text = Text::decode(bytes, Encoding::Unicode).map_err(Error::without_hint)?;
        let mut settings: Settings = settings::from_toml(&text.text)?;
        for file in [&mut settings.model, &mut settings.profile].into_iter().flatten() {
            *file = path.parent().map_or_else(|| file.clone(), |folder| folder.join(&*file)); // it is named from there
        }
        Configuration::new(settings)
    };
    configuration().map_err(|error| error.in_file(path))
}

/// Reads a site profile.
///
/// # Errors
/// If the file cannot be read or is no profile; it is named.
pub(crate) fn read_profile(path: &Path) -> Result<Profile> {
    let bytes = fsio::read(fsio::open(path)?, profile::LIMIT);
    bytes.and_then(|bytes| Profile::from_json(&bytes)).map_err(|error| error.in_file(path))
}

/// Reads a model.
///
/// # Errors
/// If the file cannot be read or is no model; it is named.
pub(crate) fn read_model(path: &Path) -> Result<Model> {
    let bytes = fsio::read(fsio::open(path)?, fsio::DOCUMENT_LIMIT);
    bytes.and_then(Model::from_bytes).map_err(|error| error.in_file(path))
}

impl Config {
    /// A cleaner with the model of the run.
    ///
    /// # Errors
    /// If its file cannot be read or is no model.
    pub(crate) fn cleaner_with(&self, options: Options) -> Result<Cleaner> {
        Ok(match self.configuration.settings(None)?.model {
            Some(path) => Cleaner::with_model(options, read_model(&path)?),
            None => Cleaner::new(options),
        })
    }

    /// The options of documents that come from no file.
    pub(crate) fn options_with_profile(&self) -> Result<Options> {
        let path = self.configuration.settings(None)?.profile;
        let profile = path.map(|path| read_profile(&path)).transpose()?.map(Site::new);
        Ok(Options { profile, ..self.configuration.options(None)? })
    }

    /// The options in force for an input, as TOML.
    pub(crate) fn dump(&self, input: &Input) -> Result<String> {
        self.configuration.settings(self.path(input).as_deref())?.to_toml()
    }

    /// The path of an input as globs see it: from the folder of the file they stand in.
    fn path(&self, input: &Input) -> Option<PathBuf> {
        let Input::File(path) = input else { return None };
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let parent = parent.unwrap_or(Path::new(".")).canonicalize().ok()?;
        let full = parent.join(path.file_name()?);
        let below = self.folder.as_ref().and_then(|folder| full.strip_prefix(folder).ok());
        Some(below.map_or_else(|| full.clone(), Path::to_owned))
    }
}

/// What cleans each input of a run.
pub(crate) struct Cleaners {
    config: Config,
    usual: Cleaner,
}

impl Cleaners {
    /// `usual` cleans documents that no glob matches.
    pub(crate) fn new(config: Config, usual: Cleaner) -> Self {
        Cleaners { config, usual }
    }

    /// The field of a row that names its document's source, if a profile asks for it.
    pub(crate) fn source_field(&self) -> Option<&str> {
        self.usual.options().profile.as_ref()?.profile().by_host()
    }

    /// The cleaner of an input's documents.
    ///
    /// # Errors
    /// None that reading the configuration did not find.
    pub(crate) fn of(&self, input: &Input) -> Result<Cow<'_, Cleaner>> {
        if !self.config.configuration.has_globs() {
            return Ok(Cow::Borrowed(&self.usual));
        }
        let options = self.config.configuration.options(self.config.path(input).as_deref())?;
        let options = Options { profile: self.usual.options().profile.clone(), ..options };
        Ok(Cow::Owned(self.usual.with_options(options)))
    }
}

/// The cleaner with the part of its profile that is the document's.
pub(crate) fn of_source<'c>(cleaner: &'c Cleaner, document: &Document) -> Cow<'c, Cleaner> {
    match (&cleaner.options().profile, document.source()) {
        (Some(site), Some(source)) => {
            let profile = Some(site.of(&profile::host(source)));
            Cow::Owned(cleaner.with_options(Options { profile, ..cleaner.options().clone() }))
        }
        _ => Cow::Borrowed(cleaner),
    }
}
