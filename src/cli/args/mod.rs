//! Groups of options that verbs share, each with what it comes to.

mod ci;
mod decide;
mod files;
mod manner;
mod read;
mod rules;

pub(crate) use ci::CiArgs;
pub(crate) use decide::{DecideArgs, OnGuard};
pub(crate) use files::{By, FileArgs, Files, Found, Results};
pub(crate) use manner::MannerArgs;
pub(crate) use read::{OnError, ReadArgs};
