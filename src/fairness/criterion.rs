//! The named criteria, each with its definition card.

use crate::stats::groups::confusion::Rate;

/// A named criterion of fairness between groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Criterion {
    /// Equal selection rates.
    DemographicParity,
    /// Selection rates against the most favoured group: the four-fifths rule.
    DisparateImpact,
    /// Equal selection rates within the levels of other columns.
    ConditionalParity,
    /// Equal true positive rates.
    EqualOpportunity,
    /// Equal true and false positive rates.
    EqualizedOdds,
    /// Equal positive predictive values.
    PredictiveParity,
    /// Equal accuracy.
    AccuracyEquality,
    /// Equal ratios of the two kinds of error.
    TreatmentEquality,
    /// Scores that mean the same in every group.
    Calibration,
    /// Scores that order every group equally well.
    AucParity,
    /// Scores that are spread alike in every group.
    ScoreParity,
    /// Amounts: predictions too high or too low for one group.
    MeanResidual,
    /// Amounts: predictions further off for one group.
    ErrorParity,
}

/// What a person must know before relying on a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Card {
    /// Stable name.
    pub id: &'static str,
    /// Plain name.
    pub title: &'static str,
    /// How it is computed.
    pub formula: &'static str,
    /// What it takes for granted.
    pub assumes: &'static str,
    /// When it misleads.
    pub misleads: &'static str,
    /// Where it is from.
    pub source: &'static str,
}

impl Criterion {
    /// All of them, in the order of tables.
    pub const ALL: [Criterion; 13] = [
        Criterion::DemographicParity,
        Criterion::DisparateImpact,
        Criterion::ConditionalParity,
        Criterion::EqualOpportunity,
        Criterion::EqualizedOdds,
        Criterion::PredictiveParity,
        Criterion::AccuracyEquality,
        Criterion::TreatmentEquality,
        Criterion::Calibration,
        Criterion::AucParity,
        Criterion::ScoreParity,
        Criterion::MeanResidual,
        Criterion::ErrorParity,
    ];

    /// The rates that it asks to be equal; none where it is about something else.
    pub fn rates(self) -> &'static [Rate] {
        match self {
            Criterion::DemographicParity | Criterion::DisparateImpact => &[Rate::Selection],
            Criterion::EqualOpportunity => &[Rate::TruePositive],
            Criterion::EqualizedOdds => &[Rate::TruePositive, Rate::FalsePositive],
            Criterion::PredictiveParity => &[Rate::PositivePredictive],
            Criterion::AccuracyEquality => &[Rate::Accuracy],
            _ => &[],
        }
    }

    /// Its definition card.
    pub fn card(self) -> Card {
        match self {
            Criterion::DemographicParity => Card {
                id: "demographic-parity",
                title: "Demographic parity",
                formula: "P(decided in favour | group) over, or less, that of the reference group",
                assumes: "Groups should be selected equally often whatever their outcomes would be.",
                misleads: "It says nothing about who is selected; unequal base rates make it conflict with equal error rates.",
                source: "Calders T, Verwer S (2010), Data Mining and Knowledge Discovery 21, 277",
            },
            Criterion::DisparateImpact => Card {
                id: "disparate-impact",
                title: "Disparate impact (four-fifths rule)",
                formula: "P(decided in favour | group) over the highest such rate of any group; 0.8 is the limit of the rule",
                assumes: "The group with the highest rate is the yardstick; it is picked from the data, and intervals and tests pay for that.",
                misleads: "A rule of thumb for enforcement, no proof of discrimination or of its absence; one selection may flip it in small groups.",
                source: "Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4(D)",
            },
            Criterion::ConditionalParity => Card {
                id: "conditional-parity",
                title: "Conditional parity",
                formula: "Mantel–Haenszel ratio of selection rates over the levels of the control columns",
                assumes: "Differences explained by the control columns are legitimate.",
                misleads: "A control column that is itself unfair hides the gap; one ratio stands for all levels, see the test of homogeneity.",
                source: "Kamiran F, Žliobaitė I, Calders T (2013), Knowledge and Information Systems 35, 613; Mantel N, Haenszel W (1959), JNCI 22, 719",
            },
            Criterion::EqualOpportunity => Card {
                id: "equal-opportunity",
                title: "Equal opportunity",
                formula: "P(decided in favour | favourable outcome, group) over, or less, that of the reference group",
                assumes: "The label is right, and right alike in every group.",
                misleads: "Where the label exists only for those once selected, or was made by the same bias.",
                source: "Hardt M, Price E, Srebro N (2016), NIPS 29",
            },
            Criterion::EqualizedOdds => Card {
                id: "equalized-odds",
                title: "Equalized odds",
                formula: "both P(decided in favour | favourable outcome, group) and P(decided in favour | unfavourable outcome, group) against the reference group; the worse of the two decides",
                assumes: "The label is right, and both kinds of error count.",
                misleads: "Cannot hold together with predictive parity where base rates differ and decisions err (Chouldechova 2017).",
                source: "Hardt M, Price E, Srebro N (2016), NIPS 29",
            },
            Criterion::PredictiveParity => Card {
                id: "predictive-parity",
                title: "Predictive parity",
                formula: "P(favourable outcome | decided in favour, group) over, or less, that of the reference group",
                assumes: "The label is right, and is known for those decided in favour.",
                misleads: "May hold while one group is rejected far more often than its outcomes warrant.",
                source: "Chouldechova A (2017), Big Data 5, 153",
            },
            Criterion::AccuracyEquality => Card {
                id: "accuracy-equality",
                title: "Overall accuracy equality",
                formula: "P(decision = outcome | group) over, or less, that of the reference group",
                assumes: "Both kinds of error are equally bad.",
                misleads: "One group may bear the false rejections and the other the false acceptances.",
                source: "Berk R, Heidari H, Jabbari S, Kearns M, Roth A (2021), Sociological Methods & Research 50, 3",
            },
            Criterion::TreatmentEquality => Card {
                id: "treatment-equality",
                title: "Treatment equality",
                formula: "(false negatives / false positives) of the group over that of the reference group",
                assumes: "The balance of the two errors should be the same, however many there are.",
                misleads: "Unstable with few errors; moves with base rates even where error rates are equal.",
                source: "Berk R, Heidari H, Jabbari S, Kearns M, Roth A (2021), Sociological Methods & Research 50, 3",
            },
            Criterion::Calibration => Card {
                id: "calibration",
                title: "Calibration within groups",
                formula: "mean outcome less mean score in each group, against 0",
                assumes: "The score claims to be a probability of the favourable outcome.",
                misleads: "Errors at low and high scores can cancel: look at the reliability curve and the expected calibration error.",
                source: "Kleinberg J, Mullainathan S, Raghavan M (2017), ITCS, 43",
            },
            Criterion::AucParity => Card {
                id: "auc-parity",
                title: "AUC parity",
                formula: "area under the ROC curve within the group less that within the reference group",
                assumes: "Only the order within a group matters.",
                misleads: "Says nothing of scores between groups: one group may score lower as a whole.",
                source: "DeLong ER, DeLong DM, Clarke-Pearson DL (1988), Biometrics 44, 837",
            },
            Criterion::ScoreParity => Card {
                id: "score-parity",
                title: "Score distribution parity",
                formula: "largest distance of the two distribution functions of the score (Kolmogorov–Smirnov)",
                assumes: "Scores should be spread alike whatever the outcomes; holds at every threshold at once.",
                misleads: "Differing base rates alone make it fail.",
                source: "Jiang R, Pacchiano A, Stepleton T, Jiang H, Chiappa S (2019), UAI; interval: Massart P (1990), Annals of Probability 18, 1269",
            },
            Criterion::MeanResidual => Card {
                id: "mean-residual",
                title: "Equal mean residuals",
                formula: "mean of (true − predicted) of the group less that of the reference group, in standard deviations of the true values",
                assumes: "The true values are right.",
                misleads: "Errors up and down can cancel within a group.",
                source: "Agarwal A, Dudík M, Wu ZS (2019), ICML 36 (bounded group loss)",
            },
            Criterion::ErrorParity => Card {
                id: "error-parity",
                title: "Equal absolute errors",
                formula: "mean of |true − predicted| of the group over that of the reference group",
                assumes: "An error of one unit is equally bad everywhere.",
                misleads: "A group with larger values has larger errors at equal relative precision.",
                source: "Agarwal A, Dudík M, Wu ZS (2019), ICML 36 (bounded group loss)",
            },
        }
    }
}
