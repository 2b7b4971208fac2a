//! What a leaf of value 1 gives to each player on its way, for every pattern of which players send a row there.

use super::quadrature::gauss_legendre;

/// Points for every number of players on a way, made once.
pub struct Quadratures {
    points: Vec<Vec<(f64, f64)>>,
    /// The same some at a time, for ways that have tables.
    together: Vec<Vec<Points>>,
}

impl Quadratures {
    /// For ways with at most so many players.
    pub fn up_to(players: usize) -> Quadratures {
        let points: Vec<_> = (0..=players)
            .map(|k| gauss_legendre(k.div_ceil(2).max(1)))
            .collect();
        let tabled = points.iter().enumerate().take(WEIGHTS);
        let together = tabled.map(|(players, points)| {
            let some = points.chunks(LANES);
            some.map(|some| Points::of(some, players)).collect()
        });
        Quadratures {
            together: together.collect(),
            points,
        }
    }

    /// Exactly enough for a way with so many players: the integrand's degree is `players - 1`.
    pub fn of(&self, players: usize) -> &[(f64, f64)] {
        &self.points[players]
    }
}

/// Path-dependent values (Lundberg et al. 2020, Nat. Mach. Intell. 2, 56, algorithm 2) as an integral over the share `s`
/// of players that are known: `∫ Π_i ((1-s) z_i + s o_i) (o_j - z_j) / ((1-s) z_j + s o_j) ds`, where `o` is 1 for a
/// player that sends the row down this way and `z` is its share of the cover. For all `2^k` patterns of which players do:
/// `out[j * 2^k + pattern]`. `products` is scratch.
pub fn path_dependent_table(
    points: &[(f64, f64)],
    fractions: &[f64],
    products: &mut Vec<f64>,
    out: &mut [f64],
) {
    let patterns = 1usize << fractions.len();
    for (s, weight) in points {
        // The product of all factors, pattern by pattern: each player doubles what is known.
        products.clear();
        products.push(*weight);
        for fraction in fractions {
            let (fails, passes) = ((1.0 - s) * fraction, (1.0 - s) * fraction + s);
            for at in 0..products.len() {
                products.push(products[at] * passes);
                products[at] *= fails;
            }
        }
        for (j, (fraction, out)) in fractions
            .iter()
            .zip(out.chunks_exact_mut(patterns))
            .enumerate()
        {
            let (fails, passes) = ((1.0 - s) * fraction, (1.0 - s) * fraction + s);
            let (of_failing, of_passing) = (-fraction / fails, (1.0 - fraction) / passes);
            let step = 1usize << j;
            for (out, product) in out
                .chunks_exact_mut(2 * step)
                .zip(products.chunks_exact(2 * step))
            {
                let (low, high) = out.split_at_mut(step);
                let (fails, passes) = product.split_at(step);
                for (out, product) in low.iter_mut().zip(fails) {
                    *out += product * of_failing;
                }
                for (out, product) in high.iter_mut().zip(passes) {
                    *out += product * of_passing;
                }
            }
        }
    }
}

/// Points of a quadrature, which go through the patterns of a way together.
struct Points {
    shares: [f64; LANES],
    /// What a pattern's sums count for, by how many players send the row down.
    weights: [Weight; WEIGHTS],
}

#[derive(Clone, Copy, Default)]
struct Weight {
    /// Where a player that sends the row down is asked.
    sent: [f64; LANES],
    /// Where a player that does not is asked as if it did.
    asked: [f64; LANES],
    /// Where a player that does not is asked.
    lost: [f64; LANES],
}

const LANES: usize = 4;
/// More than players on a way that has a table.
const WEIGHTS: usize = 16;

impl Points {
    /// At most [`LANES`] points, for ways with so many players.
    fn of(points: &[(f64, f64)], players: usize) -> Points {
        let mut out = Points {
            // A point that is not there has no weight.
            shares: [0.5; LANES],
            weights: Default::default(),
        };
        for (lane, (s, weight)) in points.iter().enumerate() {
            out.shares[lane] = *s;
            let mut at = weight / s;
            for sent in (0..players).rev() {
                out.weights[sent].asked[lane] = at;
                out.weights[sent].lost[lane] = at * s;
                out.weights[sent + 1].sent[lane] = at;
                at *= 1.0 - s;
            }
        }
        out
    }
}

/// Memory for [`interventional_table`].
#[derive(Default)]
pub struct Scratch {
    sums: Vec<[f64; LANES]>,
    sent: Vec<f32>,
    asked: Vec<f32>,
    lost: Vec<f32>,
}

/// Interventional values (Lundberg et al. 2020, algorithm 3) for all `2^k` patterns of the row, averaged over background
/// rows of which `counts[pattern]` have each pattern: `out[j * 2^k + pattern]`.
///
/// By the same integral. A coalition goes down the way where each player is known and sends the row there, or is not and
/// sends the background there; for a share `s` of known players, and up to a power of `1 - s` for those that fail the row,
/// the expected value of a leaf is a product of one two-by-two matrix a player, applied to `counts` (a Kronecker product,
/// `k 2^k` steps). What a player adds is the value where only the row goes down by it, or less the value where only the
/// background does: differences of two patterns' integrals, the same for all players.
#[inline(never)]
pub fn interventional_table(
    quadratures: &Quadratures,
    players: usize,
    counts: &[f64],
    scratch: &mut Scratch,
    out: &mut [f32],
) {
    let patterns = 1usize << players;
    let Scratch {
        sums,
        sent,
        asked,
        lost,
    } = scratch;
    for part in [&mut *sent, asked, lost] {
        part.clear();
        part.resize(patterns, 0.0);
    }
    let scale = 1.0 / counts.iter().sum::<f64>();
    for points in &quadratures.together[players] {
        sums.clear();
        sums.extend(counts.iter().map(|count| [scale * count; LANES]));
        let mut player = 0;
        while player + 1 < players {
            two_known(sums, 1 << player, points.shares);
            player += 2;
        }
        if player < players {
            known(sums, 1 << player, points.shares);
        }
        let parts = sent.iter_mut().zip(&mut *asked).zip(&mut *lost);
        for (pattern, (sums, ((sent, asked), lost))) in sums.iter().zip(parts).enumerate() {
            let weight = &points.weights[pattern.count_ones() as usize & (WEIGHTS - 1)];
            *sent += integral(sums, &weight.sent) as f32;
            *asked += integral(sums, &weight.asked) as f32;
            *lost += integral(sums, &weight.lost) as f32;
        }
    }
    for (player, out) in out.chunks_exact_mut(patterns).enumerate() {
        let step = 1 << player;
        let [sent, asked, lost] = [&*sent, asked, lost].map(|all| all.chunks_exact(2 * step));
        let rest = sent.zip(asked).zip(lost);
        for (out, ((sent, asked), lost)) in out.chunks_exact_mut(2 * step).zip(rest) {
            let (low, high) = out.split_at_mut(step);
            for (out, lost) in low.iter_mut().zip(lost) {
                *out = -lost;
            }
            for (out, (sent, asked)) in high.iter_mut().zip(sent[step..].iter().zip(asked)) {
                *out = sent - asked;
            }
        }
    }
}

fn integral(sums: &[f64; LANES], weights: &[f64; LANES]) -> f64 {
    let [a, b, c, d] = std::array::from_fn(|lane| weights[lane] * sums[lane]);
    (a + c) + (b + d)
}

/// Lets a player be known with the probability `share`: where it fails the row only the background's way counts; where it
/// sends it down, the row's does where it is known.
fn known(sums: &mut [[f64; LANES]], step: usize, share: [f64; LANES]) {
    for pair in sums.chunks_exact_mut(2 * step) {
        let (fails, passes) = pair.split_at_mut(step);
        for (fails, passes) in fails.iter_mut().zip(passes) {
            let (background, row) = (*passes, *fails);
            *fails = background;
            *passes = plus(background, share, row);
        }
    }
}

/// The same of two players, the second one's step twice the first one's: half of the ways to memory.
fn two_known(sums: &mut [[f64; LANES]], step: usize, share: [f64; LANES]) {
    for four in sums.chunks_exact_mut(4 * step) {
        let (low, high) = four.split_at_mut(2 * step);
        let ((none, first), (second, both)) = (low.split_at_mut(step), high.split_at_mut(step));
        let singles = first.iter_mut().zip(second);
        for ((none, both), (first, second)) in none.iter_mut().zip(both).zip(singles) {
            let row = plus(*first, share, *none);
            let of_second = plus(*both, share, *second);
            let of_first = plus(*both, share, *first);
            (*none, *first, *second) = (*both, of_second, of_first);
            *both = plus(of_second, share, row);
        }
    }
}

/// `a + share · b`.
fn plus(a: [f64; LANES], share: [f64; LANES], b: [f64; LANES]) -> [f64; LANES] {
    std::array::from_fn(|lane| a[lane] + share[lane] * b[lane])
}

/// Path-dependent interactions of the pairs `(i, j)`, `i < j`, for all `2^k` patterns, the pairs in lexicographic order:
/// the second derivative of the integrand in place of the first.
pub fn path_dependent_pairs(points: &[(f64, f64)], fractions: &[f64], out: &mut [f64]) {
    let players = fractions.len();
    let patterns = 1usize << players;
    for pattern in 0..patterns {
        let known = |j: usize| (pattern >> j & 1) as f64;
        for (s, weight) in points {
            let factor = |j: usize| (1.0 - s) * fractions[j] + s * known(j);
            let product = weight * (0..players).map(factor).product::<f64>();
            let slope = |j: usize| (known(j) - fractions[j]) / factor(j);
            for (pair, (i, j)) in pairs(players).enumerate() {
                out[pair * patterns + pattern] += product * slope(i) * slope(j);
            }
        }
    }
}

/// Interventional interactions of the pairs, as [`path_dependent_pairs`] and [`interventional_table`]: the factors of both
/// players are divided out.
pub fn interventional_pairs(
    points: &[(f64, f64)],
    players: usize,
    counts: &[f64],
    out: &mut [f64],
) {
    let patterns = 1usize << players;
    let rows: f64 = counts.iter().sum();
    let mut g = vec![0.0; patterns];
    for (s, weight) in points {
        g.copy_from_slice(counts);
        mix(&mut g, players, *s);
        let scale = weight / rows;
        let (of_failing, of_passing) = (1.0 / (1.0 - s), 1.0 / s);
        // What only the background's way gives, and what only the row's does.
        let parts = |fails: f64, passes: f64| {
            let background_only = fails * of_failing;
            (background_only, (passes - background_only) * of_passing)
        };
        for (pair, (i, j)) in pairs(players).enumerate() {
            let (a, b) = (1usize << i, 1usize << j);
            let out = &mut out[pair * patterns..(pair + 1) * patterns];
            for neither in (0..patterns).filter(|p| p & (a | b) == 0) {
                let (low, low_row) = parts(g[neither], g[neither | b]);
                let (high, high_row) = parts(g[neither | a], g[neither | a | b]);
                let (both_background, row_i) = parts(low, high);
                let (row_j, both_row) = parts(low_row, high_row);
                out[neither] += scale * both_background;
                out[neither | a] -= scale * row_i;
                out[neither | b] -= scale * row_j;
                out[neither | a | b] += scale * both_row;
            }
        }
    }
}

/// All pairs of so many players, in lexicographic order.
pub fn pairs(players: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..players).flat_map(move |i| (i + 1..players).map(move |j| (i, j)))
}

/// The expected value of a leaf for the share `s` of known players, from how often each pattern occurs.
fn mix(g: &mut [f64], players: usize, s: f64) {
    for j in 0..players {
        let step = 1 << j;
        for pair in g.chunks_exact_mut(2 * step) {
            let (fails, passes) = pair.split_at_mut(step);
            for (a, b) in fails.iter_mut().zip(passes) {
                // The row fails: only the background's way counts. It passes: it counts where known.
                (*a, *b) = ((1.0 - s) * *b, *b + s * *a);
            }
        }
    }
}

/// The Shapley value in the game that is won when all of `a` players are known and none of `b` others: of each of the
/// `a`, and (negative) of each of the `b`.
pub struct Weights(Vec<f64>);

impl Weights {
    const SIDE: usize = 65;

    /// For up to 64 players on each side.
    pub fn all() -> Weights {
        let side = Self::SIDE;
        let mut out = vec![0.0; side * side];
        for b in 0..side {
            // binomial(a + b, a), from a = 0 on.
            let mut ways = 1.0;
            for a in 1..side {
                ways *= (a + b) as f64 / a as f64;
                out[a * side + b] = 1.0 / (a as f64 * ways);
            }
        }
        Weights(out)
    }

    /// `(a-1)! b! / (a+b)!`; by symmetry the other side's value is `-of(b, a)`.
    pub fn of(&self, a: u32, b: u32) -> f64 {
        self.0[a as usize * Self::SIDE + b as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interventional_tables_are_those_of_the_weights() {
        let (quadratures, weights) = (Quadratures::up_to(11), Weights::all());
        let mut scratch = Scratch::default();
        for players in 1..=11usize {
            let patterns = 1usize << players;
            let mut counts = vec![0.0; patterns];
            for row in 0..7usize {
                counts[row * row * 37 % patterns] += 1.0 + row as f64;
            }
            counts[patterns - 1] += 3.0;
            let rows: f64 = counts.iter().sum();
            let mut out = vec![f32::NAN; players * patterns];
            interventional_table(&quadratures, players, &counts, &mut scratch, &mut out);
            for row in 0..patterns {
                for player in 0..players {
                    let mut expected = 0.0;
                    for (background, count) in counts.iter().enumerate() {
                        // Where both fail, no coalition goes this way.
                        if row | background != patterns - 1 {
                            continue;
                        }
                        let (own, theirs) = (row & !background, background & !row);
                        let (a, b) = (own.count_ones(), theirs.count_ones());
                        if own >> player & 1 == 1 {
                            expected += count / rows * weights.of(a, b);
                        } else if theirs >> player & 1 == 1 {
                            expected -= count / rows * weights.of(b, a);
                        }
                    }
                    let found = f64::from(out[player * patterns + row]);
                    assert!(
                        (found - expected).abs() < 1e-6,
                        "{players} players, row {row:b}, player {player}: {found} for {expected}"
                    );
                }
            }
        }
    }
}
