//! `dechrome generate`: the man pages and shell completions of the program, made from its own arguments.

use std::io::Write;

use clap::{Command, Subcommand};
use clap_complete::Shell;
use dechrome::{Error, Result};

use super::outcome::Outcome;
use super::stream::{Out, unwritten};

/// Print man pages and shell completions
#[derive(Debug, clap::Args)]
pub(crate) struct GenerateArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Print a man page in roff
    Man {
        /// The verb whose page to print [default: the program's own]
        #[arg(value_name = "VERB")]
        verb: Option<String>,
    },
    /// Print the completions of a shell
    Completions {
        /// The shell that is to read them
        #[arg(value_name = "SHELL")]
        shell: Shell,
    },
}

pub(crate) fn run(args: &GenerateArgs, mut program: Command, out: &mut Out) -> Result<Outcome> {
    program.build();
    let mut page = Vec::new();
    match &args.what {
        What::Man { verb } => {
            let command = verb.as_deref().map_or(Ok(&program), |verb| find(&program, verb))?;
            clap_mangen::Man::new(command.clone()).render(&mut page).map_err(unwritten)?;
        }
        What::Completions { shell } => clap_complete::generate(*shell, &mut program, "dechrome", &mut page),
    }
    out.write_all(&page).map_err(unwritten)?;
    Ok(Outcome::Done)
}

fn find<'p>(program: &'p Command, verb: &str) -> Result<&'p Command> {
    program.find_subcommand(verb).ok_or_else(|| {
        let verbs: Vec<&str> = program.get_subcommands().map(Command::get_name).collect();
        Error::invalid(format!("{verb:?} is not a verb; verbs are {}", verbs.join(", "))).at("generate man")
    })
}
