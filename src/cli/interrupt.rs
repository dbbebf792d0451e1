//! What happens on Ctrl-C: no temporary file is left behind.

use dechrome::{Error, Result};

/// From now on, signals that end the process remove its temporary files first. Without files in the making there is
/// nothing to do, and no thread to start, for a run that only prints.
///
/// # Errors
/// If the signals cannot be caught.
#[cfg(unix)]
pub(crate) fn tidy_up() -> Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM])
        .map_err(|error| Error::io("catch signals", error))?;
    std::thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            let _none_is_created = dechrome::fsio::give_up();
            // Ends the process as the signal would have: a shell sees it and stops its loop.
            let _ = signal_hook::low_level::emulate_default_handler(signal);
        }
    });
    Ok(())
}

/// Where there are no signals, files of a run that is stopped keep their temporary names.
#[cfg(not(unix))]
pub(crate) fn tidy_up() -> Result<()> {
    Ok(())
}
