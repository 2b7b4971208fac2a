//! Which rows take part, and in which fold each is.

use crate::analysis::{Context, Inputs, Pair};
use crate::model::{Dataset, Part};
use crate::stats::random::Random;
use crate::table::{Table, row_key};

/// Folds.
pub(super) const FOLDS: usize = 6;
/// Folds at the front that are only learned from.
pub(super) const FIRST_FOLDS: usize = 2;
/// Values of one file that take part at most: 50,000 rows of 20 columns, whose area has an interval of half a point.
const VALUES: usize = 1_000_000;
/// Rows of a file that take part however many columns there are, where it has so many.
const FEWEST: usize = 2_000;
/// Copies of one row, in both files together, that stay in one fold. A few copies are most often the same thing twice;
/// a model that has seen the one must not be asked about the other. Many copies are what coarse columns give, and
/// each is dealt on its own.
const COPIES: usize = 4;

/// The rows of both files, the reference's first, each file's in the order of their keys.
pub(super) struct Rows {
    /// Rows of each table.
    pub(super) tables: [Vec<u32>; 2],
    /// A key for each row; copies in one fold share theirs.
    pub(super) keys: Vec<u64>,
    /// 0 for the reference, 1 for the current file.
    pub(super) target: Vec<f64>,
    /// Rows of each fold in ascending order of their keys.
    pub(super) folds: Vec<Vec<u32>>,
}

impl Rows {
    /// Draws rows and deals them into folds, by what stands in these columns.
    pub(super) fn draw(inputs: &Inputs, columns: &[&Pair], context: &Context) -> Rows {
        let most = (VALUES / columns.len().max(1))
            .max(FEWEST)
            .min(context.config.budgets.background_rows as usize);
        let seed = u64::from(context.config.seed);
        let drawn = |table: &Table| -> Vec<u32> {
            if table.rows > most {
                row_key::sample(&row_key::row_keys(table, seed), most)
            } else {
                (0..table.rows as u32).collect()
            }
        };
        let content = |table: &Table, at: &dyn Fn(&Pair) -> usize, rows: &[u32]| -> Vec<u64> {
            let mut keys = vec![0; table.rows];
            for pair in columns {
                if let Some(column) = table.columns.get(at(pair)) {
                    row_key::add_column(&mut keys, column);
                }
            }
            rows.iter().map(|&row| keys[row as usize]).collect()
        };
        let tables = [drawn(inputs.reference), drawn(inputs.current)];
        let contents = [
            content(inputs.reference, &|pair| pair.reference, &tables[0]),
            content(inputs.current, &|pair| pair.current, &tables[1]),
        ];
        Rows::deal(tables, &contents, seed)
    }

    /// Deals rows into folds by their content. Whether copies stay together depends on how many there are in both
    /// files together; many copies are dealt each on its own, those of one file without regard to those of the other.
    /// Were they dealt in one sequence that starts with the copies of one file, every fold would hold about the same
    /// share of each file's copies, a fold would know the groups of the next, and nothing would seem to tell the files
    /// apart. The deal changes with the counts of both files, so that no pattern favours the same files every time.
    fn deal(tables: [Vec<u32>; 2], contents: &[Vec<u64>; 2], seed: u64) -> Rows {
        let mut all: Vec<(u64, u8, u32)> = Vec::with_capacity(tables[0].len() + tables[1].len());
        for (file, contents) in contents.iter().enumerate() {
            all.extend(
                contents
                    .iter()
                    .enumerate()
                    .map(|(at, c)| (*c, file as u8, at as u32)),
            );
        }
        all.sort_unstable();
        let mut keyed: [Vec<(u64, u32)>; 2] = [Vec::new(), Vec::new()];
        for copies in all.chunk_by(|a, b| a.0 == b.0) {
            let shared = Random::new(copies[0].0 ^ Random::new(seed).bits()).bits();
            let few = copies.len() <= COPIES;
            for of_file in copies.chunk_by(|a, b| a.1 == b.1) {
                let mut deal = Random::new(shared.wrapping_add(copies.len() as u64).wrapping_add(
                    Random::new((of_file.len() as u64) << 1 | u64::from(of_file[0].1)).bits(),
                ));
                for &(_, file, at) in of_file {
                    let key = if few { shared } else { deal.bits() };
                    keyed[file as usize].push((key, tables[file as usize][at as usize]));
                }
            }
        }
        let mut out = Rows {
            tables: [Vec::new(), Vec::new()],
            keys: Vec::new(),
            target: Vec::new(),
            folds: vec![Vec::new(); FOLDS],
        };
        for (file, mut keyed) in keyed.into_iter().enumerate() {
            keyed.sort_unstable();
            for (key, row) in keyed {
                out.tables[file].push(row);
                out.keys.push(key);
                out.target.push(file as f64);
            }
        }
        let keys = &out.keys;
        let mut order: Vec<u32> = (0..keys.len() as u32).collect();
        order.sort_unstable_by_key(|&at| (keys[at as usize], at));
        for at in order {
            let fold = (keys[at as usize] >> 32) as usize % FOLDS;
            out.folds[fold].push(at);
        }
        out
    }

    /// These columns of the rows, binned.
    pub(super) fn data(&self, inputs: &Inputs, columns: &[&Pair]) -> Dataset {
        self.data_of(inputs, columns, usize::MAX)
    }

    /// As [`Rows::data`], of the first rows of each file only.
    pub(super) fn data_of(&self, inputs: &Inputs, columns: &[&Pair], first: usize) -> Dataset {
        let reference: Vec<usize> = columns.iter().map(|pair| pair.reference).collect();
        let current: Vec<usize> = columns.iter().map(|pair| pair.current).collect();
        let [before, now] = &self.tables;
        Dataset::from_tables(&[
            Part {
                table: inputs.reference,
                columns: &reference,
                rows: &before[..before.len().min(first)],
            },
            Part {
                table: inputs.current,
                columns: &current,
                rows: &now[..now.len().min(first)],
            },
        ])
    }
}
