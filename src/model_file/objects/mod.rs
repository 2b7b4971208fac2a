//! What a pickle or a skops file describes, as plain data: values, containers, arrays, and records of classes.
//!
//! Nothing here runs: an object of a class is its name, the arguments it would be made with and its state.

mod array;
mod dtype;
mod node;

pub(super) use array::{Array, Data};
pub(super) use dtype::{Dtype, Field};
pub(super) use node::Node;

/// Place of an object in its [`Graph`].
pub(super) type Id = u32;

/// An object of a class, as it was described and not as it would be made.
#[derive(Clone, Debug, Default)]
pub(super) struct Made {
    /// Full name, `module.Class`.
    pub(super) class: String,
    /// What it would be called with.
    pub(super) arguments: Vec<Id>,
    /// What `__setstate__` would get.
    pub(super) state: Option<Id>,
    /// What would be set as items, as in a subclass of `dict`.
    pub(super) pairs: Vec<(Id, Id)>,
    /// What would be appended, as in a subclass of `list`.
    pub(super) items: Vec<Id>,
}

/// One value of the graph.
#[derive(Clone, Debug)]
pub(super) enum Object {
    None,
    Flag(bool),
    Whole(i64),
    Number(f64),
    Text(String),
    Bytes(Vec<u8>),
    /// A list or a set.
    List(Vec<Id>),
    Tuple(Vec<Id>),
    Dict(Vec<(Id, Id)>),
    /// A class or a function, by its full name.
    Name(String),
    Made(Box<Made>),
    Array(Box<Array>),
}

/// All objects of a file. They may refer to each other in circles; nothing here follows references without a bound.
#[derive(Debug, Default)]
pub(super) struct Graph {
    objects: Vec<Object>,
    pub(super) root: Id,
}

impl Graph {
    pub(super) fn add(&mut self, object: Object) -> Id {
        self.objects.push(object);
        (self.objects.len() - 1) as Id
    }

    pub(super) fn len(&self) -> usize {
        self.objects.len()
    }

    pub(super) fn get(&self, id: Id) -> &Object {
        self.objects.get(id as usize).unwrap_or(&Object::None)
    }

    pub(super) fn get_mut(&mut self, id: Id) -> Option<&mut Object> {
        self.objects.get_mut(id as usize)
    }

    pub(super) fn node(&self, id: Id) -> Node<'_> {
        Node { graph: self, id }
    }

    pub(super) fn root(&self) -> Node<'_> {
        self.node(self.root)
    }
}
