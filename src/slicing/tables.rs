//! Counts over three coded columns at once: two that make slices, one whose drift is looked at.

use super::coding::{CODES, Condition};
use super::score::{Counts, Measure, Target};

/// Cells of three columns.
const CELLS: usize = CODES * CODES * CODES;
/// One more than codes: partial sums begin with nothing.
const EDGES: usize = CODES + 1;

/// Where a column's code stands in a cell's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    High,
    Middle,
    Low,
}

impl Place {
    fn shift(self) -> usize {
        match self {
            Place::High => 8,
            Place::Middle => 4,
            Place::Low => 0,
        }
    }
}

/// Rows of each file by the codes of three columns.
pub(crate) struct Cube {
    cells: [Box<[u32; CELLS]>; 2],
    /// Rows below each pair of codes, by the third column's code.
    sums: Vec<[u32; CODES]>,
    /// The same of all codes together.
    rows: Vec<u32>,
}

/// The best slice of a cube.
#[derive(Clone, Debug)]
pub(crate) struct Best {
    pub conditions: Vec<Condition>,
    pub excess: f64,
}

/// The codes of two columns in one number, for every row of each file.
pub(crate) fn packed(high: &[Vec<u8>; 2], middle: Option<&[Vec<u8>; 2]>) -> [Vec<u16>; 2] {
    [0, 1].map(|file| match middle {
        Some(middle) => high[file]
            .iter()
            .zip(&middle[file])
            .map(|(h, m)| u16::from(*h) << 8 | u16::from(*m) << 4)
            .collect(),
        None => high[file].iter().map(|h| u16::from(*h) << 8).collect(),
    })
}

impl Cube {
    pub fn new() -> Cube {
        Cube {
            cells: [Box::new([0; CELLS]), Box::new([0; CELLS])],
            sums: vec![[0; CODES]; 2 * EDGES * EDGES],
            rows: vec![0; 2 * EDGES * EDGES],
        }
    }

    /// Counts rows.
    pub fn count(&mut self, packed: &[Vec<u16>; 2], low: &[Vec<u8>; 2]) {
        for ((cells, packed), low) in self.cells.iter_mut().zip(packed).zip(low) {
            cells.fill(0);
            for (pair, code) in packed.iter().zip(low) {
                cells[(pair | u16::from(*code)) as usize % CELLS] += 1;
            }
        }
    }

    /// Sums over all codes below each pair of codes, so that any range of both takes four look-ups. `codes` are how
    /// many codes each of the three columns has.
    fn add_up(&mut self, (x, y, target): (Place, Place, Place), codes: [usize; 3]) {
        for file in 0..2 {
            for a in 0..codes[0] {
                for b in 0..codes[1] {
                    let start = a << x.shift() | b << y.shift();
                    let left = self.sums[at(file, a, b + 1)];
                    let up = self.sums[at(file, a + 1, b)];
                    let both = self.sums[at(file, a, b)];
                    let mut sum = [0u32; CODES];
                    let mut rows = 0u32;
                    for (code, sum) in sum.iter_mut().enumerate().take(codes[2]) {
                        let cell = self.cells[file][(start | code << target.shift()) % CELLS];
                        let before = left[code].wrapping_add(up[code]).wrapping_sub(both[code]);
                        *sum = cell.wrapping_add(before);
                        rows = rows.wrapping_add(*sum);
                    }
                    let here = at(file, a + 1, b + 1);
                    self.sums[here] = sum;
                    self.rows[here] = rows;
                }
            }
        }
    }

    /// Rows inside by the third column's code; `None` where a file has fewer than `least`.
    fn inside(&self, x: &Condition, y: Option<&Condition>, least: u32) -> Option<Counts> {
        let (a, b) = (x.first as usize, x.last as usize + 1);
        let (c, d) = y.map_or((0, 1), |y| (y.first as usize, y.last as usize + 1));
        let corners = |file| {
            [
                at(file, b, d),
                at(file, a, c),
                at(file, a, d),
                at(file, b, c),
            ]
        };
        let of = |[all, both, left, up]: [u32; 4]| {
            let sum = all.wrapping_add(both);
            sum.wrapping_sub(left).wrapping_sub(up)
        };
        for file in 0..2 {
            if of(corners(file).map(|corner| self.rows[corner])) < least {
                return None;
            }
        }
        Some([0, 1].map(|file| {
            let [all, both, left, up] = corners(file).map(|corner| &self.sums[corner]);
            let mut out = [0; CODES];
            for (code, out) in out.iter_mut().enumerate() {
                *out = of([all[code], both[code], left[code], up[code]]);
            }
            out
        }))
    }

    /// The slice in which each target's drift differs most from the whole column's, where it says more than that.
    /// `slices` is how many slices of this kind are looked at in all.
    pub fn best(
        &mut self,
        places: (Place, Place, Place),
        codes: [usize; 3],
        conditions: (&[Condition], Option<&[Condition]>),
        targets: &[&Target],
        slices: f64,
    ) -> Vec<Option<Best>> {
        self.add_up(places, codes);
        let mut best: Vec<Option<Best>> = targets.iter().map(|_| None).collect();
        let least_rows = targets.iter().map(|t| t.least_rows).min().unwrap_or(0);
        let (of_x, of_y) = conditions;
        let alone = [None];
        let together: Vec<Option<&Condition>> = of_y
            .map(|c| c.iter().map(Some).collect())
            .unwrap_or_default();
        let of_y: &[Option<&Condition>] = if of_y.is_some() { &together } else { &alone };
        for x in of_x {
            for y in of_y {
                let Some(inside) = self.inside(x, *y, least_rows) else {
                    continue;
                };
                for (best, target) in best.iter_mut().zip(targets) {
                    let least = best.as_ref().map_or(0.0, |b| b.excess);
                    let excess = target
                        .interaction(&inside, &target.whole)
                        .map_or(f64::NEG_INFINITY, |s| s.excess(slices));
                    if excess > least && target.says_more(&inside) {
                        *best = Some(Best {
                            conditions: std::iter::once(x).chain(*y).copied().collect(),
                            excess,
                        });
                    }
                }
            }
        }
        best
    }
}

fn at(file: usize, a: usize, b: usize) -> usize {
    (file * EDGES + a) * EDGES + b
}

/// Rows inside a slice by the target's code, row by row.
pub(crate) fn count_rows(
    codes: &[[Vec<u8>; 2]],
    target: usize,
    conditions: &[Condition],
) -> Counts {
    let mut out = [[0; CODES]; 2];
    for (file, counts) in out.iter_mut().enumerate() {
        for (row, code) in codes[target][file].iter().enumerate() {
            if conditions
                .iter()
                .all(|c| c.holds(codes[c.column][file][row]))
            {
                counts[*code as usize % CODES] += 1;
            }
        }
    }
    out
}

impl Measure {
    /// Both.
    pub const ALL: [Measure; 2] = [Measure::Values, Measure::Missing];
}
