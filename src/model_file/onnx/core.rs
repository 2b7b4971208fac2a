//! The operators by name.

use std::rc::Rc;

use super::proto::{NodeProto, Tensor};
use super::walk::{Cell, Value, Walk};
use super::{
    compare, elementwise, encode, linear, nearest, network, preprocess, reduce, scores, support,
    trees, trees_v5,
};
use crate::error::Result;

impl Walk {
    /// What an operator makes. One that is not read makes opaque values, refused only where they are read.
    pub(super) fn node(&mut self, node: &NodeProto) -> Result<Vec<Value>> {
        match self.known(node) {
            Ok(values) => Ok(values),
            Err(error) if error.code == crate::error::Code::ModelUnsupported => Ok(vec![
                    Value::Opaque(Rc::new(error));
                    node.outputs.len().min(1000)
                ]),
            Err(error) => Err(error),
        }
    }

    fn known(&mut self, node: &NodeProto) -> Result<Vec<Value>> {
        let one = |value: Result<Value>| value.map(|value| vec![value]);
        match (node.domain.as_str(), node.operator.as_str()) {
            ("ai.onnx.ml", "TreeEnsembleClassifier") => trees::classifier(self, node),
            ("ai.onnx.ml", "TreeEnsembleRegressor") => one(trees::regressor(self, node)),
            ("ai.onnx.ml", "TreeEnsemble") => one(trees_v5::ensemble(self, node)),
            ("ai.onnx.ml", "LinearClassifier") => linear::classifier(self, node),
            ("ai.onnx.ml", "LinearRegressor") => one(linear::regressor(self, node)),
            ("ai.onnx.ml", "SVMClassifier") => support::classifier(self, node),
            ("ai.onnx.ml", "SVMRegressor") => one(support::regressor(self, node)),
            ("ai.onnx.ml", "Scaler") => one(preprocess::scaler(self, node)),
            ("ai.onnx.ml", "Imputer") => one(preprocess::imputer(self, node)),
            ("ai.onnx.ml", "Normalizer") => one(preprocess::normalizer(self, node)),
            ("ai.onnx.ml", "Binarizer") => one(preprocess::binarizer(self, node)),
            ("ai.onnx.ml", "OneHotEncoder") => one(encode::one_hot(self, node)),
            ("ai.onnx.ml", "LabelEncoder") => one(encode::label(self, node)),
            ("ai.onnx.ml", "CategoryMapper") => one(encode::category(self, node)),
            ("ai.onnx.ml", "ArrayFeatureExtractor") => one(scores::extract(self, node)),
            ("ai.onnx.ml", "FeatureVectorizer") => one(self.concat(node)),
            ("ai.onnx.ml", "ZipMap") => one(scores::zip_map(self, node)),
            ("" | "ai.onnx", operator) => match operator {
                "Concat" => one(self.concat(node)),
                "Reshape" | "Flatten" | "Squeeze" | "Unsqueeze" | "Transpose" | "Identity" => {
                    one(self.reshape(node))
                }
                "Cast" => one(elementwise::cast(self, node)),
                "Constant" => one(constant(node)),
                "Gather" => one(self.gather(node)),
                "Slice" => one(self.slice(node)),
                "Split" => self.split(node),
                "MatMul" | "Gemm" => one(network::product(self, node)),
                "Softmax" => one(network::softmax(self, node)),
                "ArgMax" => one(scores::largest(self, node)),
                "ReduceSum" | "ReduceMean" | "ReduceLogSumExp" | "ReduceMax" | "ReduceMin"
                | "ReduceProd" | "ReduceL1" | "ReduceL2" | "ReduceSumSquare" => {
                    one(scores::reduce(self, node))
                }
                "LpNormalization" => one(reduce::normalized(self, node)),
                "Shape" => one(compare::shape(self, node)),
                "ConstantOfShape" => one(compare::constant_of_shape(self, node)),
                "Scan" => nearest::scan(self, node),
                "TopK" => nearest::top(self, node),
                "Equal" => one(nearest::equal(self, node)),
                _ => one(elementwise::operator(self, node)),
            },
            ("com.microsoft", "CDist") => one(nearest::distances(self, node)),
            _ => Err(super::operator(node, "")),
        }
    }

    fn concat(&mut self, node: &NodeProto) -> Result<Value> {
        let values: Vec<Value> = (0..node.inputs.len())
            .map(|index| self.read(node, index))
            .collect::<Result<_>>()?;
        if let Some(value) = network::two_classes(self, &values)? {
            return Ok(value);
        }
        if let Some(value) = nearest::counts(self, node, &values)? {
            return Ok(value);
        }
        if let [Value::Constant(_)] = &values[..] {
            return Ok(values[0].clone());
        }
        if node.whole("axis") == Some(0) && node.domain.is_empty() {
            return match values.iter().any(|value| matches!(value, Value::Shape(_))) {
                true => Ok(values[0].clone()),
                false => Ok(Value::Stacked(Rc::new(values))),
            };
        }
        let mut tables = Vec::new();
        for value in &values {
            tables.push(match value {
                Value::Constant(constant) if constant.texts.is_empty() => None,
                value => Some(self.columns(node, value)?),
            });
        }
        let levels = tables.iter().flatten().map(|(level, _)| *level);
        let level = levels.max().unwrap_or(0);
        let mut cells = Vec::new();
        for (value, table) in values.iter().zip(tables) {
            match (value, table) {
                (_, Some((own, table))) if own == level => cells.extend(table),
                (_, Some((own, table))) => {
                    let Some(wires) = self.wires_of(own, &table) else {
                        return Err(super::operator(
                            node,
                            "of texts and of what a model says of them",
                        ));
                    };
                    let wires = self.raised(node, own, wires, level)?;
                    cells.extend(wires.into_iter().map(Cell::Wire));
                }
                (Value::Constant(constant), None) => {
                    for value in constant.numbers.clone() {
                        let wire = self.step(level, crate::predictor::Step::Constant { value });
                        cells.push(Cell::Wire(wire));
                        self.bounded(node, cells.len())?;
                    }
                }
                _ => {}
            }
            self.bounded(node, cells.len())?;
        }
        Ok(Value::Columns { level, cells })
    }

    /// Refuses tables wider than any model's.
    pub(super) fn bounded(&self, node: &NodeProto, columns: usize) -> Result<()> {
        let most = crate::predictor::MAXIMUM_WIRES;
        let made: usize = self.strata.iter().map(|stratum| stratum.made).sum();
        if columns > most || made > most {
            return Err(super::super::refusal::too_large(
                format!("{} that makes too many columns", node.operator),
                most,
            ));
        }
        self.spend(columns)
    }

    /// Operators that change the shape and not the columns.
    fn reshape(&mut self, node: &NodeProto) -> Result<Value> {
        let value = self.read(node, 0)?;
        if let (Value::Columns { .. }, "Reshape", Some(shape)) = (
            &value,
            node.operator.as_str(),
            self.constant(node, 1).ok().flatten(),
        ) && shape.numbers.len() == 3
        {
            return super::bayes::begin(self, node, &value);
        }
        Ok(value)
    }

    /// Columns by place along axis 1.
    pub(super) fn chosen(
        &mut self,
        node: &NodeProto,
        value: &Value,
        places: &[f64],
    ) -> Result<Value> {
        let (level, cells) = self.columns(node, value)?;
        let chosen: Option<Vec<Cell>> = places
            .iter()
            .map(|place| {
                let place = if *place < 0.0 {
                    *place + cells.len() as f64
                } else {
                    *place
                };
                cells.get(place as usize).copied()
            })
            .collect();
        self.bounded(node, places.len())?;
        match chosen {
            Some(cells) => Ok(Value::Columns { level, cells }),
            None => Err(super::operator(node, "of a column that does not exist")),
        }
    }

    fn gather(&mut self, node: &NodeProto) -> Result<Value> {
        let value = self.read(node, 0)?;
        match self.constant(node, 1)? {
            Some(places) if matches!(node.whole("axis"), Some(1 | -1)) => {
                self.chosen(node, &value, &places.numbers)
            }
            Some(_) if matches!(value, Value::Shape(_)) => Ok(value),
            _ => Err(super::operator(node, "along rows")),
        }
    }

    fn slice(&mut self, node: &NodeProto) -> Result<Value> {
        let value = self.read(node, 0)?;
        let (_, cells) = self.columns(node, &value)?;
        let read = |index: usize, name: &str, walk: &Walk| -> Result<Vec<f64>> {
            Ok(match walk.constant(node, index)? {
                Some(tensor) => tensor.numbers.clone(),
                None => node
                    .wholes(name)
                    .iter()
                    .map(|whole| *whole as f64)
                    .collect(),
            })
        };
        let starts = read(1, "starts", self)?;
        let ends = read(2, "ends", self)?;
        let axes = read(3, "axes", self)?;
        let steps = read(4, "steps", self)?;
        let ([start], [end], [axis]) = (&starts[..], &ends[..], &axes[..]) else {
            return Err(super::operator(node, "of several axes"));
        };
        if !(*axis == 1.0 || *axis == -1.0) || steps.iter().any(|step| *step != 1.0) {
            return Err(super::operator(node, "along rows, or with steps"));
        }
        let count = cells.len() as f64;
        let place = |x: f64| (if x < 0.0 { x + count } else { x }).clamp(0.0, count) as usize;
        let places: Vec<f64> = (place(*start)..place(*end))
            .map(|place| place as f64)
            .collect();
        self.chosen(node, &value, &places)
    }

    fn split(&mut self, node: &NodeProto) -> Result<Vec<Value>> {
        let value = self.read(node, 0)?;
        let (_, cells) = self.columns(node, &value)?;
        if !matches!(node.whole("axis"), Some(1 | -1)) {
            return Err(super::operator(node, "along rows"));
        }
        let lengths: Vec<usize> = match self.constant(node, 1)? {
            Some(lengths) => lengths
                .numbers
                .iter()
                .map(|length| *length as usize)
                .collect(),
            None if !node.wholes("split").is_empty() => node
                .wholes("split")
                .iter()
                .map(|length| *length as usize)
                .collect(),
            None => vec![cells.len() / node.outputs.len().max(1); node.outputs.len()],
        };
        let mut start = 0usize;
        let mut made = Vec::new();
        for length in lengths {
            let places: Vec<f64> = (start..start.saturating_add(length).min(cells.len()))
                .map(|place| place as f64)
                .collect();
            start = start.saturating_add(length);
            made.push(self.chosen(node, &value, &places)?);
        }
        Ok(made)
    }
}

fn constant(node: &NodeProto) -> Result<Value> {
    let floats = node.floats("value_floats");
    let tensor = if let Some(tensor) = node.tensor("value") {
        tensor.clone()
    } else if let Some(number) = node
        .float("value_float")
        .or(node.whole("value_int").map(|whole| whole as f64))
    {
        Tensor {
            numbers: vec![number],
            ..Tensor::default()
        }
    } else if !floats.is_empty() {
        Tensor {
            shape: vec![floats.len()],
            numbers: floats,
            ..Tensor::default()
        }
    } else {
        let numbers: Vec<f64> = node
            .wholes("value_ints")
            .iter()
            .map(|whole| *whole as f64)
            .collect();
        Tensor {
            shape: vec![numbers.len()],
            numbers,
            ..Tensor::default()
        }
    };
    Ok(Value::Constant(Rc::new(tensor)))
}
