//! A numpy array: shape, order, elements as raw bytes or as references.

use super::dtype::Dtype;
use super::{Id, Node};

/// The elements of an array.
#[derive(Clone, Debug)]
pub(in super::super) enum Data {
    Raw(Vec<u8>),
    Objects(Vec<Id>),
}

/// An array of numpy.
#[derive(Clone, Debug)]
pub(in super::super) struct Array {
    pub(in super::super) shape: Vec<usize>,
    /// First index fastest.
    pub(in super::super) fortran: bool,
    pub(in super::super) dtype: Dtype,
    pub(in super::super) data: Data,
}

impl Array {
    /// An array whose elements fit its shape; `None` where they do not.
    pub(in super::super) fn new(
        shape: Vec<usize>,
        fortran: bool,
        dtype: Dtype,
        data: Data,
    ) -> Option<Array> {
        let count = count(&shape)?;
        let fits = match &data {
            Data::Raw(raw) => dtype.size() > 0 && raw.len() == count.checked_mul(dtype.size())?,
            Data::Objects(ids) => ids.len() == count,
        };
        // Texts of no characters have no bytes.
        let empty = dtype.size() == 0 && matches!(&data, Data::Raw(raw) if raw.is_empty());
        (shape.len() <= 32 && (fits || empty && count <= 1 << 20)).then_some(Array {
            shape,
            fortran,
            dtype,
            data,
        })
    }

    /// Number of elements.
    pub(in super::super) fn len(&self) -> usize {
        count(&self.shape).unwrap_or(0)
    }

    /// Length along one axis; 1 where there is no such axis.
    pub(in super::super) fn axis(&self, axis: usize) -> usize {
        self.shape.get(axis).copied().unwrap_or(1)
    }

    /// The elements read by `read`, last index fastest.
    fn elements<T: Clone>(&self, read: impl Fn(&[u8]) -> Option<T>) -> Option<Vec<T>> {
        let Data::Raw(raw) = &self.data else {
            return None;
        };
        let size = self.dtype.size();
        let values: Option<Vec<T>> = if size == 0 {
            (0..self.len()).map(|_| read(&[])).collect()
        } else {
            raw.chunks_exact(size).map(read).collect()
        };
        Some(self.in_c_order(values?))
    }

    fn in_c_order<T: Clone>(&self, values: Vec<T>) -> Vec<T> {
        if !self.fortran || self.shape.len() < 2 || values.len() != self.len() {
            return values;
        }
        let mut strides = vec![1usize; self.shape.len()];
        for axis in 1..self.shape.len() {
            strides[axis] = strides[axis - 1] * self.shape[axis - 1];
        }
        let mut index = vec![0usize; self.shape.len()];
        let mut ordered = Vec::with_capacity(values.len());
        for _ in 0..values.len() {
            let at: usize = index.iter().zip(&strides).map(|(i, s)| i * s).sum();
            ordered.push(values[at].clone());
            for axis in (0..index.len()).rev() {
                index[axis] += 1;
                if index[axis] < self.shape[axis] {
                    break;
                }
                index[axis] = 0;
            }
        }
        ordered
    }

    /// All elements as numbers, row by row.
    pub(in super::super) fn numbers(&self) -> Option<Vec<f64>> {
        if let (
            Dtype::Float {
                bytes: 8,
                big: false,
            },
            Data::Raw(raw),
            false,
        ) = (&self.dtype, &self.data, self.fortran)
        {
            let bits = raw.as_chunks::<8>().0;
            return Some(bits.iter().map(|bits| f64::from_le_bytes(*bits)).collect());
        }
        self.elements(|raw| self.dtype.number(raw))
    }

    /// All elements as whole numbers, row by row.
    pub(in super::super) fn wholes(&self) -> Option<Vec<i64>> {
        self.elements(|raw| self.dtype.whole(raw))
    }

    /// All elements as texts, row by row.
    pub(in super::super) fn texts(&self) -> Option<Vec<String>> {
        self.elements(|raw| self.dtype.text(raw))
    }

    /// References to the elements of an array of objects, row by row.
    pub(in super::super) fn objects(&self) -> Option<Vec<Id>> {
        match &self.data {
            Data::Objects(ids) => Some(self.in_c_order(ids.clone())),
            Data::Raw(_) => None,
        }
    }

    /// One field of all records, as numbers.
    pub(in super::super) fn field(&self, name: &str) -> Option<Vec<f64>> {
        self.record_field(name, Dtype::number)
    }

    /// One field of all records, as whole numbers.
    pub(in super::super) fn whole_field(&self, name: &str) -> Option<Vec<i64>> {
        self.record_field(name, Dtype::whole)
    }

    fn record_field<T: Clone>(
        &self,
        name: &str,
        read: impl Fn(&Dtype, &[u8]) -> Option<T>,
    ) -> Option<Vec<T>> {
        let Dtype::Record { fields, .. } = &self.dtype else {
            return None;
        };
        let field = fields.iter().find(|field| field.name == name)?;
        self.elements(|raw| read(&field.dtype, raw.get(field.offset..)?))
    }
}

fn count(shape: &[usize]) -> Option<usize> {
    shape
        .iter()
        .try_fold(1usize, |product, length| product.checked_mul(*length))
        .filter(|count| *count <= 1 << 31)
}

impl<'a> Node<'a> {
    /// Elements of an array, a list or a tuple of numbers, row by row.
    pub(in super::super) fn numbers(self) -> Option<Vec<f64>> {
        match self.array().map(|array| (array, array.numbers())) {
            Some((_, Some(numbers))) => Some(numbers),
            _ => self.elements()?.iter().map(|node| node.number()).collect(),
        }
    }
}
