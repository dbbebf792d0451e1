//! The `dechrome` program: parse, run, message, exit code.

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
