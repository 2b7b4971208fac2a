//! The two files of a person, read and compared.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::convert::{from_js, throw, to_js, to_js_by_text};
use crate::config::{Config, Dialect};
use crate::error::{Code, Error, Place, Result};
use crate::pipeline;
use crate::table::{Evidence, Finished, Kind, Ledger, ReadOptions, Reader, Table};

/// What the page learns of a file once it is read.
#[derive(Serialize)]
struct TableSummary<'a> {
    name: &'a str,
    bytes: u64,
    rows: usize,
    dialect: &'a Dialect,
    columns: Vec<ColumnSummary<'a>>,
    ledger: &'a Ledger,
    warnings: &'a [Error],
}

#[derive(Serialize)]
struct ColumnSummary<'a> {
    name: &'a str,
    kind: Kind,
    evidence: &'a Evidence,
}

#[derive(Serialize)]
#[serde(tag = "status", rename_all = "kebab-case")]
enum Finish<'a> {
    Table { summary: TableSummary<'a> },
    Reread,
}

/// One of the two places for a file.
#[derive(Default)]
struct Slot {
    reader: Option<Reader>,
    again: Option<ReadOptions>,
    table: Option<Table>,
}

/// The person's two files and what was read from them.
#[wasm_bindgen]
pub struct Session {
    config: Config,
    reference: Slot,
    current: Slot,
}

#[wasm_bindgen]
impl Session {
    /// A session with these settings; `undefined` takes the defaults.
    #[wasm_bindgen(constructor)]
    pub fn new(config: JsValue) -> std::result::Result<Session, JsValue> {
        Ok(Session {
            config: settings(config)?,
            reference: Slot::default(),
            current: Slot::default(),
        })
    }

    /// Starts reading a file of `bytes` bytes into `slot`, `reference` or `current`.
    pub fn begin(
        &mut self,
        slot: &str,
        name: &str,
        bytes: f64,
    ) -> std::result::Result<(), JsValue> {
        let options = ReadOptions {
            dialect: self.config.dialect.clone(),
            memory_bytes: self.config.budgets.memory_bytes / 2,
            storage: None,
        };
        let slot = self.slot(slot).map_err(|e| throw(&e))?;
        let options = slot.again.take().unwrap_or(options);
        slot.table = None;
        slot.reader = Some(Reader::new(name, Some(bytes as u64), options));
        Ok(())
    }

    /// Reads the next bytes of the file.
    pub fn push(&mut self, slot: &str, chunk: &[u8]) -> std::result::Result<(), JsValue> {
        let reader = self
            .slot(slot)
            .and_then(|s| s.reader.as_mut().ok_or_else(|| order("push", "begin")));
        reader.and_then(|r| r.push(chunk)).map_err(|e| throw(&e))
    }

    /// Ends the file: answers its summary, or asks for the same bytes once more.
    pub fn finish(&mut self, slot: &str) -> std::result::Result<JsValue, JsValue> {
        let slot = self.slot(slot).map_err(|e| throw(&e))?;
        let reader = slot
            .reader
            .take()
            .ok_or_else(|| throw(&order("finish", "begin")))?;
        match reader.finish().map_err(|e| throw(&e))? {
            Finished::Reread(options) => {
                slot.again = Some(options);
                to_js(&Finish::Reread)
            }
            Finished::Table(table) => to_js(&Finish::Table {
                summary: summary(slot.table.insert(*table)),
            }),
        }
    }

    /// Forgets the file in `slot`.
    pub fn forget(&mut self, slot: &str) -> std::result::Result<(), JsValue> {
        *self.slot(slot).map_err(|e| throw(&e))? = Slot::default();
        Ok(())
    }

    /// Compares the two files; answers a Report. `progress(done, steps)` is called between columns.
    pub fn analyse(
        &self,
        config: JsValue,
        progress: Option<js_sys::Function>,
    ) -> std::result::Result<JsValue, JsValue> {
        let config = settings(config)?;
        let (Some(reference), Some(current)) = (&self.reference.table, &self.current.table) else {
            return Err(throw(&order("analyse", "a read of both files")));
        };
        let hear = |done: u32, steps: u32| {
            if let Some(progress) = &progress {
                // What the listener throws is its own affair and cannot change the result.
                let _ = progress.call2(&JsValue::NULL, &done.into(), &steps.into());
            }
        };
        let report = pipeline::run(&config, reference, current, &hear).map_err(|e| throw(&e))?;
        to_js_by_text(&report.to_json().map_err(|e| throw(&e))?)
    }

    fn slot(&mut self, name: &str) -> Result<&mut Slot> {
        match name {
            "reference" => Ok(&mut self.reference),
            "current" => Ok(&mut self.current),
            _ => Err(Error {
                place: Box::new(Place {
                    value: Some(name.chars().take(80).collect()),
                    ..Place::default()
                }),
                ..Error::new(
                    Code::CallInvalid,
                    "no such slot",
                    "`reference` or `current`",
                    "Name one of the two slots.",
                )
            }),
        }
    }
}

fn settings(config: JsValue) -> std::result::Result<Config, JsValue> {
    if config.is_undefined() || config.is_null() {
        return Ok(pipeline::default_config());
    }
    pipeline::check_config(from_js(config)?).map_err(|e| throw(&e))
}

fn order(call: &str, first: &str) -> Error {
    Error::new(
        Code::CallInvalid,
        format!("`{call}` without `{first}`"),
        format!("`{first}` first"),
        "Make the calls in the documented order.",
    )
}

fn summary(table: &Table) -> TableSummary<'_> {
    TableSummary {
        name: &table.name,
        bytes: table.bytes,
        rows: table.rows,
        dialect: &table.dialect,
        columns: table
            .columns
            .iter()
            .map(|c| ColumnSummary {
                name: &c.name,
                kind: c.kind,
                evidence: &c.evidence,
            })
            .collect(),
        ledger: &table.ledger,
        warnings: &table.warnings,
    }
}
