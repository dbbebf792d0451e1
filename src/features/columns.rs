//! What all that describe the context of rows share: first scores to read, columns to write, and running averages.

/// First scores of the rows of a page, in log-odds; each slice holds one value a row.
#[derive(Debug, Clone, Copy)]
pub struct First<'s> {
    /// Of the row being content.
    pub content: &'s [f32],
    /// Of the rows below it being content.
    pub below: &'s [f32],
    /// Of the rows above it being content.
    pub above: &'s [f32],
}

/// Where columns go. Describing an empty page gives their names, so that names and values cannot fall apart.
pub(super) enum Columns<'o> {
    Names(&'o mut Vec<String>),
    /// All rows one after the other, and how much of each is written.
    Values {
        data: &'o mut [f32],
        width: usize,
        column: usize,
    },
}

impl Columns<'_> {
    /// Some columns that stand side by side: the name of each, and their values for every row.
    pub(super) fn push<const N: usize>(
        &mut self,
        name: impl Fn(usize) -> String,
        rows: impl Iterator<Item = [f32; N]>,
    ) {
        match self {
            Columns::Names(names) => names.extend((0..N).map(name)),
            Columns::Values { data, width, column } => {
                let end = *column + N;
                for (row, values) in data.chunks_exact_mut(*width).zip(rows) {
                    row[*column..end].copy_from_slice(&values);
                }
                *column = end;
            }
        }
    }
}

/// The decaying means of the values before each row, without its own.
pub(super) fn means<const N: usize>(
    decays: [f32; N],
    values: impl Iterator<Item = [f32; N]>,
) -> impl Iterator<Item = [f32; N]> {
    let mut means = [0.0; N];
    values.map(move |values| {
        let before = means;
        for ((mean, value), decay) in means.iter_mut().zip(values).zip(decays) {
            *mean = decay * *mean + (1.0 - decay) * value;
        }
        before
    })
}

/// The sides of a row, as columns of both are named, by turns.
pub(super) const SIDES: [&str; 2] = ["above", "below"];

/// The decaying means of the values above and below each row, by turns.
pub(super) fn means_around<const N: usize, const BOTH: usize>(
    decays: [f32; N],
    values: impl DoubleEndedIterator<Item = [f32; N]> + Clone,
) -> Vec<[f32; BOTH]> {
    const { assert!(BOTH == 2 * N) }
    let of = |above: [f32; N]| std::array::from_fn(|k| if k % 2 == 0 { above[k / 2] } else { 0.0 });
    let mut rows: Vec<[f32; BOTH]> = means(decays, values.clone()).map(of).collect();
    for (row, below) in rows.iter_mut().rev().zip(means(decays, values.rev())) {
        for (pair, below) in row.as_chunks_mut::<2>().0.iter_mut().zip(below) {
            pair[1] = below;
        }
    }
    rows
}
