//! Documents that come with the program, so that a tuned model can be held against the one it was made from where
//! there is no corpus: the inputs of golden cases, which were written for it.

macro_rules! inputs {
    ($($case:literal,)*) => {
        [$(include_str!(concat!("../../golden/", $case, "/input.txt")),)*]
    };
}

/// Documents whose scores a tuned model learns to keep.
pub(super) const ANCHORS: [&str; 24] = inputs![
    "address-stays",
    "all-content",
    "banner-with-date",
    "chinese-page",
    "code-stays",
    "cookie-notice",
    "dialogue",
    "german-news",
    "hyphenation",
    "keep-date-and-byline",
    "list-of-names",
    "log-stays",
    "markdown-page",
    "media-player",
    "nav-list",
    "pack-email-reply",
    "pack-forum-cards",
    "pack-newsletter-german",
    "product-page",
    "recipe",
    "repeated-headline",
    "scroll-to-top",
    "split-around-links",
    "table-stays",
];

/// Documents that it does not learn from: what becomes of them says what the change does to others.
pub const HELD_OUT: [&str; 24] = inputs![
    "address-above-post",
    "all-chrome",
    "arabic-page",
    "capitals-page",
    "comments-under-article",
    "csv-stays",
    "forum-thread",
    "french-news",
    "japanese-page",
    "korean-page",
    "lists-stay",
    "man-page",
    "markdown-readme",
    "pack-email-signature",
    "pack-forum-counts",
    "pack-newsletter-links",
    "pack-transcript-speakers",
    "quoted-mail",
    "related-after-article",
    "spanish-news",
    "split-before-name",
    "text-browser-dump",
    "wrap-72",
    "wrapped-page",
];
