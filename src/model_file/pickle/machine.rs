//! The machine: a stack, marks and a memo.

use super::super::objects::{Graph, Id, Object};
use super::super::refusal::{damaged, hostile, too_large};
use super::threat;
use super::{Pickle, text};
use crate::error::Result;

/// Objects a file may describe. A forest of 500 trees has about 50,000.
const MOST_OBJECTS: usize = 12_000_000;
/// Pickles within pickles (joblib writes arrays of objects so).
const DEEPEST: usize = 6;

/// The state of one reading.
pub(super) struct Machine<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
    pub(super) graph: Graph,
    pub(super) stack: Vec<Id>,
    pub(super) depth: usize,
    pub(super) inline_arrays: bool,
    marks: Vec<usize>,
    memo: Vec<Id>,
    /// Bytes that may still be copied when data is made of other data; keeps one text from being copied without end.
    allowance: usize,
}

const UNSET: Id = Id::MAX;

pub(super) fn run(bytes: &[u8]) -> Result<Pickle> {
    let mut machine = Machine {
        bytes,
        at: 0,
        graph: Graph::default(),
        stack: Vec::new(),
        depth: 0,
        inline_arrays: false,
        marks: Vec::new(),
        memo: Vec::new(),
        allowance: bytes.len().saturating_mul(4).saturating_add(1 << 20),
    };
    machine.graph.root = machine.pickle()?;
    Ok(Pickle {
        graph: machine.graph,
        inline_arrays: machine.inline_arrays,
    })
}

impl<'a> Machine<'a> {
    /// Runs one pickle up to its STOP and answers what it leaves.
    fn pickle(&mut self) -> Result<Id> {
        loop {
            let start = self.at;
            let opcode = self.take(1)?[0];
            if opcode == b'.' {
                return self.pop();
            }
            if self.graph.len() > MOST_OBJECTS {
                return Err(too_large(
                    format!("more than {MOST_OBJECTS} objects"),
                    format!("at most {MOST_OBJECTS} objects"),
                ));
            }
            self.step(opcode, start)?;
        }
    }

    /// Reads a pickle that stands inside this one, with a stack and a memo of its own.
    pub(super) fn nested(&mut self) -> Result<Id> {
        if self.depth >= DEEPEST {
            return Err(too_large(
                "pickles nested in pickles too deeply",
                format!("at most {DEEPEST} levels"),
            ));
        }
        self.depth += 1;
        let stack = std::mem::take(&mut self.stack);
        let marks = std::mem::take(&mut self.marks);
        let memo = std::mem::take(&mut self.memo);
        let root = self.pickle();
        self.stack = stack;
        self.marks = marks;
        self.memo = memo;
        self.depth -= 1;
        root
    }

    fn step(&mut self, opcode: u8, start: usize) -> Result<()> {
        match opcode {
            0x80 => {
                let protocol = self.take(1)?[0];
                if protocol > 5 {
                    return Err(damaged(
                        format!("pickle protocol {protocol} at byte {start}"),
                        "a pickle of protocol 0 to 5",
                    ));
                }
            }
            0x95 => drop(self.take(8)?),
            b'(' => self.marks.push(self.stack.len()),
            b'0' => {
                if self.marks.last() == Some(&self.stack.len()) {
                    self.marks.pop();
                } else {
                    self.pop()?;
                }
            }
            b'1' => drop(self.above_mark()?),
            b'2' => {
                let top = self.top()?;
                self.stack.push(top);
            }
            b'N' => self.push(Object::None),
            0x88 => self.push(Object::Flag(true)),
            0x89 => self.push(Object::Flag(false)),
            b'K' => {
                let value = self.take(1)?[0];
                self.push(Object::Whole(i64::from(value)));
            }
            b'M' => {
                let value = self.unsigned(2)?;
                self.push(Object::Whole(value as i64));
            }
            b'J' => {
                let value = self.unsigned(4)? as u32 as i32;
                self.push(Object::Whole(i64::from(value)));
            }
            0x8a | 0x8b => {
                let length = self.unsigned(if opcode == 0x8a { 1 } else { 4 })?;
                let digits = self.take_long(length)?;
                self.push(match text::long(digits) {
                    Ok(whole) => Object::Whole(whole),
                    Err(number) => Object::Number(number),
                });
            }
            b'G' => {
                let raw = self.take(8)?;
                let mut word = [0; 8];
                word.copy_from_slice(raw);
                self.push(Object::Number(f64::from_be_bytes(word)));
            }
            b'F' | b'I' | b'L' => {
                let line = self.line()?;
                self.push(number_line(opcode, line).ok_or_else(|| self.broken(start, "number"))?);
            }
            b'S' | b'V' => {
                let line = self.line()?;
                let text = if opcode == b'S' {
                    text::quoted(line)
                } else {
                    text::raw_unicode(line)
                };
                self.push(Object::Text(
                    text.ok_or_else(|| self.broken(start, "text"))?,
                ));
            }
            b'X' | 0x8c | 0x8d => {
                let length = self.unsigned(match opcode {
                    0x8c => 1,
                    b'X' => 4,
                    _ => 8,
                })?;
                let raw = self.take_long(length)?;
                // Lone surrogates ("surrogatepass") are no text here.
                let text = String::from_utf8_lossy(raw).into_owned();
                self.push(Object::Text(text));
            }
            b'T' | b'U' | b'B' | b'C' | 0x8e | 0x96 => {
                let length = self.unsigned(match opcode {
                    b'U' | b'C' => 1,
                    b'T' | b'B' => 4,
                    _ => 8,
                })?;
                let raw = self.take_long(length)?.to_vec();
                // Strings of Python 2 are texts where they can be.
                self.push(match opcode {
                    b'T' | b'U' => match String::from_utf8(raw) {
                        Ok(text) => Object::Text(text),
                        Err(bytes) => Object::Bytes(bytes.into_bytes()),
                    },
                    _ => Object::Bytes(raw),
                });
            }
            b']' | 0x8f => self.push(Object::List(Vec::new())),
            b')' => self.push(Object::Tuple(Vec::new())),
            b'}' => self.push(Object::Dict(Vec::new())),
            b'l' | 0x91 => {
                let ids = self.above_mark()?;
                self.push(Object::List(ids));
            }
            b't' => {
                let ids = self.above_mark()?;
                self.push(Object::Tuple(ids));
            }
            0x85..=0x87 => {
                let count = usize::from(opcode - 0x84);
                if self.available() < count {
                    return Err(self.broken(start, "tuple"));
                }
                let ids = self.stack.split_off(self.stack.len() - count);
                self.push(Object::Tuple(ids));
            }
            b'd' => {
                let pairs = pairs(self.above_mark()?).ok_or_else(|| self.broken(start, "dict"))?;
                self.push(Object::Dict(pairs));
            }
            b'a' => {
                let item = self.pop()?;
                self.append(vec![item], start)?;
            }
            b'e' | 0x90 => {
                let items = self.above_mark()?;
                self.append(items, start)?;
            }
            b's' => {
                let (value, key) = (self.pop()?, self.pop()?);
                self.set(vec![(key, value)], start)?;
            }
            b'u' => {
                let pairs = pairs(self.above_mark()?).ok_or_else(|| self.broken(start, "dict"))?;
                self.set(pairs, start)?;
            }
            b'p' | b'g' => {
                let index = self.line()?.trim().parse();
                let index = index.map_err(|_| self.broken(start, "memo index"))?;
                self.remember_or_recall(opcode == b'p', index, start)?;
            }
            b'q' | b'h' => {
                let index = self.unsigned(1)?;
                self.remember_or_recall(opcode == b'q', index, start)?;
            }
            b'r' | b'j' => {
                let index = self.unsigned(4)?;
                self.remember_or_recall(opcode == b'r', index, start)?;
            }
            0x94 => self.remember_or_recall(true, self.memo.len() as u64, start)?,
            b'c' => {
                let name = format!("{}.{}", self.line()?, self.line()?);
                self.push(Object::Name(name));
            }
            0x93 => {
                let (name, module) = (self.pop()?, self.pop()?);
                let texts = (self.graph.node(module).text(), self.graph.node(name).text());
                let (Some(module), Some(name)) = texts else {
                    return Err(self.broken(start, "global name"));
                };
                self.charge(module.len() + name.len())?;
                self.push(Object::Name(format!("{module}.{name}")));
            }
            b'R' | 0x81 => {
                let (arguments, callable) = (self.pop()?, self.pop()?);
                self.call(callable, arguments, None, start)?;
            }
            0x92 => {
                let (named, arguments, callable) = (self.pop()?, self.pop()?, self.pop()?);
                self.call(callable, arguments, Some(named), start)?;
            }
            b'i' | b'o' => {
                let callable = if opcode == b'i' {
                    let name = format!("{}.{}", self.line()?, self.line()?);
                    Some(self.graph.add(Object::Name(name)))
                } else {
                    None
                };
                let mut ids = self.above_mark()?;
                let callable = match callable {
                    Some(callable) => callable,
                    None if ids.is_empty() => return Err(self.broken(start, "object")),
                    None => ids.remove(0),
                };
                let arguments = self.graph.add(Object::Tuple(ids));
                self.call(callable, arguments, None, start)?;
            }
            b'b' => {
                let state = self.pop()?;
                self.build(state, start)?;
            }
            b'P' | b'Q' => {
                let what = if opcode == b'P' {
                    self.line()?.to_owned()
                } else {
                    let id = self.pop()?;
                    self.graph.node(id).describe()
                };
                return Err(hostile(format!(
                    "asks, at byte {start}, for an object outside the file (persistent id {what:?})"
                )));
            }
            0x82..=0x84 => {
                return Err(hostile(format!(
                    "asks, at byte {start}, for a class of Python's extension registry, which a file cannot carry"
                )));
            }
            0x97 | 0x98 => {
                return Err(damaged(
                    format!("a buffer kept outside the file, at byte {start}"),
                    "a pickle written without buffer_callback",
                ));
            }
            _ => {
                return Err(damaged(
                    format!("byte {opcode:#04x} at {start}, which is no instruction of a pickle"),
                    "a pickle of protocol 0 to 5",
                ));
            }
        }
        Ok(())
    }

    pub(super) fn broken(&self, at: usize, what: &str) -> crate::error::Error {
        damaged(
            format!("a {what} that is not well formed, at byte {at}"),
            "a pickle as Python writes it",
        )
    }

    pub(super) fn push(&mut self, object: Object) {
        let id = self.graph.add(object);
        self.stack.push(id);
    }

    /// Objects above the last mark.
    fn available(&self) -> usize {
        self.stack.len()
            - self
                .marks
                .last()
                .copied()
                .unwrap_or(0)
                .min(self.stack.len())
    }

    fn pop(&mut self) -> Result<Id> {
        if self.available() == 0 {
            return Err(self.broken(self.at, "stack"));
        }
        Ok(self.stack.pop().unwrap_or(UNSET))
    }

    pub(super) fn top(&self) -> Result<Id> {
        match self.stack.last() {
            Some(id) if self.available() > 0 => Ok(*id),
            _ => Err(self.broken(self.at, "stack")),
        }
    }

    fn above_mark(&mut self) -> Result<Vec<Id>> {
        match self.marks.pop() {
            Some(mark) if mark <= self.stack.len() => Ok(self.stack.split_off(mark)),
            _ => Err(self.broken(self.at, "mark")),
        }
    }

    /// The next `count` bytes.
    pub(super) fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let end = self
            .at
            .checked_add(count)
            .filter(|end| *end <= self.bytes.len());
        let Some(end) = end else {
            return Err(damaged(
                format!(
                    "the end of the file at byte {}, where {count} more bytes should follow byte {}",
                    self.bytes.len(),
                    self.at
                ),
                "the whole file",
            ));
        };
        let taken = &self.bytes[self.at..end];
        self.at = end;
        Ok(taken)
    }

    fn take_long(&mut self, count: u64) -> Result<&'a [u8]> {
        self.take(usize::try_from(count).unwrap_or(usize::MAX))
    }

    fn unsigned(&mut self, bytes: usize) -> Result<u64> {
        let raw = self.take(bytes)?;
        Ok(raw
            .iter()
            .rev()
            .fold(0, |word, byte| word << 8 | u64::from(*byte)))
    }

    fn line(&mut self) -> Result<&'a str> {
        let rest = &self.bytes[self.at..];
        let length = rest.iter().position(|byte| *byte == b'\n');
        let start = self.at;
        let line = self.take(length.unwrap_or(rest.len()).saturating_add(1))?;
        std::str::from_utf8(&line[..line.len() - 1])
            .map(|line| line.trim_end_matches('\r'))
            .map_err(|_| self.broken(start, "line"))
    }

    /// Pays for a copy of `bytes` bytes.
    pub(super) fn charge(&mut self, bytes: usize) -> Result<()> {
        match self.allowance.checked_sub(bytes) {
            Some(left) => {
                self.allowance = left;
                Ok(())
            }
            None => Err(too_large(
                format!(
                    "one piece of data used again and again, at byte {}",
                    self.at
                ),
                "data that is not larger than the file",
            )),
        }
    }

    fn append(&mut self, items: Vec<Id>, start: usize) -> Result<()> {
        let top = self.top()?;
        match self.graph.get_mut(top) {
            Some(Object::List(list)) => list.extend(items),
            Some(Object::Made(made)) => made.items.extend(items),
            _ => return Err(self.broken(start, "list")),
        }
        Ok(())
    }

    fn set(&mut self, new: Vec<(Id, Id)>, start: usize) -> Result<()> {
        let top = self.top()?;
        match self.graph.get_mut(top) {
            Some(Object::Dict(pairs)) => pairs.extend(new),
            Some(Object::Made(made)) => made.pairs.extend(new),
            _ => return Err(self.broken(start, "dict")),
        }
        Ok(())
    }

    fn remember_or_recall(&mut self, remember: bool, index: u64, start: usize) -> Result<()> {
        let index = usize::try_from(index).unwrap_or(usize::MAX);
        if !remember {
            return match self.memo.get(index) {
                Some(id) if *id != UNSET => {
                    self.stack.push(*id);
                    Ok(())
                }
                _ => Err(self.broken(start, "memo index")),
            };
        }
        // Writers count up by one from 0; a memo wider than the file has bytes is no memo.
        if index > self.bytes.len().min(MOST_OBJECTS) {
            return Err(too_large(
                format!("memo entry {index} at byte {start}"),
                "memo entries counted up from 0",
            ));
        }
        let top = self.top()?;
        if index >= self.memo.len() {
            self.memo.resize(index + 1, UNSET);
        }
        self.memo[index] = top;
        Ok(())
    }

    /// Refuses a call that would run something.
    pub(super) fn refuse_threat(&self, name: &str, arguments: Id, start: usize) -> Result<()> {
        if !threat::dangerous(name) {
            return Ok(());
        }
        let shown: Vec<String> = self
            .graph
            .node(arguments)
            .elements()
            .unwrap_or_default()
            .into_iter()
            .take(3)
            .map(|argument| match argument.text() {
                Some(text) => format!("{:?}", text.chars().take(80).collect::<String>()),
                None => argument.describe(),
            })
            .collect();
        Err(hostile(format!(
            "asks, at byte {start}, to call {name}({})",
            shown.join(", ")
        )))
    }
}

fn pairs(ids: Vec<Id>) -> Option<Vec<(Id, Id)>> {
    let (pairs, rest) = ids.as_chunks::<2>();
    rest.is_empty()
        .then(|| pairs.iter().map(|[key, value]| (*key, *value)).collect())
}

fn number_line(opcode: u8, line: &str) -> Option<Object> {
    let line = line.trim();
    match (opcode, line) {
        (b'I', "00") => Some(Object::Flag(false)),
        (b'I', "01") => Some(Object::Flag(true)),
        (b'F', _) => line.parse().ok().map(Object::Number),
        _ => {
            let digits = line.trim_end_matches('L');
            match digits.parse() {
                Ok(whole) => Some(Object::Whole(whole)),
                Err(_) => digits.parse().ok().map(Object::Number),
            }
        }
    }
}
