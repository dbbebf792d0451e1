//! What is said about arguments that make no sense, and where help and version go.

use std::io::Write;
use std::num::ParseIntError;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::messages::Messages;
use super::outcome::Outcome;
use super::stream::Out;

/// Prints help or version to standard output, or says what is wrong with the arguments in the program's own form.
pub(crate) fn answer(error: &Error, out: &mut Out, messages: &Messages) -> Outcome {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // A failed write is remembered by `out` and told at its end.
            let _ = write!(out, "{}", error.render());
            Outcome::Done
        }
        _ => {
            messages.error(&wrong(error));
            Outcome::Error
        }
    }
}

fn wrong(error: &Error) -> dechrome::Error {
    let context = |kind| error.get(kind).map(ToString::to_string);
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return dechrome::Error::invalid_with_hint("no verb given", "dechrome --help lists them");
    }
    if let (ErrorKind::ValueValidation, Some(option), Some(cause)) =
        (error.kind(), context(ContextKind::InvalidArg), std::error::Error::source(error))
    {
        let flag = option.split([' ', '=', '[']).next().unwrap_or_default().to_owned();
        let typed = context(ContextKind::InvalidValue).unwrap_or_default();
        return match cause.downcast_ref::<dechrome::Error>() {
            Some(cause) => match cause.hint() {
                Some(hint) => dechrome::Error::invalid_with_hint(cause.to_string(), hint),
                None => dechrome::Error::invalid(cause.to_string()),
            },
            None if cause.is::<ParseIntError>() => not_a_number(&typed),
            None if cause.to_string().starts_with(&format!("{typed:?}")) => {
                dechrome::Error::invalid(cause.to_string()) // it says already what was typed
            }
            None => dechrome::Error::invalid(format!("{typed:?} is not what it takes: {cause}")),
        }
        .at(flag);
    }
    let rendered = error.render().to_string();
    let first = rendered.split("\n\n").next().unwrap_or_default();
    let what = first.strip_prefix("error: ").unwrap_or(first);
    let what = what.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    let near = nearest(error, ContextKind::SuggestedArg).or(nearest(error, ContextKind::SuggestedSubcommand));
    let hint = match near {
        Some(near) => format!("the nearest is {near}"),
        None => "dechrome --help lists the verbs, dechrome VERB --help their options".to_owned(),
    };
    dechrome::Error::invalid_with_hint(what, hint)
}

/// The parsers of numbers say neither what was typed nor what they take.
fn not_a_number(typed: &str) -> dechrome::Error {
    dechrome::Error::invalid(match typed.parse() {
        Ok(0_u8) => "0 is too small: it takes a whole number from 1".to_owned(),
        _ => format!("{typed:?} is not a whole number that fits"),
    })
}

/// What clap takes to have been meant; the last of several is the nearest.
fn nearest(error: &Error, kind: ContextKind) -> Option<&str> {
    match error.get(kind)? {
        ContextValue::String(near) => Some(near),
        ContextValue::Strings(near) => near.last().map(String::as_str),
        _ => None,
    }
}
