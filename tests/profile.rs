//! Site profiles: what merging keeps, what the bound costs, and what cleaning makes of them.

#![allow(clippy::unwrap_used, reason = "a test may stop at what it does not expect")]

use dechrome::plan::{Basis, Kind, Label};
use dechrome::profile::{Profile, Site};
use dechrome::text::Lines;
use dechrome::{Cleaner, Options};
use proptest::prelude::*;

/// Documents of few different lines, so that lines repeat, each with the name of its source.
fn documents() -> impl Strategy<Value = Vec<(String, String)>> {
    let line =
        prop_oneof!["[abAB]{1,2}", "Page [0-9]{1,3}", "[ \t]{0,2}", "[äÖ]{60,62}", "İ[ßſ]²?", "\\PC{0,8}"];
    let text = prop::collection::vec(line, 0..9).prop_map(|lines| lines.join("\n"));
    prop::collection::vec(("[xy]?", text), 0..8)
}

fn learnt(documents: &[(String, String)]) -> Profile {
    let mut profile = Profile::new(Some("url".to_owned()));
    documents.iter().for_each(|(source, text)| profile.learn(source, &Lines::new(text)));
    profile
}

proptest! {
    #[test]
    fn merging_gives_what_one_run_gives(documents in documents(), at in 0usize..8) {
        let (one, other) = documents.split_at(at.min(documents.len()));
        let (mut sum, mut turned) = (learnt(one), learnt(other));
        sum.merge(learnt(other)).unwrap();
        turned.merge(learnt(one)).unwrap();
        prop_assert_eq!(sum.to_json(), learnt(&documents).to_json());
        prop_assert_eq!(turned.to_json(), sum.to_json());
    }

    #[test]
    fn profiles_read_back_as_themselves(documents in documents()) {
        let json = learnt(&documents).to_json();
        prop_assert_eq!(Profile::from_json(json.as_bytes()).unwrap().to_json(), json);
    }

    #[test]
    fn a_document_does_not_count_as_another_of_itself(documents in documents()) {
        let site = Site::new(learnt(&documents));
        for (source, text) in &documents {
            for repeat in site.of(source).repeats(&Lines::new(text)) {
                prop_assert!(repeat.others >= 1 && repeat.others <= repeat.of, "{:?}", repeat);
            }
        }
        if let [(source, text)] = &documents[..] {
            prop_assert_eq!(site.of(source).repeats(&Lines::new(text)), vec![]);
        }
    }
}

/// A page of a paper whose notices read like its articles; the number chooses the story.
fn page(story: usize) -> String {
    let who = ["the miller", "a nurse", "the ferryman", "two bakers"][story % 4];
    let place = ["Holm", "Arden", "Velby", "Thorsey"][story / 4 % 4];
    let thing = ["a bridge", "an orchard", "the old mill", "a bell"][story / 16 % 4];
    format!(
        "The Island Letter is written by its readers and printed every second week\n\n\
         How {who} of {place} saved {thing}\n\n\
         When the storm came over {place} last week, {who} got up in the night and tied down {thing}, while \
         everybody else was asleep.\n\
         \"It had to be done,\" said {who}, who has lived in {place} for thirty years and knows {thing} well.\n\n\
         Our printers work in the old harbour shed, where visitors are welcome on every weekday.\n"
    )
}

const NOTICE: &str = "Our printers work in the old harbour shed";

fn cleaner(pages: impl Iterator<Item = usize>) -> Cleaner {
    let mut profile = Profile::default();
    pages.for_each(|story| profile.learn("", &Lines::new(&page(story))));
    Cleaner::new(Options { profile: Some(Site::new(profile)), ..Options::default() })
}

#[test]
fn what_most_pages_have_goes_and_the_rest_stays() {
    let text = page(3);
    let lines = Lines::new(&text);
    let bare = Cleaner::default().clean(&text);
    for with_itself in [true, false] {
        let pages = (0..20).filter(|&story| with_itself || story != 3);
        let cleaner = cleaner(pages);
        let plan = cleaner.plan(&lines);
        let notice = lines.iter().position(|line| line.starts_with(NOTICE)).unwrap();
        let verdict = plan.verdicts[notice];
        assert!(verdict.score >= 0.9 && verdict.score < 0.993, "{verdict:?}");
        assert_eq!((verdict.basis, verdict.label), (Basis::Profile, Label::Chrome(Kind::Profile)));
        for line in bare.lines().filter(|line| line.contains("two bakers")) {
            assert!(cleaner.clean(&text).contains(line), "{line}");
        }
    }
    // Of three pages alone a line that reads so surely like text may be a refrain.
    assert!(cleaner(1..4).clean(&text).contains(NOTICE));
}

#[test]
fn two_other_pages_are_needed_and_a_kind_that_is_kept_stays() {
    let text = "Home | News | Sport | Weather\nLog in\nArden - Holm - Velby\n\nThe miller of Arden got up in the night and tied down the bridge, \
                while everybody else in the village was fast asleep and dreamt of calmer weather.\n\nShare on Facebook\n";
    let lines = Lines::new(text);
    let told = |others: usize, keep: Vec<Kind>| {
        let mut profile = Profile::default();
        (0..others)
            .for_each(|_| profile.learn("", &Lines::new("One\nTwo\n arden - HOLM  - velby\n\nOther\n\n")));
        profile.learn("", &lines);
        let mut options = Options { profile: Some(Site::new(profile)), ..Options::default() };
        options.policy.keep = keep;
        Cleaner::new(options).plan(&lines).verdicts[2]
    };
    assert_ne!(told(1, vec![]).basis, Basis::Profile);
    let verdict = told(2, vec![]);
    let kind = verdict.reason().unwrap();
    assert_eq!((verdict.basis, kind), (Basis::Profile, Kind::Nav), "its own kind is told, where it has one");
    assert_eq!(told(2, vec![kind]).label, Label::Content);
}

#[test]
fn a_profile_that_is_none_is_named() {
    let refused = |json: &str, message: &str| {
        assert_eq!(Profile::from_json(json.as_bytes()).unwrap_err().to_string(), message);
    };
    let file = |lines: &str| {
        format!(
            "{{\"dechrome-profile\": 1, \"by-host\": null, \"missed\": 0, \"sources\": [\
             {{\"source\": \"a.b\", \"documents\": 2, \"lines\": [{lines}]}}]}}"
        )
    };
    let line =
        |line: &str, head: u32| format!("{{\"line\":\"{line}\",\"head\":{head},\"inside\":0,\"tail\":0}}");
    assert_eq!(Profile::from_json(file(&line("a", 2)).as_bytes()).unwrap().lines(), 1);
    refused("{}", "not a profile: missing field `dechrome-profile` at line 1 column 2");
    refused("{\"dechrome-profile\": 2}", "a profile of version 2, only 1 is known");
    refused(&file(&line("a", 3)), "source \"a.b\": line \"a\" counts 3 documents, outside 1 to 2");
    refused(&file(&line("a", 0)), "source \"a.b\": line \"a\" counts 0 documents, outside 1 to 2");
    let twice = [line("a", 1), line("a", 1)].join(",");
    refused(&file(&twice), "source \"a.b\": line \"a\" stands there twice");
    refused(
        &file(&line("A 12", 1)),
        "source \"a.b\": line \"A 12\" is not as learn writes it: lower case, 0 for digits, single spaces",
    );
}
