//! Looking at an object of a graph: by attribute, by kind.

use super::{Array, Graph, Id, Made, Object};

/// One object of a graph.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Node<'a> {
    pub(super) graph: &'a Graph,
    pub(super) id: Id,
}

impl<'a> Node<'a> {
    pub(in super::super) fn object(self) -> &'a Object {
        self.graph.get(self.id)
    }

    pub(in super::super) fn id(self) -> Id {
        self.id
    }

    fn made(self) -> Option<&'a Made> {
        match self.object() {
            Object::Made(made) => Some(made),
            _ => None,
        }
    }

    fn at(self, id: Id) -> Node<'a> {
        Node {
            graph: self.graph,
            id,
        }
    }

    /// Full name of the class of a made object; of a class or function itself, its name.
    pub(in super::super) fn class(self) -> &'a str {
        match self.object() {
            Object::Made(made) => &made.class,
            Object::Name(name) => name,
            _ => "",
        }
    }

    /// The last part of the class's name.
    pub(in super::super) fn short_class(self) -> &'a str {
        self.class().rsplit('.').next().unwrap_or("")
    }

    /// In words, for messages.
    pub(in super::super) fn describe(self) -> String {
        match self.object() {
            Object::None => "None".into(),
            Object::Flag(_) => "a boolean".into(),
            Object::Whole(_) | Object::Number(_) => "a number".into(),
            Object::Text(_) => "a text".into(),
            Object::Bytes(_) => "bytes".into(),
            Object::List(_) => "a list".into(),
            Object::Tuple(_) => "a tuple".into(),
            Object::Dict(_) => "a dictionary".into(),
            Object::Name(name) => format!("the name {name}"),
            Object::Made(made) => format!("an object of class {}", made.class),
            Object::Array(array) => format!("an array of shape {:?}", array.shape),
        }
    }

    pub(in super::super) fn is_none(self) -> bool {
        matches!(self.object(), Object::None)
    }

    /// An attribute of a made object.
    pub(in super::super) fn attribute(self, name: &str) -> Option<Node<'a>> {
        let made = self.made()?;
        let mut state = self.at(made.state?);
        // State with slots: (dict, dict of slots).
        if let Object::Tuple(parts) = state.object() {
            for part in parts.iter().take(2) {
                if let Some(found) = self.at(*part).key(name) {
                    return Some(found);
                }
            }
            state = self.at(*parts.first()?);
        }
        state.key(name)
    }

    /// An attribute that is there and not `None`.
    pub(in super::super) fn present(self, name: &str) -> Option<Node<'a>> {
        self.attribute(name).filter(|node| !node.is_none())
    }

    /// The value of a text key of a dictionary.
    pub(in super::super) fn key(self, name: &str) -> Option<Node<'a>> {
        let pairs = match self.object() {
            Object::Dict(pairs) => pairs,
            Object::Made(made) => &made.pairs,
            _ => return None,
        };
        // As in Python, the last one set holds.
        let pair = pairs
            .iter()
            .rev()
            .find(|(key, _)| matches!(self.graph.get(*key), Object::Text(text) if text == name))?;
        Some(self.at(pair.1))
    }

    /// Keys and values of a dictionary.
    pub(in super::super) fn pairs(self) -> Option<Vec<(Node<'a>, Node<'a>)>> {
        match self.object() {
            Object::Dict(pairs) => Some(
                pairs
                    .iter()
                    .map(|(key, value)| (self.at(*key), self.at(*value)))
                    .collect(),
            ),
            Object::Made(made) if !made.pairs.is_empty() => Some(
                made.pairs
                    .iter()
                    .map(|(key, value)| (self.at(*key), self.at(*value)))
                    .collect(),
            ),
            _ => None,
        }
    }

    /// What the object would be made with.
    pub(in super::super) fn argument(self, index: usize) -> Option<Node<'a>> {
        Some(self.at(*self.made()?.arguments.get(index)?))
    }

    pub(in super::super) fn state(self) -> Option<Node<'a>> {
        Some(self.at(self.made()?.state?))
    }

    /// Elements of a list, a tuple, a set or an array of objects.
    pub(in super::super) fn elements(self) -> Option<Vec<Node<'a>>> {
        let ids = match self.object() {
            Object::List(ids) | Object::Tuple(ids) => ids.clone(),
            Object::Array(array) => array.objects()?,
            Object::Made(made) if !made.items.is_empty() => made.items.clone(),
            _ => return None,
        };
        Some(ids.into_iter().map(|id| self.at(id)).collect())
    }

    pub(in super::super) fn array(self) -> Option<&'a Array> {
        match self.object() {
            Object::Array(array) => Some(array),
            _ => None,
        }
    }

    /// A number, a boolean, or an array of one element.
    pub(in super::super) fn number(self) -> Option<f64> {
        match self.object() {
            Object::Number(number) => Some(*number),
            Object::Whole(whole) => Some(*whole as f64),
            Object::Flag(flag) => Some(f64::from(u8::from(*flag))),
            Object::Array(array) if array.len() == 1 => array.numbers()?.first().copied(),
            _ => None,
        }
    }

    /// A whole number, a boolean, or an array of one of these.
    pub(in super::super) fn whole(self) -> Option<i64> {
        match self.object() {
            Object::Whole(whole) => Some(*whole),
            Object::Flag(flag) => Some(i64::from(*flag)),
            Object::Array(array) if array.len() == 1 => array.wholes()?.first().copied(),
            _ => None,
        }
    }

    pub(in super::super) fn flag(self) -> Option<bool> {
        match self.object() {
            Object::Flag(flag) => Some(*flag),
            Object::Array(_) => self.whole().map(|whole| whole != 0),
            _ => None,
        }
    }

    /// A text, or an array of one text.
    pub(in super::super) fn text(self) -> Option<String> {
        match self.object() {
            Object::Text(text) => Some(text.clone()),
            Object::Array(array) if array.len() == 1 => array.texts()?.into_iter().next(),
            _ => None,
        }
    }

    pub(in super::super) fn bytes(self) -> Option<&'a [u8]> {
        match self.object() {
            Object::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }
}
