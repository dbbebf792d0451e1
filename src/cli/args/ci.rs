//! Whether this is CI, where nothing is written that somebody ought to have looked at.

/// Says that it is, where the environment does not.
#[derive(Debug, clap::Args)]
pub(crate) struct CiArgs {
    /// Write nothing, as where the environment sets CI
    #[arg(long)]
    ci: bool,
}

impl CiArgs {
    /// Whether the command line says so.
    pub(crate) fn is_typed(&self) -> bool {
        self.ci
    }

    /// What says that this is CI, if anything does.
    pub(crate) fn told(&self) -> Option<&'static str> {
        match std::env::var_os("CI") {
            _ if self.ci => Some("--ci"),
            Some(value) if !value.is_empty() => Some("CI is set"),
            _ => None,
        }
    }
}
