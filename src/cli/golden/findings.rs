//! What was found in golden cases, as it is printed.

use std::io::{self, Write};

use dechrome::golden::{Difference, Finding, Pending, Place};
use dechrome::report::{Screen, screen};

use super::super::stream::Out;
use super::super::typed::quoted;
use super::cases::typed;

/// Prints what was found in one place, each finding with what to type next.
pub(super) fn show(place: &Place, findings: &[Finding], screen: Screen, out: &mut Out) -> io::Result<()> {
    let outdated = findings.iter().any(|finding| matches!(finding, Finding::Stale(Pending::Outdated(_))));
    let accept = format!("dechrome golden accept {}", typed(place));
    for finding in findings {
        match finding {
            Finding::Differs(difference) => {
                let differs = match difference.changes.total() {
                    0 => "differs in its encoding".to_owned(),
                    _ => extent("differs in", difference),
                };
                headline(place, &differs, out)?;
                rows("expected.txt", difference, screen, out)?;
            }
            Finding::Missing(difference) => {
                let changes = extent("cleaning changes", difference);
                headline(place, &format!("has no accepted output; {changes}"), out)?;
                rows("input.txt", difference, screen, out)?;
            }
            Finding::Stale(Pending::Outdated(path)) => {
                headline(place, "has pending output that is not what cleaning gives now", out)?;
                hint(&format!("rm {}", quoted(path)), out)?;
            }
            Finding::Stale(Pending::Accepted(_)) => {
                headline(place, "has pending output that is accepted already", out)?;
                hint(&accept, out)?;
            }
            Finding::Orphan(paths) => {
                for path in paths {
                    let path = path.display().to_string();
                    writeln!(out, "golden: {} belongs to no case", screen::escape(&path))?;
                }
            }
        }
        if matches!(finding, Finding::Differs(_) | Finding::Missing(_)) && !outdated {
            hint(&accept, out)?;
        }
    }
    Ok(())
}

pub(super) fn headline(place: &Place, what: &str, out: &mut Out) -> io::Result<()> {
    writeln!(out, "golden: {} {what}", screen::escape(&place.name()))
}

fn hint(what: &str, out: &mut Out) -> io::Result<()> {
    writeln!(out, "  hint: {}", screen::escape(what))
}

fn rows(against: &str, difference: &Difference, screen: Screen, out: &mut Out) -> io::Result<()> {
    if difference.hunks.is_empty() {
        return Ok(());
    }
    writeln!(out, "--- {against}\n+++ cleaned now")?;
    difference.write(screen, out)
}

/// As in `differs in 3 of 41 lines (2 newly dropped, 1 break mended)`.
pub(super) fn extent(verb: &str, difference: &Difference) -> String {
    let Difference { lines, changes, .. } = difference;
    match changes.total() {
        0 => format!("{verb} nothing"),
        total => format!("{verb} {total} of {lines} line{} ({changes})", if *lines == 1 { "" } else { "s" }),
    }
}
