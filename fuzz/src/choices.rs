//! Choices made by the first bytes of an input; the rest is text.

use std::borrow::Cow;

use dechrome::label::Policy;
use dechrome::merge::Hyphens;
use dechrome::pipeline::{Drop, Merge};
use dechrome::plan::Kind;
use dechrome::rules::{Action, Pattern, Rule, Rules, Scope};
use dechrome::{Cleaner, Options};

/// What is left of an input.
pub(crate) struct Choices<'d>(&'d [u8]);

impl<'d> Choices<'d> {
    pub(crate) fn new(data: &'d [u8]) -> Self {
        Choices(data)
    }

    /// A number below `limit`; 0 where nothing is left.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        let (&first, rest) = self.0.split_first().unwrap_or((&0, &[]));
        self.0 = rest;
        usize::from(first) % limit
    }

    /// Everything that is left.
    pub(crate) fn rest(self) -> &'d [u8] {
        self.0
    }

    /// Everything that is left, as text.
    pub(crate) fn text(self) -> Cow<'d, str> {
        String::from_utf8_lossy(self.0)
    }

    /// Three bytes of options. The lowest bits of the first choose what is done at all.
    pub(crate) fn cleaner(&mut self) -> Cleaner {
        let (what, how, kind) = (self.below(256), self.below(256), self.below(256));
        let share = |step: usize| (step > 0).then_some(step as f32 / 7.0);
        let kinds = |wanted: usize, at: usize| {
            if wanted > 0 { vec![Kind::ALL[at % Kind::ALL.len()]] } else { Vec::new() }
        };
        let policy = Policy {
            threshold: share(how & 7),
            max_removed: share(how >> 3 & 7),
            keep: kinds(kind & 64, kind & 15),
            drop: kinds(kind & 128, (kind & 15) + 1),
        };
        let patterns = [Pattern::phrase("the"), Pattern::regex("^[A-Z].*\\d$"), Pattern::phrase("a-b")];
        let rules = patterns.into_iter().take(how >> 6);
        let rules = rules.map(|pattern| Rule::new(Action::Drop, pattern.unwrap(), Scope::Contains)).collect();
        Cleaner::new(Options {
            drop: if what & 1 > 0 { Drop::Nothing } else { Drop::Chrome },
            merge: if what & 2 > 0 { Merge::Nothing } else { Merge::Breaks },
            hyphens: if what & 4 > 0 { Hyphens::Keep } else { Hyphens::Mend },
            policy,
            rules: Rules::new(rules).unwrap(),
            ..Options::default()
        })
    }
}
