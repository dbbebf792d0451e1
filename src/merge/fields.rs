//! What the score of a break rests on: its fields, each with few named values, and how they combine. Which value a
//! field has is said in `values`.
//!
//! A feature is a set of fields with one value each, as in `end,start = comma,low`. Each is on or off.

macro_rules! fields {
    ($($(#[$doc:meta])* $field:ident = $name:literal [$($value:literal)*],)*) => {
        /// One question about a break with few answers.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Field { $($(#[$doc])* $field,)* }

        impl Field {
            /// All fields.
            pub(crate) const ALL: &'static [Field] = &[$(Field::$field,)*];

            /// The name in the model file.
            pub(crate) const fn name(self) -> &'static str {
                match self { $(Field::$field => $name,)* }
            }

            /// The names of its values.
            pub(crate) const fn values(self) -> &'static [&'static str] {
                match self { $(Field::$field => &[$($value,)*],)* }
            }
        }
    };
}

pub(super) const COUNT: usize = Field::ALL.len();

fields! {
    /// How the document is set, or that a blank line is between.
    Context = "context" ["wrapped" "ragged" "plain" "blank"],
    /// How the upper line ends.
    End = "end" ["low" "upper" "capital" "wide" "caseless" "digit" "stop" "stop-closed" "ordinal" "abbreviation"
        "closed" "open" "colon" "semicolon" "comma" "hyphen" "dash" "slash" "address" "other"],
    /// How the lower line starts.
    Start = "start" ["low" "capital" "upper" "wide" "caseless" "digit" "bullet" "continuing" "quote" "bracket"
        "symbol" "address" "other"],
    /// What the upper line's last word is.
    Last = "last" ["other" "function" "strong"],
    /// What the lower line's first word is.
    First = "first" ["other" "function" "starter" "name" "plain"],
    /// Number of words of the upper line.
    UpperWords = "upper-words" ["1" "2" "3" "4-5" "6-8" "9-14" "15-24" "25-"],
    /// Number of words of the lower line.
    LowerWords = "lower-words" ["1" "2" "3" "4-5" "6-8" "9-14" "15-24" "25-"],
    /// Columns of the upper line.
    Width = "width" ["-19" "20-39" "40-59" "60-79" "80-119" "120-"],
    /// Sure splits elsewhere.
    Splits = "splits" ["0" "1" "2-3" "4-9" "10-"],
    /// Sure splits elsewhere, of all breaks.
    SplitRate = "split-rate" ["0" "-3%" "-10%" "-25%" "more"],
    /// Sure splits elsewhere where the blank line is that is not here, or the other way round.
    OtherSplits = "other-splits" ["0" "1" "2-3" "4-9" "10-"],
    /// Whether this is a sure split.
    Sure = "sure" ["no" "word" "mark"],
    /// Other sure splits before the same first word; whether that word begins sentences.
    Starter = "starter" ["0" "1" "2-" "common-1" "common-2-"],
    /// Share of code in the lines around.
    Code = "code" ["0" "-10%" "-20%" "-30%" "more"],
    /// Share of code in the document.
    CodeShare = "code-share" ["-2%" "-10%" "-20%" "-40%" "more"],
    /// Words after the last end of a sentence inside the upper line, less one.
    Tail = "tail" ["none" "1" "2-3" "4-8" "9-"],
    /// Words before the first end of a sentence inside the lower line.
    Head = "head" ["none" "1-3" "4-8" "9-"],
    /// Commas of the upper line.
    Commas = "commas" ["0" "1" "2-"],
    /// Other lines the lower line's first word starts below one that does not end like a sentence, and whether it
    /// is seen inside lines.
    Recurs = "recurs" ["0" "1-never" "1-less" "1-more" "2-never" "2-less" "2-more" "4-never" "4-less" "4-more"],
    /// Whether the words on both sides are seen side by side.
    Pair = "pair" ["unseen" "seen"],
    /// Share of the lines around that end like a sentence.
    StopsAround = "stops-around" ["none" "-25%" "-50%" "-75%" "more"],
    /// Share of the lines around that start as if inside a sentence.
    InsideAround = "inside-around" ["none" "-25%" "-50%" "more"],
    /// Share of the lines around that have at most six words.
    ShortAround = "short-around" ["none" "-25%" "-50%" "-75%" "more"],
    /// Share of lines of paragraph length that end like a sentence.
    LongStops = "long-stops" ["few" "-60%" "-80%" "-90%" "-97%" "more"],
    /// What the upper line leaves open.
    Open = "open" ["nothing" "bracket" "quote" "both"],
    /// Whether the lines are in title case.
    Titles = "titles" ["neither" "upper" "lower" "both"],
    /// What the upper line looks like.
    UpperLook = "upper-look" ["text" "item" "code" "table"],
    /// What the lower line looks like.
    LowerLook = "lower-look" ["text" "code" "table"],
    /// How the upper line starts.
    UpperStart = "upper-start" ["low" "capital" "upper" "wide" "caseless" "digit" "bullet" "continuing" "quote"
        "bracket" "symbol" "address" "other"],
    /// How the lower line ends.
    LowerEnd = "lower-end" ["low" "upper" "capital" "wide" "caseless" "digit" "stop" "stop-closed" "ordinal"
        "abbreviation" "closed" "open" "colon" "semicolon" "comma" "hyphen" "dash" "slash" "address" "other"],
    /// The break above the upper line.
    Above = "above" ["none" "blank" "stop" "strong" "sure" "comma" "low" "other"],
    /// The break below the lower line.
    Below = "below" ["none" "blank" "low" "continuing" "bullet" "strong" "stop" "other"],
    /// Indent of the lower line against the upper.
    Indent = "indent" ["none" "same" "more" "less"],
    /// Whether the lower line's first word would have fitted, where the document is wrapped.
    Fit = "fit" ["unwrapped" "over" "full" "nearly" "room"],
    /// As `fit`, one break above.
    FitAbove = "fit-above" ["unwrapped" "over" "full" "nearly" "room"],
    /// How near the upper line is to the margin, where the document is not wrapped.
    Margin = "margin" ["wrapped" "none-full" "none-most" "none-short" "some-full" "some-most" "some-short"
        "ragged-full" "ragged-most" "ragged-short"],
    /// How paragraphs are set apart.
    Paragraphs = "paragraphs" ["blank" "indent" "neither"],
    /// Whether the lower line starts with the same word as the upper, or with all of it, as below a cut heading.
    Echo = "echo" ["no" "word" "line"],
    /// Share of lines that end like a sentence.
    Stops = "stops" ["-20%" "-40%" "-60%" "-80%" "more"],
    /// Lines of the block without a blank line.
    Block = "block" ["1" "2" "3-5" "6-"],
    /// Whether the lower line's first word would have fitted in the block.
    BlockFit = "block-fit" ["few" "no-low" "no-some" "no-high" "yes-low" "yes-some" "yes-high"],
    /// The block's lines.
    BlockLook = "block-look" ["few" "text" "short" "capitals" "short-capitals"],
    /// Whether there are lines of paragraph length.
    Long = "long" ["no" "yes"],
    /// Whether lines of at most four words surround the break.
    Short = "short" ["no" "yes"],
}

/// The combinations of fields that carry weights.
pub(crate) const TEMPLATES: &[&[Field]] = {
    use Field::*;
    &[
        &[Start, LowerWords, Splits],
        &[Paragraphs, BlockLook, Long],
        &[Splits, StopsAround, BlockLook],
        &[Recurs, StopsAround, Below],
        &[SplitRate, CodeShare, BlockLook],
        &[End, First, Width],
        &[SplitRate, Recurs, Above],
        &[Splits, Recurs, Short],
        &[CodeShare],
        &[Tail],
        &[Head],
        &[Pair],
        &[StopsAround],
        &[ShortAround],
        &[LongStops],
        &[Context, CodeShare],
        &[Context, Tail, End],
        &[Context, Head, Start],
        &[Context, Commas, End],
        &[Recurs, End, Context],
        &[Pair, End, Start],
        &[StopsAround, End, Start],
        &[ShortAround, End, Start],
        &[LongStops, End, Start],
        &[LongStops, Context],
        &[CodeShare, End],
        &[Code, Start],
        &[Code, End],
        &[Tail, Start],
        &[Tail, Head],
        &[Head, End],
        &[UpperWords, LowerWords],
        &[Recurs, Stops],
        &[Pair, Context],
        &[End],
        &[Start],
        &[Last],
        &[First],
        &[Width],
        &[Splits],
        &[SplitRate],
        &[OtherSplits],
        &[Sure],
        &[Starter],
        &[Code],
        &[Open],
        &[Titles],
        &[LowerEnd],
        &[Above],
        &[Below],
        &[Indent],
        &[Fit],
        &[Margin],
        &[Paragraphs],
        &[BlockFit],
        &[Short],
        &[Context, End],
        &[Context, First],
        &[Context, Last, Start],
        &[Context, First, End],
        &[Context, UpperWords],
        &[Context, LowerWords],
        &[Context, Sure],
        &[Context, Starter, End],
        &[SplitRate, End],
        &[SplitRate, Sure],
        &[Splits, Start, Context],
        &[Context, Titles],
        &[Titles, Start],
        &[UpperStart, Start, Context],
        &[UpperStart, End, Context],
        &[Below, End, Context],
        &[Below, LowerWords],
        &[Above, End, Context],
        &[Echo, Context],
        &[Echo, Last],
        &[Last, UpperWords, Start],
        &[Fit, End, Start],
        &[Fit, UpperWords],
        &[Fit, FitAbove],
        &[Fit, Paragraphs, Indent],
        &[Margin, End],
        &[Margin, Start],
        &[Context, End, Start],
        &[Fit, End],
        &[Fit, Width],
        &[Fit, Stops],
        &[Fit, LowerEnd],
        &[Context, Stops],
        &[Stops, End, Start],
        &[Context, BlockLook],
        &[Context, BlockFit],
        &[LowerEnd, Start, Context],
        &[LowerEnd, LowerWords],
        &[Last, SplitRate, Start],
        &[Width, End, Start],
    ]
};
