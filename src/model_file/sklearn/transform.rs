//! Transformers: columns in, columns out.

use super::super::objects::Node;
use super::super::refusal::too_large;
use super::wiring::{Column, Wiring};
use super::{
    DEEPEST, columns, encode, functions, impute, project, scale, selection, unknown_class,
};
use crate::error::Result;

/// What a transformer makes of columns.
pub(super) fn transform(
    node: Node<'_>,
    wiring: &mut Wiring<'_>,
    columns: Vec<Column>,
    depth: usize,
) -> Result<Vec<Column>> {
    if depth > DEEPEST {
        return Err(too_large("pipelines within pipelines", DEEPEST));
    }
    if node.is_none() || node.text().as_deref() == Some("passthrough") {
        return Ok(columns);
    }
    if !node.class().starts_with("sklearn.") && !node.class().starts_with("imblearn.pipeline") {
        return Err(unknown_class(node, "transformer"));
    }
    match node.short_class() {
        "Pipeline" => columns::steps(node, wiring, columns, depth),
        "ColumnTransformer" => columns::by_column(node, wiring, columns, depth),
        "FeatureUnion" => columns::union(node, wiring, columns, depth),
        "StandardScaler" => scale::standard(node, wiring, &columns),
        "MinMaxScaler" => scale::min_max(node, wiring, &columns),
        "MaxAbsScaler" => scale::max_abs(node, wiring, &columns),
        "RobustScaler" => scale::robust(node, wiring, &columns),
        "Normalizer" => scale::normalizer(node, wiring, &columns),
        "Binarizer" => scale::binarizer(node, wiring, &columns),
        "PowerTransformer" => scale::power(node, wiring, &columns),
        "QuantileTransformer" => scale::quantile(node, wiring, &columns),
        "OneHotEncoder" => encode::one_hot(node, wiring, &columns),
        "OrdinalEncoder" => encode::ordinal(node, wiring, &columns),
        "TargetEncoder" => encode::target(node, wiring, &columns),
        "KBinsDiscretizer" => encode::bins(node, wiring, &columns),
        "SimpleImputer" => impute::simple(node, wiring, columns),
        "MissingIndicator" => impute::indicator(node, wiring, &columns),
        "FunctionTransformer" => functions::function(node, wiring, columns),
        "PolynomialFeatures" => project::polynomial(node, wiring, &columns),
        "PCA" | "IncrementalPCA" | "TruncatedSVD" => project::components(node, wiring, &columns),
        "SelectKBest" | "SelectPercentile" | "VarianceThreshold" | "SelectFromModel" | "RFE"
        | "RFECV" => selection::select(node, columns),
        _ => Err(unknown_class(node, "transformer")),
    }
}
