//! A model as bytes, handed from the module that reads files to another that does not.

use super::Model;
use super::refusal::unreadable;
use crate::error::Result;

impl Model {
    /// The model as bytes of this very build: no format for storing. Warnings stay behind.
    pub fn to_bytes(&self) -> Vec<u8> {
        postcard::to_allocvec(self).unwrap_or_default()
    }

    /// The model of such bytes.
    ///
    /// # Errors
    /// `model.unreadable`, `model.limit` where they are not such bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Model> {
        let model: Model = postcard::from_bytes(bytes)
            .map_err(|_| unreadable("bytes that are no model", "what `to_bytes` wrote"))?;
        model.check()?;
        Ok(model)
    }
}
