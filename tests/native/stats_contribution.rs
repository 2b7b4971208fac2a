//! Contributions add up to the distance that they are parts of.

use driftglass::stats::contribution::{
    GroupMean, of_bins, of_group_means, of_groups, of_levels, potential,
};
use driftglass::stats::random::Random;
use driftglass::stats::two_sample::distance::wasserstein;
use driftglass::stats::variation::total_variation;

#[test]
fn parts_add_up_to_the_distance() {
    let mut random = Random::new(5);
    for _ in 0..200 {
        let levels = 1 + (random.uniform() * 6.0) as usize;
        let groups = 1 + (random.uniform() * 5.0) as usize;
        let mut counts = || -> Vec<Vec<u64>> {
            (0..groups)
                .map(|_| {
                    let empty = random.uniform() < 0.2;
                    (0..levels)
                        .map(|_| {
                            if empty {
                                0
                            } else {
                                (random.uniform() * 40.0) as u64
                            }
                        })
                        .collect()
                })
                .collect()
        };
        let (reference, current) = (counts(), counts());
        let sum = |side: &[Vec<u64>]| -> Vec<u64> {
            (0..levels)
                .map(|level| side.iter().map(|g| g[level]).sum())
                .collect()
        };
        let (p, q) = (sum(&reference), sum(&current));
        let Some(distance) = total_variation(&p, &q) else {
            assert_eq!(of_groups(&reference, &current), None);
            continue;
        };
        let by_level: f64 = of_levels(&p, &q).expect("parts").iter().sum();
        let by_group: f64 = of_groups(&reference, &current)
            .expect("parts")
            .iter()
            .map(|part| part.within + part.mix)
            .sum();
        assert!((by_level - distance).abs() < 1e-12);
        assert!((by_group - distance).abs() < 1e-12, "{by_group} {distance}");
    }
}

#[test]
fn bins_add_up_to_the_wasserstein_distance() {
    let mut random = Random::new(6);
    for case in 0..200 {
        let mut sample = |rows: usize| {
            let mut values: Vec<f64> = (0..rows)
                .map(|_| {
                    let value = random.uniform() * 10.0;
                    if case % 2 == 0 { value.round() } else { value }
                })
                .collect();
            values.sort_by(f64::total_cmp);
            values
        };
        let (x, y) = (sample(1 + case % 17), sample(1 + case % 23));
        let mut edges = sample(case % 6);
        edges.dedup();
        let parts = of_bins(&x, &y, &edges).expect("parts");
        assert_eq!(parts.len(), edges.len() + 1);
        let distance = wasserstein(&x, &y).expect("distance");
        assert!((parts.iter().sum::<f64>() - distance).abs() < 1e-12);
        assert!(parts.iter().all(|part| *part >= 0.0));
    }
}

#[test]
fn a_group_that_alone_changed_has_the_whole_distance() {
    let parts = of_groups(
        &[vec![50, 50], vec![30, 70], vec![100, 100]],
        &[vec![50, 50], vec![60, 40], vec![100, 100]],
    )
    .expect("parts");
    assert!((parts[1].within - 30.0 / 400.0).abs() < 1e-15);
    assert!(parts[0].within.abs() + parts[2].within.abs() < 1e-15);
    assert!(parts.iter().all(|part| part.mix.abs() < 1e-15));
}

#[test]
fn potentials_of_groups_add_up_to_the_winsorised_distance() {
    let mut random = Random::new(9);
    for run in 0..200 {
        let (n, m) = (40 + run % 37, 10 + run % 53);
        let mut draw = |rows: usize, shift: f64| -> Vec<f64> {
            let mut side: Vec<f64> = (0..rows)
                .map(|_| (random.uniform() * 12.0).floor() + shift)
                .collect();
            side.sort_unstable_by(f64::total_cmp);
            side
        };
        let (x, y) = (draw(n, 0.0), draw(m, f64::from(run as u32 % 5) - 1.5));
        let Some(found) = driftglass::stats::effect::wasserstein::effect(&x, &y, 0.95) else {
            continue;
        };
        let potentials = potential(&x, &y, found.limits);
        let mean = |side: &[f64]| side.iter().sum::<f64>() / side.len() as f64;
        let whole = (mean(&potentials[1]) - mean(&potentials[0])) / found.scale;
        assert!(
            (whole - found.value).abs() < 1e-12,
            "{whole} {}",
            found.value
        );
        // Any division of the rows.
        let group = |which: bool| {
            let of = |side: &[f64], salt: usize| -> Vec<f64> {
                (side.iter().enumerate())
                    .filter(|(at, _)| (at * 7 + salt).is_multiple_of(3) == which)
                    .map(|(_, v)| v / found.scale)
                    .collect()
            };
            let sides = [of(&potentials[0], 0), of(&potentials[1], 1)];
            GroupMean {
                share: [
                    sides[0].len() as f64 / n as f64,
                    sides[1].len() as f64 / m as f64,
                ],
                mean: [0, 1]
                    .map(|file: usize| (!sides[file].is_empty()).then(|| mean(&sides[file]))),
            }
        };
        let parts = of_group_means(&[group(true), group(false)]);
        let sum: f64 = parts.iter().map(|p| p.within + p.mix).sum();
        assert!((sum - found.value).abs() < 1e-12, "{sum} {}", found.value);
        let ranges =
            driftglass::stats::effect::wasserstein::parts(&x, &y, &found, &[2.0, 5.0, 7.5]);
        let sum: f64 = ranges.iter().map(|p| p.value).sum();
        assert!((sum - found.value).abs() < 1e-12, "{sum} {}", found.value);
    }
}
