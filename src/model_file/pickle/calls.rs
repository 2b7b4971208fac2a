//! What calls and states describe. Only plain data is made; everything else is recorded.

use super::super::objects::{Id, Made, Object};
use super::machine::Machine;
use super::numpy;
use crate::error::Result;

impl Machine<'_> {
    /// Records `callable(*arguments, **named)` in place of the two.
    pub(super) fn call(
        &mut self,
        callable: Id,
        arguments: Id,
        named: Option<Id>,
        start: usize,
    ) -> Result<()> {
        let node = self.graph.node(callable);
        let class = match node.object() {
            Object::Name(name) => renamed(name).to_owned(),
            _ => format!("(what {} gives when called)", node.describe()),
        };
        self.refuse_threat(&class, arguments, start)?;
        let Object::Tuple(ids) = self.graph.get(arguments) else {
            return Err(self.broken(start, "list of arguments"));
        };
        let ids = ids.clone();
        self.charge(class.len().saturating_sub(64) + 4 * ids.len().saturating_sub(16))?;
        if let Some(data) = self.plain(&class, &ids, start)? {
            self.push(data);
            return Ok(());
        }
        let mut made = Made {
            class,
            arguments: ids,
            ..Made::default()
        };
        match made.class.as_str() {
            // Protocols 0 and 1: copyreg._reconstructor(Class, object, None).
            "copyreg._reconstructor" | "copyreg.__newobj__" | "copyreg.__newobj_ex__" => {
                if let Some(Object::Name(name)) =
                    made.arguments.first().map(|id| self.graph.get(*id))
                {
                    let name = name.clone();
                    self.refuse_threat(&name, arguments, start)?;
                    made = Made {
                        class: name,
                        ..Made::default()
                    };
                }
            }
            _ => {}
        }
        if let Some(Object::Dict(pairs)) = named.map(|id| self.graph.get(id)) {
            let pairs = pairs.clone();
            self.charge(8 * pairs.len())?;
            made.pairs = pairs;
        }
        self.push(Object::Made(Box::new(made)));
        Ok(())
    }

    /// Calls that describe plain data.
    fn plain(&mut self, class: &str, ids: &[Id], start: usize) -> Result<Option<Object>> {
        let argument = |index: usize| ids.get(index).map(|id| self.graph.get(*id));
        let data = match class {
            "_codecs.encode" | "builtins.bytearray" | "builtins.bytes" => match argument(0) {
                None => Object::Bytes(Vec::new()),
                Some(Object::Text(text)) => {
                    let length = text.len();
                    let bytes = latin1(text).ok_or_else(|| self.broken(start, "text of bytes"))?;
                    self.charge(length)?;
                    Object::Bytes(bytes)
                }
                Some(Object::Bytes(bytes)) => {
                    let bytes = bytes.clone();
                    self.charge(bytes.len())?;
                    Object::Bytes(bytes)
                }
                Some(Object::List(list)) if list.is_empty() => Object::Bytes(Vec::new()),
                _ => return Ok(None),
            },
            "builtins.set" | "builtins.frozenset" | "builtins.list" => match argument(0) {
                None => Object::List(Vec::new()),
                Some(Object::List(list) | Object::Tuple(list)) => {
                    let list = list.clone();
                    self.charge(4 * list.len())?;
                    Object::List(list)
                }
                _ => return Ok(None),
            },
            "builtins.dict" | "collections.OrderedDict" if ids.is_empty() => {
                Object::Dict(Vec::new())
            }
            _ => return numpy::call(self, class, ids),
        };
        Ok(Some(data))
    }

    /// Gives the object on top its state.
    pub(super) fn build(&mut self, state: Id, start: usize) -> Result<()> {
        let top = self.top()?;
        if let Some(array) = numpy::build(self, top, state, start)? {
            if let Some(object) = self.graph.get_mut(top) {
                *object = array;
            }
            return Ok(());
        }
        match self.graph.get_mut(top) {
            Some(Object::Made(made)) => made.state = Some(state),
            // A class made without arguments can be any object; its state is all there is.
            Some(Object::Dict(_) | Object::List(_) | Object::Array(_)) => {}
            _ => return Err(self.broken(start, "state")),
        }
        Ok(())
    }
}

/// The names of Python 2 and of old modules, as Python 3 has them.
fn renamed(name: &str) -> String {
    for (old, new) in [
        ("__builtin__.", "builtins."),
        ("copy_reg.", "copyreg."),
        ("numpy.core.", "numpy._core."),
    ] {
        if let Some(rest) = name.strip_prefix(old) {
            return format!("{new}{rest}");
        }
    }
    name.to_owned()
}

fn latin1(text: &str) -> Option<Vec<u8>> {
    text.chars()
        .map(|character| u8::try_from(u32::from(character)).ok())
        .collect()
}
