//! What a column is for, guessed from its name and type: with a reason and a confidence, and never so that a change is
//! hidden. Nothing is guessed to be ignored; a row's name is one only where no two rows share it, or where it is a text
//! or a code named like one, and a column that is not compared is listed as such.

use crate::config::Role;
use crate::table::{Column, Kind, words};

/// A role, why, and how sure that is, 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Guess {
    pub(super) role: Role,
    pub(super) reason: &'static str,
    pub(super) confidence: f64,
}

/// The reason of a role that nothing speaks for or against.
pub(super) const DEFAULT: &str = "default";

const KEY: &str = "named like a key and distinct in every row";
const CODE: &str = "named like a key, with codes that are no numbers";
const TIMES: &str = "holds dates or instants";
const NAMED: &str = "the name says so";
const NAMED_PARTLY: &str = "a word of the name says so";
const NOT_THE_ONE: &str = "another column is called the outcome itself";
const ONLY_ONE: &str = "the name could say so, and no other column is the outcome";

/// Names that are an outcome whatever else there is.
const LABELS: &[&str] = &[
    "label",
    "target",
    "y",
    "y true",
    "class",
    "outcome",
    "ground truth",
    "actual",
    "truth",
    "survived",
    "churn",
    "churned",
    "exited",
    "attrition",
    "fraud",
    "is fraud",
    "fraudulent",
    "isfraud",
    "default",
    "defaulted",
    "is default",
    "loan status",
    "two year recid",
    "is recid",
    "readmitted",
    "converted",
    "is churn",
    "converted flag",
    "hired",
    "admitted",
    "approved",
    "final result",
    "diagnosis",
    "species",
    "sale price",
    "saleprice",
    "medv",
    "response",
    "spam",
    "is spam",
    "failure",
    "machine failure",
    "bad",
    "seriousdlqin2yrs",
    "employed",
    "passed",
    "accepted",
    "is late",
    "cancelled",
    "is canceled",
    "died",
    "death",
    "heart disease",
    "stroke",
    "has stroke",
    "poisonous",
];
/// Of these, names that say nothing but that: beside one of them the others are what they name, a credit in default for example.
const THE_LABEL: &[&str] = &["label", "target", "y", "y true", "ground truth"];
/// Endings and beginnings of such names.
const LABEL_WORDS: &[&str] = &["label", "target", "churn", "fraud", "recid"];
/// Names that are the outcome where nothing else is.
const PERHAPS_LABELS: &[&str] = &[
    "income",
    "quality",
    "price",
    "risk",
    "result",
    "status",
    "action",
    "mpg",
    "grade",
    "g3",
    "charges",
    "num",
    "condition",
    "deny",
    "reject",
    "rating",
    "total claim amount",
    "delayed",
    "satisfied",
    "satisfaction",
    "subscribed",
    "click",
    "clicked",
    "purchased",
    "bought",
];
const PREDICTIONS: &[&str] = &[
    "prediction",
    "predictions",
    "predicted",
    "pred",
    "y pred",
    "y hat",
    "yhat",
    "decision",
    "model decision",
    "forecast",
    "predicted label",
    "predicted class",
    "model output",
    "decile prediction",
    "estimate",
    "model prediction",
    "vorhersage",
];
const SCORE_WORDS: &[&str] = &[
    "probability",
    "proba",
    "prob",
    "propensity",
    "likelihood",
    "logit",
    "scores",
    "score",
];
/// Beside one of these a score is a model's; otherwise it may be a credit score or a test's.
const MODEL_WORDS: &[&str] = &[
    "model",
    "pred",
    "predicted",
    "prediction",
    "risk",
    "fraud",
    "churn",
    "default",
    "y",
    "anomaly",
    "decile",
    "proba",
    "class",
    "positive",
    "conversion",
    "confidence",
    "relevance",
    "lead",
];
const PROTECTED: &[&str] = &[
    "sex",
    "gender",
    "geschlecht",
    "race",
    "ethnicity",
    "ethnic",
    "ethnic group",
    "age",
    "alter",
    "religion",
    "disability",
    "disabled",
    "nationality",
    "marital",
    "marital status",
    "pregnant",
    "pregnancy",
    "sexual orientation",
    "citizenship",
    "citizen",
    "native country",
    "foreign worker",
    "age group",
    "age band",
    "agep",
    "rac 1 p",
    "rac1p",
    "race ethnicity",
    "hispanic",
    "hispan",
    "black",
    "white",
    "male",
    "female",
    "is male",
    "is female",
    "married",
    "family status",
    "personal status",
    "personal status sex",
    "birth date",
    "date of birth",
    "dob",
    "birthdate",
    "dis",
    "mar",
    "nativity",
    "age cat",
    "veteran",
    "sex code",
    "age years",
    "applicant sex",
    "applicant race",
    "applicant ethnicity",
    "year birth",
    "geburtsdatum",
];
const SEGMENTS: &[&str] = &[
    "region",
    "country",
    "state",
    "city",
    "segment",
    "customer segment",
    "cohort",
    "channel",
    "branch",
    "store",
    "department",
    "dept",
    "market",
    "plan",
    "tier",
    "platform",
    "device",
    "device type",
    "site",
    "district",
    "province",
    "county",
    "geography",
    "land",
    "abteilung",
    "filiale",
    "group",
    "store type",
    "borough",
    "neighborhood",
    "neighbourhood",
    "neighbourhood group",
    "business unit",
    "customer type",
    "contract type",
    "school",
    "hospital",
    "line",
    "area",
    "sales channel",
    "browser",
    "os",
    "variant",
    "experiment group",
    "model version",
    "embarkation",
    "msa",
    "code module",
    "tenant",
    "endpoint",
    "service",
    "country code",
];
const WEIGHTS: &[&str] = &[
    "sample weight",
    "weights",
    "fnlwgt",
    "case weight",
    "wgt",
    "pweight",
    "survey weight",
    "row weight",
    "perwt",
    "wtfinl",
    "pwgtp",
    "exposure weight",
    "weight final",
    "instance weight",
    "gewichtung",
    "person weight",
    "finalweight",
];
const KPIS: &[&str] = &[
    "revenue",
    "sales",
    "profit",
    "margin",
    "gmv",
    "ltv",
    "arpu",
    "turnover",
    "umsatz",
    "conversions",
    "orders",
    "conversion rate",
    "net revenue",
    "gross profit",
    "weekly sales",
    "total sales",
    "net sales",
    "gross margin",
    "clv",
    "cost savings",
    "roi",
    "nps",
    "revenue eur",
    "revenue usd",
    "roas",
    "signups",
];
const KPI_WORDS: &[&str] = &["revenue", "profit", "gmv", "umsatz"];
const LATENCIES: &[&str] = &[
    "latency",
    "response time",
    "elapsed",
    "runtime",
    "processing time",
    "queue time",
    "inference time",
    "took",
    "ttft",
    "wait time",
    "round trip time",
    "rtt",
    "service time",
    "execution time",
    "load time",
    "handling time",
];
const LATENCY_WORDS: &[&str] = &["latency", "elapsed", "rtt", "ttft"];
const SMALL_UNITS: &[&str] = &["ms", "us", "ns", "millis", "seconds", "sec"];
const STAGES: &[&str] = &[
    "time",
    "duration",
    "wait",
    "queue",
    "inference",
    "fetch",
    "processing",
    "response",
    "db",
    "preprocess",
    "postprocess",
    "network",
    "total",
    "render",
    "tokenize",
    "model",
    "feature",
    "auth",
    "lookup",
    "scoring",
    "p99",
    "p95",
    "retrieval",
];
const KEY_WORDS: &[&str] = &[
    "id", "uuid", "guid", "key", "nr", "number", "no", "hash", "iban", "vin", "ssn", "email",
    "isbn", "ean", "sku",
];

/// A guess for each column of a file, in the light of the others.
pub(super) fn guess(columns: &[Column]) -> Vec<Guess> {
    let names: Vec<String> = columns.iter().map(|c| words(&c.name)).collect();
    let mut out: Vec<Guess> = columns
        .iter()
        .zip(&names)
        .map(|(c, n)| alone(c, n))
        .collect();
    let the_label = |at: usize| THE_LABEL.contains(&names[at].as_str());
    if (0..out.len()).any(|at| out[at].role == Role::Label && the_label(at)) {
        for (at, guess) in out.iter_mut().enumerate() {
            if guess.role == Role::Label && !the_label(at) {
                *guess = said(Role::Feature, NOT_THE_ONE, 0.6);
            }
        }
    }
    let has_label = out.iter().any(|g| g.role == Role::Label);
    if !has_label {
        // The last such column: outcomes stand at the end more often than not.
        let perhaps = names.iter().zip(&out).rposition(|(name, guess)| {
            guess.reason == DEFAULT && PERHAPS_LABELS.contains(&name.as_str())
        });
        if let Some(guess) = perhaps.and_then(|at| out.get_mut(at)) {
            *guess = said(Role::Label, ONLY_ONE, 0.5);
        }
    }
    out
}

fn said(role: Role, reason: &'static str, confidence: f64) -> Guess {
    Guess {
        role,
        reason,
        confidence,
    }
}

fn alone(column: &Column, name: &str) -> Guess {
    let parts: Vec<&str> = name.split(' ').collect();
    let has = |list: &[&str]| parts.iter().any(|part| list.contains(part));
    let is = |list: &[&str]| list.contains(&name) || list.contains(&name.replace(' ', "").as_str());
    let last = parts.last().copied().unwrap_or_default();
    let first = parts.first().copied().unwrap_or_default();
    let number = column.kind == Kind::Number;
    let few = matches!(column.kind, Kind::Category | Kind::Boolean);
    let birth = has(&["birth", "dob", "birthdate", "geburtsdatum"]);
    if column.key {
        return said(Role::Id, KEY, 0.95);
    }
    if column.kind == Kind::Time && !birth {
        return said(Role::Timestamp, TIMES, 0.8);
    }
    if is(PREDICTIONS) || (has(&["predicted", "prediction", "pred", "yhat"]) && !has(SCORE_WORDS)) {
        return said(Role::Prediction, NAMED, 0.9);
    }
    if number && is(SCORE_WORDS) {
        return said(Role::Score, NAMED, 0.8);
    }
    if number && has(SCORE_WORDS) && (has(MODEL_WORDS) || !has(&["score", "scores"])) {
        return said(Role::Score, NAMED_PARTLY, 0.75);
    }
    if is(LABELS) {
        return said(Role::Label, NAMED, 0.85);
    }
    if is(PROTECTED) || birth {
        return said(Role::Protected, NAMED, 0.9);
    }
    if number && is(WEIGHTS) {
        return said(Role::Weight, NAMED, 0.9);
    }
    let stage = has(SMALL_UNITS) && has(STAGES) || has(LATENCY_WORDS);
    if number && (is(LATENCIES) || stage) {
        return said(Role::Latency, NAMED, 0.85);
    }
    if number && (is(KPIS) || KPI_WORDS.contains(&last) || KPI_WORDS.contains(&first)) {
        return said(Role::Kpi, NAMED, 0.75);
    }
    if (few || number)
        && (LABEL_WORDS.contains(&last)
            || LABEL_WORDS.contains(&first) && parts.len() == 2 && first != "churn")
    {
        return said(Role::Label, NAMED_PARTLY, 0.7);
    }
    if parts.len() <= 2 && ["sex", "gender", "race", "ethnicity", "religion"].contains(&last) {
        return said(Role::Protected, NAMED_PARTLY, 0.75);
    }
    if KEY_WORDS.contains(&last) && (column.kind == Kind::Text || column.evidence.identifier > 0) {
        return said(Role::Id, CODE, 0.8);
    }
    if few && is(SEGMENTS) {
        return said(Role::Segment, NAMED, 0.7);
    }
    said(Role::Feature, DEFAULT, 0.5)
}
