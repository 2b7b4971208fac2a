//! Dense layers out of `MatMul`, `Gemm`, `Add` and activations.

use std::rc::Rc;

use super::super::refusal::too_large;
use super::answer::Answer;
use super::operator as refused;
use super::proto::NodeProto;
use super::walk::{Network, Value, Walk};
use crate::error::Result;
use crate::predictor::{Activation, Body, Decision, Dense, Layer, Linear, Link, Precision};

/// Layers of one network.
const MOST_LAYERS: usize = 200;

/// `MatMul` and `Gemm` with constant weights: a layer without activation.
pub(super) fn product(walk: &mut Walk, node: &NodeProto) -> Result<Value> {
    let value = walk.read(node, 0)?;
    let Some(weights) = walk.constant(node, 1)? else {
        return Err(refused(node, "of two tables"));
    };
    let (rows, columns) = match weights.shape[..] {
        [rows, columns] => (rows, columns),
        [rows] => (rows, 1),
        _ => return Err(refused(node, "with weights that are no matrix")),
    };
    let transposed = node.whole("transB") == Some(1);
    let factor = |name: &str| node.float(name).unwrap_or(1.0) != 1.0;
    if factor("alpha") || factor("beta") || node.whole("transA") == Some(1) {
        return Err(refused(node, "with factors, or of turned rows"));
    }
    let (inputs, outputs, numbers) = if transposed {
        let mut turned = Vec::with_capacity(weights.numbers.len());
        for row in 0..columns {
            turned.extend((0..rows).map(|column| weights.numbers[column * columns + row]));
        }
        (columns, rows, turned)
    } else {
        (rows, columns, weights.numbers.clone())
    };
    if inputs == 0 || outputs == 0 {
        return Err(refused(node, "with empty weights"));
    }
    let biases = match walk.constant(node, 2)? {
        Some(biases) if biases.numbers.len() == outputs => Some(biases.numbers.clone()),
        Some(biases) if biases.numbers.len() == 1 => Some(vec![biases.numbers[0]; outputs]),
        Some(_) => return Err(refused(node, "with biases of another length")),
        None => None,
    };
    let layer = Layer {
        inputs,
        outputs,
        weights: numbers,
        biases: biases.clone().unwrap_or_else(|| vec![0.0; outputs]),
        activation: Activation::Identity,
    };
    let mut network = match &value {
        Value::Network(known) => walk.networks[*known].clone(),
        _ => {
            let (level, features) = walk.numbers(node, &value)?;
            Network {
                level,
                features,
                layers: Vec::new(),
                biased: false,
                answer: None,
            }
        }
    };
    let width = network
        .layers
        .last()
        .map_or(network.features.len(), |layer| layer.outputs);
    if width != inputs {
        return Err(refused(node, "with weights for another number of columns"));
    }
    if network.layers.len() >= MOST_LAYERS {
        return Err(too_large(
            "more layers than any model of tables has",
            MOST_LAYERS,
        ));
    }
    network.layers.push(Rc::new(layer));
    network.biased = biases.is_some();
    Ok(walk.network(network))
}

/// `Add` of biases and activations behind a layer; `None` where the value is no network.
pub(super) fn activated(walk: &mut Walk, node: &NodeProto, left: &Value) -> Result<Option<Value>> {
    let right = match node.inputs.get(1) {
        Some(name) if !name.is_empty() => Some(walk.value(name)?),
        _ => None,
    };
    let (known, constant) = match (left, right.as_ref()) {
        (Value::Network(known), None) => (*known, None),
        (Value::Network(known), Some(Value::Constant(constant)))
        | (Value::Constant(constant), Some(Value::Network(known))) => {
            (*known, Some(constant.clone()))
        }
        _ => return Ok(None),
    };
    let mut network = walk.networks[known].clone();
    let biased = network.biased;
    let Some(layer) = network.layers.last_mut().map(Rc::make_mut) else {
        return Ok(None);
    };
    let plain = layer.activation == Activation::Identity;
    match (node.operator.as_str(), constant) {
        ("Add", Some(more)) if plain && biased && more.numbers.len() == layer.outputs => {
            for (bias, more) in layer.biases.iter_mut().zip(&more.numbers) {
                *bias += more;
            }
        }
        ("Add", Some(biases)) if plain && !biased => {
            if biases.numbers.len() != layer.outputs && biases.numbers.len() != 1 {
                return Err(refused(node, "of biases of another length"));
            }
            layer.biases = (0..layer.outputs)
                .map(|i| biases.numbers[i % biases.numbers.len()])
                .collect();
            network.biased = true;
        }
        ("Sub", Some(one))
            if matches!(left, Value::Constant(_)) && one.numbers == [1.0] && layer.outputs == 1 =>
        {
            return Ok(Some(Value::NetworkComplement(known)));
        }
        (operator, None) if plain => {
            layer.activation = match operator {
                "Relu" => Activation::Relu,
                "Sigmoid" => Activation::Logistic,
                "Tanh" => Activation::Tanh,
                "LeakyRelu" => Activation::LeakyRelu(node.float("alpha").unwrap_or(0.01)),
                "Elu" => Activation::Elu(node.float("alpha").unwrap_or(1.0)),
                "Selu" if node.attributes.is_empty() => Activation::Selu,
                "Softplus" => Activation::Softplus,
                _ => return Ok(None),
            };
        }
        _ => return Ok(None),
    }
    Ok(Some(walk.network(network)))
}

/// `Exp` behind a layer of one output without activation: a mean behind the logarithm. `None` where it is none.
pub(super) fn exponential(
    walk: &mut Walk,
    node: &NodeProto,
    left: &Value,
) -> Result<Option<Value>> {
    let (Value::Network(known), "Exp") = (left, node.operator.as_str()) else {
        return Ok(None);
    };
    let answer = walk.network_answer(*known)?;
    let answer = walk.answers[answer].clone();
    if answer.body.outputs() != 1 || answer.link != Link::Identity {
        return Ok(None);
    }
    let link = Link::Exp;
    Ok(Some(walk.answer(Answer { link, ..answer })))
}

/// `Softmax` over the columns.
pub(super) fn softmax(walk: &mut Walk, node: &NodeProto) -> Result<Value> {
    let value = walk.read(node, 0)?;
    let answer = match &value {
        Value::Network(known) => {
            let answer = walk.network_answer(*known)?;
            walk.answers[answer].clone()
        }
        Value::Margins(answer) | Value::Response(answer) => walk.answers[*answer].clone(),
        _ => return Err(refused(node, "of what is no model")),
    };
    if answer.link != Link::Identity {
        return Err(refused(node, "of what are probabilities already"));
    }
    let count = answer.body.outputs();
    Ok(walk.answer(Answer {
        link: Link::Softmax,
        decision: Decision::LargestResponse,
        count,
        ..answer
    }))
}

/// `[1 - p, p]` of a network that ends in a logistic: two classes.
pub(super) fn two_classes(walk: &mut Walk, values: &[Value]) -> Result<Option<Value>> {
    let [Value::NetworkComplement(first), Value::Network(second)] = values else {
        return Ok(None);
    };
    if first != second {
        return Ok(None);
    }
    let answer = walk.network_answer(*second)?;
    let mut answer = walk.answers[answer].clone();
    if answer.link != (Link::Logit { slope: 1.0 }) {
        return Ok(None);
    }
    answer.count = 2;
    answer.decision = Decision::ResponseAbove(0.5);
    Ok(Some(walk.answer(answer)))
}

/// One layer as weighted sums.
fn linear(layer: &Layer) -> Linear {
    let weight = |output: usize, input: usize| layer.weights[input * layer.outputs + output];
    let outputs = 0..layer.outputs;
    Linear {
        outputs: layer.outputs,
        weights: outputs
            .flat_map(|output| (0..layer.inputs).map(move |input| weight(output, input)))
            .collect(),
        intercepts: layer.biases.clone(),
        precision: Precision::F32,
    }
}

impl Walk {
    fn network(&mut self, mut network: Network) -> Value {
        network.answer = None;
        self.networks.push(network);
        Value::Network(self.networks.len() - 1)
    }

    /// Adds an answer; what it says.
    pub(super) fn answer(&mut self, answer: Answer) -> Value {
        self.answers.push(answer);
        Value::Response(self.answers.len() - 1)
    }

    /// The two outputs of a classifier: its labels and its scores.
    pub(super) fn classified(&mut self, answer: Answer) -> Vec<Value> {
        let classes = answer.classes.clone();
        let scores = self.answer(answer);
        let labels = Value::Labels {
            of: Box::new(scores.clone()),
            classes,
        };
        vec![labels, scores]
    }

    /// The answer that a network is, if nothing follows.
    pub(super) fn network_answer(&mut self, known: usize) -> Result<usize> {
        if let Some(answer) = self.networks[known].answer {
            return Ok(answer);
        }
        let mut network = self.networks[known].clone();
        let mut link = Link::Identity;
        if let Some(layer) = network.layers.last_mut().map(Rc::make_mut)
            && layer.activation == Activation::Logistic
            && layer.outputs == 1
        {
            layer.activation = Activation::Identity;
            link = Link::Logit { slope: 1.0 };
        }
        let (body, kind) = match &network.layers[..] {
            [layer] if layer.activation == Activation::Identity => {
                (Body::Linear(linear(layer)), "linear model")
            }
            _ => {
                let layers = network.layers.into_iter().map(Rc::unwrap_or_clone);
                let dense = Dense {
                    layers: layers.collect(),
                    precision: Precision::F32,
                };
                (Body::Dense(dense), "neural network (dense layers)")
            }
        };
        self.answers.push(Answer {
            level: network.level,
            features: network.features,
            body: Rc::new(body),
            link,
            decision: Decision::None,
            count: 0,
            classes: Vec::new(),
            kind,
        });
        let answer = self.answers.len() - 1;
        self.networks[known].answer = Some(answer);
        Ok(answer)
    }
}
