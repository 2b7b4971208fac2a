//! What follows the verdict, in the module that carries it: over samples, in a worker of its own or in Node.

use js_sys::{BigUint64Array, Uint32Array};
use wasm_bindgen::prelude::*;

use super::Session;
use super::convert::{json_to_js, throw};
use super::session::settings;
use super::shared::misfit;
use crate::config::Config;
use crate::pipeline::Run;
use crate::table::row_key;

/// Row keys of one file while the workers that hold its columns send their parts.
#[wasm_bindgen]
pub struct Sampling {
    keys: Vec<u64>,
}

#[wasm_bindgen]
impl Sampling {
    /// Of a file with so many rows.
    #[wasm_bindgen(constructor)]
    pub fn new(rows: usize) -> Sampling {
        Sampling {
            keys: vec![0; rows],
        }
    }

    /// Adds what one worker's columns say.
    pub fn add(&mut self, part: &BigUint64Array) -> Result<(), JsValue> {
        if part.length() as usize != self.keys.len() {
            return Err(throw(&misfit("keys of another file")));
        }
        for (key, part) in self.keys.iter_mut().zip(part.to_vec()) {
            *key = key.wrapping_add(part);
        }
        Ok(())
    }

    /// The rows that are looked at.
    pub fn rows(mut self, config: &JsValue) -> Result<Uint32Array, JsValue> {
        let config: Config = settings(config)?;
        row_key::finish(&mut self.keys, config.seed.into());
        let rows = row_key::sample(&self.keys, config.budgets.background_rows as usize);
        Ok(Uint32Array::from(rows.as_slice()))
    }
}

#[wasm_bindgen]
impl Session {
    /// The table in `slot`, taken by its head, holds these rows of its file only.
    #[wasm_bindgen(js_name = takeRows)]
    pub fn take_rows(&mut self, slot: &str, rows: &Uint32Array) -> Result<(), JsValue> {
        let table = self.table(slot).map_err(|e| throw(&e))?;
        table.of_rows(rows.to_vec());
        Ok(())
    }

    /// Goes on after a verdict that was found elsewhere, over all rows of files whose values are elsewhere; answers,
    /// for each step, the columns of the reference and of the current file that must be here for it.
    #[wasm_bindgen(js_name = resumeWhole)]
    pub fn resume_whole(&mut self, config: &JsValue, found: &str) -> Result<JsValue, JsValue> {
        let config = settings(config)?;
        let (reference, current) = self.tables().map_err(|e| throw(&e))?;
        let run = Run::resume(&config, found, reference, current).map_err(|e| throw(&e))?;
        self.run = Some(run);
        self.begin_whole()
    }

    /// Goes on after the verdict over all rows of the files that were read here; answers as [`Session::resume_whole`].
    #[wasm_bindgen(js_name = beginWhole)]
    pub fn begin_whole(&mut self) -> Result<JsValue, JsValue> {
        let mut run = self.under_way("beginWhole")?;
        let (reference, current) = self.tables().map_err(|e| throw(&e))?;
        let wanted = run.begin_whole(reference, current).map_err(|e| throw(&e))?;
        self.run = Some(run);
        json_to_js(&serde_json::to_string(&wanted).unwrap_or_default())
    }

    /// Goes on to what comes last, over the samples that were taken in; answers how many steps there are.
    #[wasm_bindgen(js_name = resumeAnalysis)]
    pub fn resume_analysis(&mut self, config: &JsValue, found: &str) -> Result<u32, JsValue> {
        let config = settings(config)?;
        let (reference, current) = self.tables().map_err(|e| throw(&e))?;
        let mut run = Run::resume(&config, found, reference, current).map_err(|e| throw(&e))?;
        let before = run.steps();
        run.begin_background(reference, current)
            .map_err(|e| throw(&e))?;
        let steps = (run.steps() - before) as u32;
        self.samples = None;
        self.run = Some(run);
        Ok(steps)
    }

    /// Does one of the steps that [`Session::resume_analysis`] counted, by its place among them.
    #[wasm_bindgen(js_name = stepBackground)]
    pub fn step_background(&mut self, place: usize) -> Result<(), JsValue> {
        let mut run = self.under_way("stepBackground")?;
        let (reference, current) = self.tables().map_err(|e| throw(&e))?;
        run.step_of_background(place, reference, current)
            .map_err(|e| throw(&e))?;
        self.run = Some(run);
        Ok(())
    }

    /// Goes on to what comes last, over samples of the files that were read here; answers how many steps there are.
    #[wasm_bindgen(js_name = beginBackground)]
    pub fn begin_background(&mut self) -> Result<u32, JsValue> {
        let mut run = self.under_way("beginBackground")?;
        let before = run.steps();
        let (reference, current) = self.tables().map_err(|e| throw(&e))?;
        let samples = (run.sample(reference), run.sample(current));
        run.begin_background(&samples.0, &samples.1)
            .map_err(|e| throw(&e))?;
        self.samples = Some(samples);
        let steps = (run.steps() - before) as u32;
        self.run = Some(run);
        Ok(steps)
    }
}
