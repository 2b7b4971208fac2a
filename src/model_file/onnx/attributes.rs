//! Attributes of operators by name.

use super::proto::{Attribute, NodeProto, Tensor};

impl NodeProto {
    pub(super) fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes
            .iter()
            .find(|attribute| attribute.name == name)
    }

    pub(super) fn float(&self, name: &str) -> Option<f64> {
        self.attribute(name)?.float.map(f64::from)
    }

    pub(super) fn whole(&self, name: &str) -> Option<i64> {
        self.attribute(name)?.whole
    }

    pub(super) fn text(&self, name: &str) -> &str {
        self.attribute(name)
            .and_then(|attribute| attribute.text.as_deref())
            .unwrap_or("")
    }

    pub(super) fn tensor(&self, name: &str) -> Option<&Tensor> {
        self.attribute(name)?.tensor.as_ref()
    }

    pub(super) fn floats(&self, name: &str) -> Vec<f64> {
        self.attribute(name)
            .map(|attribute| attribute.floats.iter().copied().map(f64::from).collect())
            .unwrap_or_default()
    }

    /// A list of floats, or the tensor of doubles that newer files have in its place.
    pub(super) fn floats_or_tensor(&self, name: &str) -> Vec<f64> {
        match self.tensor(&format!("{name}_as_tensor")) {
            Some(tensor) => tensor.numbers.clone(),
            None => self.floats(name),
        }
    }

    pub(super) fn wholes(&self, name: &str) -> &[i64] {
        self.attribute(name)
            .map_or(&[], |attribute| &attribute.wholes)
    }

    pub(super) fn texts(&self, name: &str) -> &[String] {
        self.attribute(name)
            .map_or(&[], |attribute| &attribute.texts)
    }

    /// Names of classes, under any of the names that operators have for them.
    pub(super) fn class_labels(&self) -> Vec<String> {
        for name in [
            "classlabels_strings",
            "classlabels_int64s",
            "classlabels_ints",
        ] {
            if let Some(attribute) = self.attribute(name) {
                if !attribute.texts.is_empty() {
                    return attribute.texts.clone();
                }
                if !attribute.wholes.is_empty() {
                    return attribute.wholes.iter().map(i64::to_string).collect();
                }
            }
        }
        Vec::new()
    }
}
