//! The two files of a person, read and compared.

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;

use super::convert::{from_js, json_to_js, throw};
use crate::config::Config;
use crate::error::{Code, Error, Place, Result};
use crate::pipeline::{self, Run};
use crate::table::{Finished, ReadOptions, Reader, Table};

/// One of the places for a file.
#[derive(Default)]
pub(super) struct Slot {
    reader: Option<Reader>,
    again: Option<ReadOptions>,
    pub(super) table: Option<Table>,
}

/// The person's two files and what was read from them.
#[wasm_bindgen]
pub struct Session {
    config: Config,
    pub(super) reference: Slot,
    pub(super) current: Slot,
    /// The file of attributes, until its columns are beside those of the others.
    pub(super) attributes: Slot,
    /// Stands for the file that there is not, where one is looked at alone.
    absent: Table,
    /// The one file that was split into both slots.
    #[cfg(feature = "full")]
    pub(super) whole: Option<Table>,
    /// The tables with all their rows, while those that `config.cohort` names stand in both slots.
    #[cfg(feature = "full")]
    pub(super) all_rows: Option<[Option<Table>; 2]>,
    /// Files that become the current table together.
    #[cfg(feature = "full")]
    pub(super) periods: Vec<Table>,
    pub(super) run: Option<Run>,
    /// What analyses after the verdict look at.
    #[cfg(feature = "full")]
    pub(super) samples: Option<(Table, Table)>,
}

#[wasm_bindgen]
impl Session {
    /// A session with these settings; `undefined` takes the defaults.
    #[wasm_bindgen(constructor)]
    pub fn new(config: &JsValue) -> std::result::Result<Session, JsValue> {
        Ok(Session {
            config: settings(config)?,
            reference: Slot::default(),
            current: Slot::default(),
            attributes: Slot::default(),
            absent: Table::absent(),
            #[cfg(feature = "full")]
            whole: None,
            #[cfg(feature = "full")]
            all_rows: None,
            #[cfg(feature = "full")]
            periods: Vec::new(),
            run: None,
            #[cfg(feature = "full")]
            samples: None,
        })
    }

    /// Starts reading a file of `bytes` bytes, NaN where that is not known, into `slot`, `reference`, `current` or `attributes`.
    pub fn begin(
        &mut self,
        slot: &str,
        name: &str,
        bytes: f64,
    ) -> std::result::Result<(), JsValue> {
        let options = ReadOptions::of(&self.config);
        self.start_over();
        self.forget_whole();
        let slot = self.slot(slot).map_err(|e| throw(&e))?;
        let options = slot.again.take().unwrap_or(options);
        slot.table = None;
        slot.reader = Some(Reader::new(
            name,
            Some(bytes as u64).filter(|_| bytes.is_finite()),
            options,
        ));
        Ok(())
    }

    /// Reads the next bytes of the file.
    pub fn push(&mut self, slot: &str, chunk: &Uint8Array) -> std::result::Result<(), JsValue> {
        let reader = self
            .slot(slot)
            .and_then(|s| s.reader.as_mut().ok_or_else(|| order("push", "begin")));
        let mut copy = |from: usize, place: &mut [u8]| {
            let (from, to) = (from as u32, (from + place.len()) as u32);
            chunk.subarray(from, to).copy_to(place);
        };
        reader
            .and_then(|reader| reader.push_from(chunk.length() as usize, &mut copy))
            .map_err(|e| throw(&e))
    }

    /// Ends the file: answers what it is, or `null` to ask for the same bytes once more.
    pub fn finish(&mut self, slot: &str) -> std::result::Result<JsValue, JsValue> {
        let slot = self.slot(slot).map_err(|e| throw(&e))?;
        let reader = slot
            .reader
            .take()
            .ok_or_else(|| throw(&order("finish", "begin")))?;
        match reader.finish().map_err(|e| throw(&e))? {
            Finished::Reread(options) => {
                slot.again = Some(options);
                Ok(JsValue::NULL)
            }
            Finished::Table(table) => {
                let head = slot.table.insert(*table).head();
                json_to_js(&serde_json::to_string(&head).unwrap_or_default())
            }
        }
    }

    /// Forgets the file in `slot`.
    pub fn forget(&mut self, slot: &str) -> std::result::Result<(), JsValue> {
        self.start_over();
        self.forget_whole();
        *self.slot(slot).map_err(|e| throw(&e))? = Slot::default();
        Ok(())
    }

    /// Compares the two files in one go, or looks at the one there is; answers a Report.
    pub fn analyse(&mut self, config: &JsValue) -> std::result::Result<JsValue, JsValue> {
        self.begin_analysis(config)?;
        self.do_steps()?;
        #[cfg(feature = "full")]
        {
            self.begin_whole()?;
            self.do_steps()?;
            self.begin_background()?;
            self.do_steps()?;
        }
        self.finish_analysis()
    }

    /// Lays out a comparison of the two files, or of what can be said of one; answers how many steps it has.
    #[wasm_bindgen(js_name = beginAnalysis)]
    pub fn begin_analysis(&mut self, config: &JsValue) -> std::result::Result<u32, JsValue> {
        let config = settings(config)?;
        self.start_over();
        #[cfg(feature = "full")]
        self.choose_rows(&config).map_err(|e| throw(&e))?;
        let (reference, current) = self.tables().map_err(|e| throw(&e))?;
        let run = Run::start(&config, reference, current).map_err(|e| throw(&e))?;
        let steps = run.steps() as u32;
        self.run = Some(run);
        #[cfg(feature = "full")]
        {
            self.samples = None;
        }
        Ok(steps)
    }

    /// What every column of each file is taken to be for, why, and how sure that is, once an analysis was begun.
    pub fn roles(&self) -> std::result::Result<JsValue, JsValue> {
        let run = self
            .run
            .as_ref()
            .ok_or_else(|| throw(&order("roles", "beginAnalysis")))?;
        json_to_js(&serde_json::to_string(run.roles()).unwrap_or_default())
    }

    /// Does the next step; answers whether none was left that can be done here.
    #[wasm_bindgen(js_name = stepAnalysis)]
    pub fn step_analysis(&mut self) -> std::result::Result<bool, JsValue> {
        let mut run = self.under_way("stepAnalysis")?;
        let (reference, current) = self.looked_at().map_err(|e| throw(&e))?;
        let did = run.step(reference, current).map_err(|e| throw(&e))?;
        let none_left = !did || run.done() == run.steps();
        self.run = Some(run);
        Ok(none_left)
    }

    /// Words and ranks what was found so far; answers a Report. The comparison may go on.
    #[wasm_bindgen(js_name = finishAnalysis)]
    pub fn finish_analysis(&mut self) -> std::result::Result<JsValue, JsValue> {
        let run = self.under_way("finishAnalysis")?;
        if run.done() < run.steps() {
            return Err(throw(&order("finishAnalysis", "stepAnalysis")));
        }
        let (reference, current) = self.tables().map_err(|e| throw(&e))?;
        let report = run.finish(reference, current);
        self.run = Some(run);
        json_to_js(&report.to_json().map_err(|e| throw(&e))?)
    }

    fn do_steps(&mut self) -> std::result::Result<(), JsValue> {
        while !self.step_analysis()? {}
        Ok(())
    }

    /// The tables are about to change, or to be looked at anew: what was under way is void, and all rows are there again.
    pub(super) fn start_over(&mut self) {
        self.run = None;
        #[cfg(feature = "full")]
        if let Some([reference, current]) = self.all_rows.take() {
            self.reference.table = reference;
            self.current.table = current;
        }
    }

    /// A file that is read or forgotten ends the split of another one, which stands in its slot again.
    fn forget_whole(&mut self) {
        #[cfg(feature = "full")]
        if let Some(whole) = self.whole.take() {
            self.reference.table = Some(whole);
            self.current.table = None;
        }
    }

    pub(super) fn under_way(&mut self, call: &str) -> std::result::Result<Run, JsValue> {
        self.run
            .take()
            .ok_or_else(|| throw(&order(call, "beginAnalysis")))
    }

    /// What the next step looks at.
    fn looked_at(&self) -> Result<(&Table, &Table)> {
        #[cfg(feature = "full")]
        if let Some((reference, current)) = &self.samples {
            return Ok((reference, current));
        }
        self.tables()
    }

    /// The two files; one alone is the current one, whichever slot it was read into.
    pub(super) fn tables(&self) -> Result<(&Table, &Table)> {
        match (&self.reference.table, &self.current.table) {
            (Some(reference), Some(current)) => Ok((reference, current)),
            (Some(one), None) | (None, Some(one)) => Ok((&self.absent, one)),
            (None, None) => Err(order("analyse", "a read of a file")),
        }
    }

    pub(super) fn slot(&mut self, name: &str) -> Result<&mut Slot> {
        match name {
            "reference" => Ok(&mut self.reference),
            "current" => Ok(&mut self.current),
            "attributes" => Ok(&mut self.attributes),
            _ => Err(Error {
                place: Box::new(Place {
                    value: Some(name.chars().take(80).collect()),
                    ..Place::default()
                }),
                ..Error::new(
                    Code::CallInvalid,
                    "no such slot",
                    "`reference`, `current` or `attributes`",
                    "Name one of the slots.",
                )
            }),
        }
    }
}

pub(super) fn settings(config: &JsValue) -> std::result::Result<Config, JsValue> {
    if config.is_undefined() || config.is_null() {
        return Ok(pipeline::default_config());
    }
    pipeline::check_config(from_js(config)?).map_err(|e| throw(&e))
}

pub(super) fn order(call: &str, first: &str) -> Error {
    Error::new(
        Code::CallInvalid,
        format!("`{call}` without `{first}`"),
        format!("`{first}` first"),
        "Make the calls in the documented order.",
    )
}
