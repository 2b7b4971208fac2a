//! Has the current data's distribution ever left the reference's? A test by betting on ranks, for any data type.
//!
//! The reference's order statistics cut the line into `2^k` bins. If current rows come from the reference's
//! distribution, the bins' true masses follow a Dirichlet distribution whose parameters are the numbers of spacings in
//! each bin, whatever that distribution is (Wilks SS 1962, Mathematical Statistics, 8.7), so the bins of the current
//! rows are the colours drawn from a Pólya urn: the next row falls into bin `k` with probability
//! `(a_k + c_k)/(n + 1 + m)`. This holds for a *finite* reference, exactly and at every sample size. Against this one
//! law a bettor sets a mixture of Dirichlet-multinomial laws that spread wider; the likelihood ratio is a martingale
//! that starts at 1, so that it ever reaches `1/α` has at most the probability α (Ville J 1939; Howard SR, Ramdas A
//! 2022, Bernoulli 28, 1704; Grünwald P, de Heide R, Koolen W 2024, JRSS B 86, 1091).
//!
//! Ties are broken at random by a second number, so that masses of levels and of repeated values are spaced as well.

use std::cmp::Ordering;

/// A row's value and the number that breaks its ties, uniform on all 64 bits; NaN stands behind every number.
pub type Ranked = (f64, u64);

/// Concentrations of the alternatives: about how many rows' weight the bettor gives to the reference's shares.
const CONCENTRATIONS: [f64; 3] = [10.0, 100.0, 1000.0];
/// The finest cut has two to this power bins.
const DEEPEST: u32 = 5;

/// What is bet against: the reference's bins.
#[derive(Clone, Debug, PartialEq)]
pub struct Urn {
    /// Ascending edges; a row belongs to the bin before the first edge that is not below it.
    edges: Vec<Ranked>,
    /// Spacings in each bin: one more than the edges, adding up to rows + 1.
    spacings: Vec<u64>,
}

/// Order of rows: by value, then by the tie breaker.
pub fn compare(a: &Ranked, b: &Ranked) -> Ordering {
    a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))
}

impl Urn {
    /// From the reference, ascending by [`compare`]; `None` below 20 rows. How it is cut depends on the number of
    /// rows alone.
    pub fn of(reference: &[Ranked]) -> Option<Urn> {
        let rows = reference.len() as u64;
        if (rows as f64) < 2.0 * CONCENTRATIONS[0] {
            return None;
        }
        let bins = 1u64 << DEEPEST.min((rows + 1).ilog2());
        // The place, from 1, of the order statistic that is the edge after bin `bin`.
        let place = |bin: u64| (2 * bin * (rows + 1) + bins) / (2 * bins);
        let edges = (1..bins)
            .map(|bin| reference[place(bin) as usize - 1])
            .collect();
        let spacings = (0..bins)
            .map(|bin| match bin + 1 {
                next if next == bins => rows + 1 - place(bin),
                next => place(next) - place(bin),
            })
            .collect();
        Some(Urn { edges, spacings })
    }

    /// How many bins the finest cut has.
    pub fn bins(&self) -> usize {
        self.spacings.len()
    }

    /// The bin of a row.
    pub fn bin(&self, row: &Ranked) -> usize {
        self.edges
            .partition_point(|edge| compare(edge, row) == Ordering::Less)
    }

    /// Natural logarithm of the wealth after current rows with these counts in the finest bins: the likelihood ratio of
    /// the mixture of alternatives against the urn. Depends on the counts only, not on the order of the rows.
    /// `None` when the number of counts is not that of the bins.
    pub fn log_wealth(&self, counts: &[u64]) -> Option<f64> {
        if counts.len() != self.bins() {
            return None;
        }
        let mut spacings = self.spacings.clone();
        let mut counts = counts.to_vec();
        let all: u64 = spacings.iter().sum();
        let rows: u64 = counts.iter().sum();
        let most = 0.5 * all as f64;
        let used = || CONCENTRATIONS.into_iter().filter(|&c| c <= most);
        let mut logs = Vec::new();
        while spacings.len() >= 2 {
            let expected = drawn(&spacings, 1.0, &counts, rows);
            for concentration in used() {
                let scale = concentration / all as f64;
                logs.push(drawn(&spacings, scale, &counts, rows) - expected);
            }
            spacings = halved(&spacings);
            counts = halved(&counts);
        }
        let greatest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = logs.iter().map(|log| libm::exp(log - greatest)).sum();
        Some(greatest + libm::log(sum / logs.len() as f64))
    }
}

/// Neighbouring bins put together.
fn halved(bins: &[u64]) -> Vec<u64> {
    bins.chunks(2).map(|pair| pair.iter().sum()).collect()
}

/// Log probability of one sequence of draws with these counts from an urn of `scale · spacings` balls.
fn drawn(spacings: &[u64], scale: f64, counts: &[u64], rows: u64) -> f64 {
    let all = scale * spacings.iter().sum::<u64>() as f64;
    let terms = spacings.iter().zip(counts).map(|(&a, &count)| {
        if count == 0 {
            return 0.0;
        }
        let a = scale * a as f64;
        libm::lgamma(a + count as f64) - libm::lgamma(a)
    });
    crate::stats::sum::compensated(terms) + libm::lgamma(all) - libm::lgamma(all + rows as f64)
}

/// The test under way: rows are added, the p-value over all looks so far only falls.
#[derive(Clone, Debug, PartialEq)]
pub struct Bet {
    urn: Urn,
    counts: Vec<u64>,
    most: f64,
}

impl Bet {
    /// Before the first row.
    pub fn new(urn: Urn) -> Bet {
        Bet {
            counts: vec![0; urn.bins()],
            urn,
            most: 0.0,
        }
    }

    /// Adds one current row. Rows are added in the order in which they came.
    pub fn add(&mut self, row: &Ranked) {
        self.counts[self.urn.bin(row)] += 1;
    }

    /// Looks; answers the always-valid p-value `1/max wealth` over all looks.
    pub fn look(&mut self) -> f64 {
        if let Some(log) = self.urn.log_wealth(&self.counts) {
            self.most = self.most.max(log);
        }
        self.p()
    }

    /// The p-value of the last look, 1 before the first.
    pub fn p(&self) -> f64 {
        libm::exp(-self.most)
    }
}
