//! Texts that must stay as they are, and texts that must be mended, each with its reason.

use dechrome::merge::{Hyphens, Model, joins};
use dechrome::plan::{Basis, Label, Plan, Verdict};
use dechrome::render::render;
use dechrome::text::Lines;

fn mend(text: &str, hyphens: Hyphens) -> String {
    let lines = Lines::new(text);
    let verdict = Verdict { label: Label::Content, score: 1.0, basis: Basis::Unasked };
    let joins = joins(Model::shipped(), &lines, hyphens);
    render(&lines, &Plan { verdicts: vec![verdict; lines.len()], joins, threshold: 0.0, guard: None })
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table")]
fn these_stay_as_they_are() {
    let table = [
        (
            "a list with hanging indents",
            "Bring with you:\n\n- a warm coat and boots that\n- two days of food\n- a map of the\n  northern shore\n",
        ),
        (
            "a numbered list",
            "1. Open the valve of the\n2. Wait until the needle is in the\n3. Close it again\n",
        ),
        (
            "a table",
            "Port      Tide      Depth of the\nTern      03:12     4.1 and\nGull      04:40     2.2\n",
        ),
        ("a table with bars", "| port | tide |\n|------|------|\n| Tern | the  |\n| Gull | low  |\n"),
        (
            "program text",
            "fn main() {\n    let tide = read(\n        \"tern\",\n    );\n    if tide > 3 {\n        sail();\n    }\n}\n",
        ),
        ("a shell session", "$ ls -l\ntotal 12\n$ cat notes.txt\nthe ferry\n$ exit\n"),
        (
            "verse",
            "The gulls go over the harbour wall\nAnd under the lamp the small boats ride\nAnd nobody hears the keeper call\nWho counted them out on the morning tide\n",
        ),
        ("an address", "Tern Ferry Office\n12 Harbour Road\nPort Tern TN4 9QX\nScotland\nTel: 01475 2231\n"),
        (
            "dialogue",
            "“Is it late?”\n“It is always late.”\n“Then we will wait for the morning boat.”\n“We will.”\n",
        ),
        (
            "subtitles",
            "1\n00:00:01,000 --> 00:00:03,500\nThe ferry leaves\n\n2\n00:00:04,000 --> 00:00:06,000\nat noon.\n",
        ),
        ("a log", "12:30:01 started the pump of\n12:30:02 the pump is running and\n12:31:40 stopped\n"),
        ("a chat", "<anna> are you at the\n<ben> on the pier\n<anna> wait for\n"),
        ("comma-separated values", "port,tide,depth\nTern,03:12,4.1\nGull,04:40,2.2\nPetrel,05:02,3.0\n"),
        ("a menu", "Home\nNews\nTimetable\nAbout us\nContact\nThe harbour\n"),
        ("a menu in lower case", "home\nfresh fish\nin the harbour\nand more\nfor the boat\n"),
        (
            "headings and paragraphs",
            "The new ferry\n\nThe ferry was built in Port Tern and carries forty cars.\n\nTimetable\n\nIt leaves at noon and at six.\n",
        ),
        ("one line", "The ferry leaves at noon"),
        ("nothing", ""),
        ("blank lines", "\n\n \n\n"),
    ];
    for (why, text) in table {
        assert_eq!(mend(text, Hyphens::Mend), text, "{why}");
    }
}

/// A page of whole paragraphs around the broken one, so that the document does not look like a list.
fn page(broken: &str) -> String {
    format!(
        "The island has had a ferry for as long as anyone remembers, and for most of that time it was the same boat.\n\
         {broken}\n\
         Members of the council met twice in the spring to talk about a new one, and could not agree on what it should cost.\n"
    )
}

#[test]
fn these_are_mended() {
    let table = [
        (
            "splits before a name, after a preposition",
            "The first boat was built by a family of shipwrights who had come from the mainland and settled in\nPetrel Bay, where the yard still stands.\nThe second was bought in the year of the storm from a company that had run it between the two piers of\nPetrel Bay for a decade.",
            "The first boat was built by a family of shipwrights who had come from the mainland and settled in Petrel Bay, where the yard still stands.\nThe second was bought in the year of the storm from a company that had run it between the two piers of Petrel Bay for a decade.",
        ),
        (
            "a link in the middle of a sentence",
            "The yard was sold in the same year to the\nNorthern Shipping Company\n, which closed it two winters later and moved the slip to Gull Sound.",
            "The yard was sold in the same year to the Northern Shipping Company, which closed it two winters later and moved the slip to Gull Sound.",
        ),
        (
            "a split inside brackets",
            "The second boat carried forty passengers and six cars (and, as one of the\nold skippers recalls, sometimes a horse) across the sound in all weathers.",
            "The second boat carried forty passengers and six cars (and, as one of the old skippers recalls, sometimes a horse) across the sound in all weathers.",
        ),
    ];
    for (why, broken, whole) in table {
        assert_eq!(mend(&page(broken), Hyphens::Mend), page(whole), "{why}");
    }
}

const WRAPPED: &str = "The keeper of the light at Tern Head wrote in his journal every night for\n\
    thirty years, and most of what we know about the early ferry comes from\n\
    those pages. He noted the weather, the names of the passengers, and what the\n\
    boat had carried. When the new light was built the journal was put in a box\n\
    and forgotten. A teacher found it under the stairs of the school in the\n\
    winter of the great storm and read it aloud to the class.";

#[test]
fn a_text_wrapped_at_a_width_becomes_one_line() {
    let whole = WRAPPED.replace('\n', " ");
    assert_eq!(mend(WRAPPED, Hyphens::Mend), whole);
    assert_eq!(mend(&WRAPPED.replace('\n', "\r\n"), Hyphens::Mend), whole);
}

#[test]
fn quoted_mail_is_mended_inside_its_quotes() {
    let quoted: String = WRAPPED.lines().map(|line| format!("> {line}\n")).collect();
    let text = format!("Anna wrote:\n\n{quoted}\nThank you for this.\n");
    let whole = format!("Anna wrote:\n\n> {}\n\nThank you for this.\n", WRAPPED.replace('\n', " "));
    assert_eq!(mend(&text, Hyphens::Mend), whole);
}

#[test]
fn hyphens_go_where_they_divide_a_word_and_stay_in_compounds() {
    let divided = WRAPPED
        .replace("the journal was put in a box\n", "the journal was put in a ham-\nper ")
        .replace("in the\nwinter of", "in the sum-\nmer of");
    let whole = divided.replace("-\n", "").replace('\n', " ");
    assert_eq!(mend(&divided, Hyphens::Mend), whole);
    assert_eq!(mend(&divided, Hyphens::Keep), divided.replace("-\n", "-").replace('\n', " "));
    let compound = WRAPPED.replace("in the\nwinter of", "in a long-\ndrawn winter of");
    assert!(mend(&compound, Hyphens::Mend).contains("a long-drawn winter"));
}

#[test]
fn scripts_without_spaces_are_joined_without_one() {
    let text = "港口的渡船每天早上从北岸出发，经过两个小岛以后在中午到达南岸，船上可以带车，\n也可以带狗。冬天的风浪很大，渡船常常要在港口里等上好几天，旅客只好住在岸边的\n小旅馆里。旅馆的主人是一位老船长，他会给客人讲从前的故事，还会给他们看一本很\n旧的航海日记，里面记着每一次出海的天气。";
    assert_eq!(mend(text, Hyphens::Mend), text.replace('\n', ""));
}

#[test]
fn a_latin_word_among_characters_is_joined_as_the_document_writes_them() {
    let tight = "港の管理事務所は、新しい渡船の切符を販売するためのアプリを月曜日に公\n\
                 開した。事務所によると、冬の時刻表も同じ画面で確認できるようになり、\n\
                 島に住む利用者からは以前のWeb版よりも使いやすいという声が寄せられて\n\
                 いる。切符の代金は月末にまとめて支払うことができ、犬と自転車の料金も\n\
                 あわせて計算される。船長の一人は、これで乗り場の行列が短くなると話し\n\
                 ているが、年配の利用者のために窓口は残す予定だ。詳しい説明は来週から\n\
                 Facebookと掲示板に載せられ、事務所は夏までに二万人の登録を見込んでい\n\
                 る。\n";
    let spaced = tight.replace("Web", " Web ").replace("Facebook", "Facebook ");
    assert!(mend(tight, Hyphens::Mend).contains("来週からFacebookと"), "{}", mend(tight, Hyphens::Mend));
    assert!(!mend(&spaced, Hyphens::Mend).contains("からFacebook"), "{}", mend(&spaced, Hyphens::Mend));
}

#[test]
fn headlines_among_wrapped_characters_stay_apart() {
    let wrapped = "港口的渡船每天早上从北岸出发，经过两个小岛以后在中午到达南岸，船上可以带车，\n也可以带狗。冬天的风浪很大，渡船常常要在港口里等上好几天，旅客只好住在岸边的\n小旅馆里。旅馆的主人是一位老船长，他会给客人讲从前的故事，还会给他们看一本很\n旧的航海日记，里面记着每一次出海的天气。";
    let text = format!("{wrapped}\n老码头今年秋天重新开放\n北岸小学举行歌咏比赛\n灯塔管理员退休以后的生活\n");
    let mended = mend(&text, Hyphens::Mend);
    assert!(
        mended.ends_with("\n老码头今年秋天重新开放\n北岸小学举行歌咏比赛\n灯塔管理员退休以后的生活\n"),
        "{mended}"
    );
}
