//! Looks for slices in one half of the rows: every pair of columns, and pairs of conditions on every three.

use super::coding::{Coded, Condition};
use super::score::{Measure, Target};
use super::tables::{Best, Cube, Place, count_rows, packed};
use crate::stats::order::{order, ordered};

/// A table costs at least as much as counting this many rows.
const TABLE_ROWS: usize = 8_000;
/// Slices kept for one column before it is decided which of them says most.
const KEPT: usize = 12;

/// A slice that one half of the rows proposes.
#[derive(Clone, Debug)]
pub(crate) struct Proposal {
    /// Place among the coded columns.
    pub target: usize,
    pub measure: Measure,
    pub conditions: Vec<Condition>,
    /// By how much its statistic exceeds chance.
    pub excess: f64,
    /// Its distance where it was found.
    pub distance: f64,
    /// Slices of the same column proposed before: their rows are left out of this one.
    pub beside: Vec<Vec<Condition>>,
}

/// What was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Extent {
    /// Columns that make slices and are looked at within them.
    pub columns: usize,
    /// Columns whose conditions are put together with others'.
    pub together: usize,
    /// Slices with one condition.
    pub single: usize,
    /// Slices with two conditions.
    pub double: usize,
}

/// The columns and what the search may do with them.
pub(crate) struct Search<'a> {
    pub coded: &'a [Coded],
    /// Whether each column makes slices.
    pub makes_slices: Vec<bool>,
    pub targets: Vec<(usize, Target<'a>)>,
    pub per_column: usize,
    /// Rows counted at most, over all tables of three columns: what bounds the time.
    pub counted_rows: usize,
}

type Codes = Vec<[Vec<u8>; 2]>;

/// The best slices of each target so far.
type Found = Vec<Vec<Best>>;

impl Search<'_> {
    /// The slices that every target has, the clearest first.
    pub fn run(&self) -> (Vec<Proposal>, Extent) {
        let codes: Codes = self.coded.iter().map(|c| c.seen.clone()).collect();
        let rows = codes.first().map_or(0, |c| c[0].len() + c[1].len());
        let mut found: Found = vec![Vec::new(); self.targets.len()];
        let mut extent = Extent {
            columns: self.coded.len(),
            ..Extent::default()
        };
        self.single(&codes, None, &mut found);
        let together = self.put_together(&found, rows);
        extent.together = together.len();
        extent.single = self.slices(None);
        extent.double = self.double_slices(&together);
        self.triples(&codes, &together, &mut found);
        let clearest = |best: &[Best]| best.first().map_or(0.0, |b| b.excess);
        let by_signal = order(found.len(), &|a, b| {
            clearest(&found[b]).total_cmp(&clearest(&found[a]))
        });
        let mut counted = 0;
        let mut proposals = Vec::new();
        for at in by_signal {
            let best = std::mem::take(&mut found[at]);
            proposals.extend(self.propose(at, best, &codes, &together, &mut counted));
        }
        let proposals = ordered(proposals, &|a, b| b.excess.total_cmp(&a.excess));
        (self.without_mirrors(proposals, &codes), extent)
    }

    /// Slices with one condition that a target is looked at in.
    fn slices(&self, target: Option<usize>) -> usize {
        (0..self.coded.len())
            .filter(|column| self.makes_slices[*column] && Some(*column) != target)
            .map(|column| self.coded[column].conditions(column, false).len())
            .sum()
    }

    /// Pairs of conditions on these columns.
    fn double_slices(&self, together: &[usize]) -> usize {
        let counts: Vec<usize> = together
            .iter()
            .filter(|column| self.makes_slices[**column])
            .map(|column| self.coded[*column].conditions(*column, true).len())
            .collect();
        let sum: usize = counts.iter().sum();
        let squares: usize = counts.iter().map(|n| n * n).sum();
        (sum * sum - squares) / 2
    }

    /// Codes of a column, the one for missing included.
    fn codes(&self, column: usize) -> usize {
        self.coded[column].bins + 1
    }

    fn targets_of(&self, column: usize) -> Vec<usize> {
        (0..self.targets.len())
            .filter(|at| self.targets[*at].0 == column)
            .collect()
    }

    fn keep(&self, found: &mut Found, at: &[usize], best: Vec<Option<Best>>) {
        for (at, best) in at.iter().zip(best) {
            if let Some(best) = best {
                let list = &mut found[*at];
                let place = list.partition_point(|other| other.excess >= best.excess);
                list.insert(place, best);
                list.truncate(KEPT);
            }
        }
    }

    /// One condition: every column that makes slices with every other one, or with one target only.
    fn single(&self, codes: &Codes, only: Option<usize>, found: &mut Found) {
        let mut cube = Cube::new();
        for x in (0..self.coded.len()).filter(|x| self.makes_slices[*x]) {
            let conditions = self.coded[x].conditions(x, false);
            if conditions.is_empty() {
                continue;
            }
            let pairs = packed(&codes[x], None);
            for t in (0..self.coded.len()).filter(|t| *t != x) {
                let at: Vec<usize> = self.targets_of(t);
                let at: Vec<usize> = match only {
                    Some(only) => at.into_iter().filter(|a| *a == only).collect(),
                    None => at,
                };
                if at.is_empty() {
                    continue;
                }
                cube.count(&pairs, &codes[t]);
                let targets: Vec<&Target> = at.iter().map(|a| &self.targets[*a].1).collect();
                let slices = self.slices(Some(t)) as f64;
                let places = (Place::High, Place::Middle, Place::Low);
                let sizes = [self.codes(x), 1, self.codes(t)];
                let best = cube.best(places, sizes, (&conditions, None), &targets, slices);
                self.keep(found, &at, best);
            }
        }
    }

    /// The columns whose conditions are put together: all where there are few, else those with most to say.
    fn put_together(&self, found: &Found, rows: usize) -> Vec<usize> {
        let tables = self.counted_rows / (rows + TABLE_ROWS);
        let mut most = 3;
        while most < 64 && (most + 1) * most * (most - 1) / 6 <= tables {
            most += 1;
        }
        let mut signal = vec![0.0f64; self.coded.len()];
        for (at, best) in found.iter().enumerate() {
            for best in best {
                let columns = best.conditions.iter().map(|c| c.column);
                for column in columns.chain([self.targets[at].0]) {
                    signal[column] = signal[column].max(best.excess);
                }
            }
        }
        let by_signal = order(signal.len(), &|a, b| signal[b].total_cmp(&signal[a]));
        let mut chosen: Vec<usize> = by_signal.into_iter().take(most).collect();
        chosen.sort_unstable();
        chosen
    }

    /// Two conditions: every three columns are counted once, each of them in turn the one that is looked at.
    fn triples(&self, codes: &Codes, together: &[usize], found: &mut Found) {
        let mut cube = Cube::new();
        let conditions: Vec<Vec<Condition>> = (0..self.coded.len())
            .map(|column| {
                if self.makes_slices[column] && together.contains(&column) {
                    self.coded[column].conditions(column, true)
                } else {
                    Vec::new()
                }
            })
            .collect();
        let slices = self.double_slices(together) as f64;
        let places = [Place::High, Place::Middle, Place::Low];
        for (i, &x) in together.iter().enumerate() {
            for (j, &y) in together.iter().enumerate().skip(i + 1) {
                let pairs = packed(&codes[x], Some(&codes[y]));
                for &z in &together[j + 1..] {
                    let columns = [x, y, z];
                    let roles = [(0, 1, 2), (0, 2, 1), (1, 2, 0)];
                    let useful = |&(a, b, t): &(usize, usize, usize)| {
                        !conditions[columns[a]].is_empty()
                            && !conditions[columns[b]].is_empty()
                            && self.targets.iter().any(|(column, _)| *column == columns[t])
                    };
                    if !roles.iter().any(useful) {
                        continue;
                    }
                    cube.count(&pairs, &codes[z]);
                    for (a, b, t) in roles.into_iter().filter(useful) {
                        let at = self.targets_of(columns[t]);
                        let targets: Vec<&Target> =
                            at.iter().map(|a| &self.targets[*a].1).collect();
                        let best = cube.best(
                            (places[a], places[b], places[t]),
                            [a, b, t].map(|c| self.codes(columns[c])),
                            (&conditions[columns[a]], Some(&conditions[columns[b]])),
                            &targets,
                            slices,
                        );
                        self.keep(found, &at, best);
                    }
                }
            }
        }
    }

    /// Two conditions for one target.
    fn double(&self, codes: &Codes, together: &[usize], at: usize, found: &mut Found) {
        let (target_column, target) = &self.targets[at];
        let columns: Vec<usize> = together
            .iter()
            .copied()
            .filter(|c| self.makes_slices[*c] && c != target_column)
            .collect();
        let mut cube = Cube::new();
        let slices = self.double_slices(together) as f64;
        for (i, &x) in columns.iter().enumerate() {
            let of_x = self.coded[x].conditions(x, true);
            let pairs = packed(&codes[x], Some(&codes[*target_column]));
            for &y in &columns[i + 1..] {
                let of_y = self.coded[y].conditions(y, true);
                cube.count(&pairs, &codes[y]);
                let places = (Place::High, Place::Low, Place::Middle);
                let sizes = [x, y, *target_column].map(|c| self.codes(c));
                let best = cube.best(places, sizes, (&of_x, Some(&of_y)), &[target], slices);
                self.keep(found, &[at], best);
            }
        }
    }

    /// One target's slices: the clearest first, then what remains without its rows.
    fn propose(
        &self,
        at: usize,
        mut best: Vec<Best>,
        codes: &Codes,
        together: &[usize],
        counted: &mut usize,
    ) -> Vec<Proposal> {
        let (column, target) = &self.targets[at];
        let mut out: Vec<Proposal> = Vec::new();
        let mut left = None;
        while let Some((chosen, inside)) = best
            .iter()
            .filter_map(|b| self.simplest(at, b, left.as_ref().unwrap_or(codes)))
            .find(|(b, _)| out.is_empty() || self.stands_alone(at, &b.conditions, codes))
        {
            out.push(Proposal {
                target: *column,
                measure: target.measure,
                excess: chosen.excess,
                distance: inside,
                beside: out.iter().map(|p| p.conditions.clone()).collect(),
                conditions: chosen.conditions.clone(),
            });
            if out.len() >= self.per_column {
                break;
            }
            let rest = without(left.as_ref().unwrap_or(codes), &chosen.conditions);
            let mut found: Found = vec![Vec::new(); self.targets.len()];
            self.single(&rest, Some(at), &mut found);
            let rows = rest.first().map_or(0, |c| c[0].len() + c[1].len());
            let pairs = together.len() * together.len().saturating_sub(1) / 2;
            *counted += pairs * (rows + TABLE_ROWS);
            if *counted <= self.counted_rows {
                self.double(&rest, together, at, &mut found);
            }
            best = std::mem::take(&mut found[at]);
            left = Some(rest);
        }
        out
    }

    /// Whether a slice says more than the whole column also with the rows of the slices before it: what remains
    /// without those may look unlike the whole only because they were taken out.
    fn stands_alone(&self, at: usize, conditions: &[Condition], codes: &Codes) -> bool {
        let (column, target) = &self.targets[at];
        let inside = count_rows(codes, *column, conditions);
        let slices = self.slices(Some(*column)) as f64;
        target
            .interaction(&inside, &target.whole)
            .is_some_and(|s| s.excess(slices) > 0.0)
            && target.says_more(&inside)
    }

    /// The slice, or the one of its two conditions that says it all; with its distance.
    fn simplest(&self, at: usize, best: &Best, codes: &Codes) -> Option<(Best, f64)> {
        let (column, target) = &self.targets[at];
        let inside = count_rows(codes, *column, &best.conditions);
        let children = self.slices(Some(*column)) as f64;
        let mut parents = Vec::new();
        if best.conditions.len() > 1 {
            for condition in &best.conditions {
                let parent = count_rows(codes, *column, &[*condition]);
                let more = target
                    .interaction(&inside, &parent)
                    .is_some_and(|s| s.excess(children) > 0.0);
                if !more {
                    parents.push((*condition, parent));
                }
            }
        }
        if parents.is_empty() {
            return Some((best.clone(), target.distance(&inside)?));
        }
        let mut chosen: Option<(Best, f64)> = None;
        for (condition, parent) in parents {
            let excess = target
                .interaction(&parent, &target.whole)
                .map_or(f64::NEG_INFINITY, |s| s.excess(children));
            let better = chosen.as_ref().is_none_or(|(c, _)| excess > c.excess);
            if excess > 0.0 && better && target.says_more(&parent) {
                let conditions = vec![condition];
                chosen = Some((Best { conditions, excess }, target.distance(&parent)?));
            }
        }
        chosen
    }

    /// Drops what is the same change seen from the other side: `a` by `b` where `b` by `a` is clearer and nothing
    /// of it remains without that slice's rows.
    fn without_mirrors(&self, proposals: Vec<Proposal>, codes: &Codes) -> Vec<Proposal> {
        let mut kept: Vec<Proposal> = Vec::new();
        for proposal in proposals {
            let names =
                |p: &Proposal, column: usize| p.conditions.iter().any(|c| c.column == column);
            let mirror = kept.iter().find(|other| {
                other.target != proposal.target
                    && names(other, proposal.target)
                    && names(&proposal, other.target)
            });
            let remains = mirror.is_none_or(|other| {
                let Some((_, target)) = self
                    .targets
                    .iter()
                    .find(|(c, t)| *c == proposal.target && t.measure == proposal.measure)
                else {
                    return false;
                };
                let rest = without(codes, &other.conditions);
                let inside = count_rows(&rest, proposal.target, &proposal.conditions);
                let slices = self.slices(Some(proposal.target)) as f64;
                target
                    .interaction(&inside, &target.whole)
                    .is_some_and(|s| s.excess(slices) > 0.0)
                    && target.says_more(&inside)
            });
            if remains {
                kept.push(proposal);
            }
        }
        kept
    }
}

/// The rows that do not fulfil all of these conditions.
fn without(codes: &Codes, conditions: &[Condition]) -> Codes {
    let stays = [0, 1].map(|file| {
        let rows = codes.first().map_or(0, |c| c[file].len());
        (0..rows)
            .map(|row| {
                !conditions
                    .iter()
                    .all(|c| c.holds(codes[c.column][file][row]))
            })
            .collect::<Vec<bool>>()
    });
    codes
        .iter()
        .map(|column| {
            [0, 1].map(|file| {
                let kept = column[file].iter().zip(&stays[file]);
                kept.filter(|(_, stays)| **stays)
                    .map(|(code, _)| *code)
                    .collect()
            })
        })
        .collect()
}
