//! Decisions about credit with protected attributes, and the model behind them, for who has to sign them.

use std::fmt::Write;

use super::random::Random;

/// Applications in the file.
const APPLICATIONS: usize = 3000;
const SEED: u64 = 20_260_707;

/// What one input adds to the log-odds: the value of the first step whose edge it does not exceed, else the last one.
struct Steps {
    input: &'static str,
    range: &'static str,
    edges: &'static [f64],
    values: &'static [f64],
}

/// The model: it never sees gender or age. Years with the employer stand in for both.
const MODEL: [Steps; 4] = [
    Steps {
        input: "income",
        range: "[8000:180000]",
        edges: &[22_000.0, 30_000.0, 40_000.0, 55_000.0],
        values: &[-0.9, -0.25, 0.2, 0.6, 0.95],
    },
    Steps {
        input: "debts",
        range: "[0:90000]",
        edges: &[2000.0, 8000.0, 20_000.0],
        values: &[0.55, 0.15, -0.35, -1.0],
    },
    Steps {
        input: "years_employed",
        range: "[0:40]",
        edges: &[1.0, 3.0, 7.0, 12.0],
        values: &[-1.0, -0.4, 0.3, 0.7, 1.0],
    },
    Steps {
        input: "savings",
        range: "[0:120000]",
        edges: &[1000.0, 6000.0, 20_000.0],
        values: &[-0.3, 0.0, 0.25, 0.5],
    },
];

impl Steps {
    fn at(&self, value: f64) -> f64 {
        let step = self.edges.iter().position(|edge| value <= *edge);
        self.values[step.unwrap_or(self.edges.len())]
    }
}

/// The text of the decisions.
pub fn csv() -> String {
    let mut random = Random::new(SEED);
    let mut text = String::from(
        "application_id,gender,age_group,income,debts,years_employed,savings,score,decision,outcome\n",
    );
    for application in 0..APPLICATIONS {
        let is_woman = random.chance(0.48);
        let band = random.pick([0.24, 0.33, 0.27, 0.16].into_iter());
        // Careers with breaks: fewer years with the employer, at the same income.
        let longest = [3.5, 8.0, 12.0, 14.0][band] * if is_woman { 0.6 } else { 1.0 };
        let years = (-longest * libm::log(1.0 - random.uniform()))
            .min(40.0)
            .floor();
        let income = (32_000.0 * libm::exp(0.4 * random.normal()) / 100.0).round() * 100.0;
        let debts = if random.chance(0.3) {
            0.0
        } else {
            (6500.0 * libm::exp(0.9 * random.normal()) / 100.0).round() * 100.0
        };
        let savings = (4200.0 * libm::exp(1.1 * random.normal()) / 100.0).round() * 100.0;
        let inputs = [income, debts, years, savings];
        let known: f64 = MODEL
            .iter()
            .zip(inputs)
            .map(|(steps, value)| steps.at(value))
            .sum();
        let score = probability(known);
        // Who repays: what the model knows, without the years.
        let repays = probability(0.7 + known - MODEL[2].at(years) + 0.6 * random.normal());
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "A{:05},{},{},{income:.0},{debts:.0},{years:.0},{savings:.0},{score:.6},{},{}",
            application + 1,
            if is_woman { "female" } else { "male" },
            ["18-29", "30-44", "45-59", "60+"][band],
            u8::from(score >= 0.5),
            u8::from(random.chance(repays)),
        );
    }
    text
}

fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-log_odds))
}

/// The model as a text file of LightGBM: a tree for each input, that goes through its edges one after the other.
pub fn model() -> String {
    let joined = |parts: Vec<String>| parts.join(" ");
    let mut text = format!(
        "tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nlabel_index=0\nmax_feature_idx={}\n\
         objective=binary sigmoid:1\nfeature_names={}\nfeature_infos={}\n\n",
        MODEL.len() - 1,
        joined(MODEL.iter().map(|one| one.input.into()).collect()),
        joined(MODEL.iter().map(|one| one.range.into()).collect()),
    );
    for (tree, steps) in MODEL.iter().enumerate() {
        let splits = steps.edges.len();
        let each = |what: &dyn Fn(usize) -> String| joined((0..splits).map(what).collect());
        // A leaf is written as what its number leaves of −1.
        let right = |split: usize| {
            if split + 1 < splits {
                split as i64 + 1
            } else {
                -(splits as i64) - 1
            }
        };
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "Tree={tree}\nnum_leaves={}\nnum_cat=0\nsplit_feature={}\nsplit_gain={}\nthreshold={}\ndecision_type={}\n\
             left_child={}\nright_child={}\nleaf_value={}\nis_linear=0\nshrinkage=1\n\n\n",
            splits + 1,
            each(&|_| tree.to_string()),
            each(&|_| "1".into()),
            each(&|split| steps.edges[split].to_string()),
            each(&|_| "2".into()),
            each(&|split| (-(split as i64) - 1).to_string()),
            each(&|split| right(split).to_string()),
            joined(steps.values.iter().map(f64::to_string).collect()),
        );
    }
    text + "end of trees\n"
}
