//! What can go wrong: one error type with stable dotted codes.
//!
//! The same type serves as an error that stops a call and as a warning that travels in a report: both say
//! where, what was found, what was expected and what to do.

use serde::{Deserialize, Serialize};

/// A result whose error is a [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal),+ $(,)?) => {
        /// Every code that Driftglass can answer with. A code never changes its meaning; new ones are added.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
        pub enum Code {
            $($(#[doc = $doc])+ #[serde(rename = $text)] $name,)+
        }

        impl Code {
            /// All codes, in the order of the table in this file.
            pub const ALL: &'static [Code] = &[$(Code::$name),+];

            /// The stable dotted text, such as `table.ragged-row`.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text),+ }
            }

            /// One sentence: when this code is used.
            pub fn meaning(self) -> &'static str {
                match self { $(Code::$name => concat!($($doc),+)),+ }
            }
        }
    };
}

codes! {
    /// The file has no bytes, or only a byte order mark and blank lines.
    TableEmpty = "table.empty",
    /// The file has a header and no row under it.
    TableHeaderOnly = "table.header-only",
    /// Two or more columns have the same name.
    TableDuplicateName = "table.duplicate-name",
    /// A column has no name in the header and was given one.
    TableUnnamedColumn = "table.unnamed-column",
    /// The content is not text: it has NUL bytes or starts like another format.
    TableBinary = "table.binary",
    /// A byte sequence is not valid UTF-8.
    TableEncoding = "table.encoding",
    /// Two delimiters cut the first rows nearly equally well.
    TableDelimiterDoubt = "table.delimiter-doubt",
    /// A row has fewer or more cells than the header.
    TableRaggedRow = "table.ragged-row",
    /// A quote was opened and never closed.
    TableUnclosedQuote = "table.unclosed-quote",
    /// A quote stands inside an unquoted cell, or text follows a closing quote.
    TableStrayQuote = "table.stray-quote",
    /// The file's size or content changed between two reads.
    TableFileChanged = "table.file-changed",
    /// Reading would need more memory than the budget in Config allows.
    TableMemoryBudget = "table.memory-budget",
    /// A line with a single cell stands behind the last row and was left out.
    TableTrailer = "table.trailer",
    /// The file is larger than the memory budget: a uniform sample of its rows was kept.
    TableSampled = "table.sampled",
    /// A gzip archive ends early or is damaged.
    TableGzip = "table.gzip",
    /// The browser or the machine refused the memory that reading needs.
    TableMemoryRefused = "table.memory-refused",
    /// A cell or a name is longer than the limit.
    TableCellTooLong = "table.cell-too-long",
    /// A few cells of a number, time or boolean column could not be read as such and count as missing.
    TableUnreadCells = "table.unread-cells",
    /// A column's numbers can be read with a comma or a point as decimal mark, and nothing settles which.
    TableAmbiguousNumber = "table.ambiguous-number",
    /// A column has numbers with a decimal comma and numbers with a decimal point.
    TableMixedDecimals = "table.mixed-decimals",
    /// The numbers of a column carry different percent or currency signs.
    TableMixedUnits = "table.mixed-units",
    /// A column's dates can be read with the day or the month first, and nothing settles which.
    TableAmbiguousDate = "table.ambiguous-date",
    /// A column has dates with the day first and dates with the month first.
    TableMixedDateOrders = "table.mixed-date-orders",
    /// The file has more columns than the limit.
    TableTooManyColumns = "table.too-many-columns",
    /// The two files have no column name in common.
    PairNoCommonColumns = "pair.no-common-columns",
    /// A column has one type in the reference and another in the current file.
    PairTypeDiffers = "pair.type-differs",
    /// A file has so few rows that nothing can be decided.
    PairTooFewRows = "pair.too-few-rows",
    /// The rows of the current file are all older than those of the reference: the two may be exchanged.
    PairSwapped = "pair.swapped",
    /// Two columns with different names may be one that was renamed.
    PairRenamed = "pair.renamed",
    /// The two files are byte for byte the same table.
    PairIdentical = "pair.identical",
    /// One file is to be split, and no column says how, or the one named does not exist.
    SplitNoColumn = "split.no-column",
    /// A split of one file would leave all rows on one side.
    SplitOneSided = "split.one-sided",
    /// Rows have no value in the column that splits their file.
    SplitRowsLeftOut = "split.rows-left-out",
    /// The settings name a column for the rows to be looked at, and a file does not have it.
    CohortNoColumn = "cohort.no-column",
    /// No row of a file is left by the conditions of the rows to be looked at.
    CohortEmpty = "cohort.empty",
    /// A column is left out because not all of several files have it, or not with one type.
    PeriodColumnLeftOut = "period.column-left-out",
    /// No column, or not one alone, names the same rows in a file and in the file of attributes.
    AttributesNoKey = "attributes.no-key",
    /// No key of the file of attributes is in the file that it belongs to.
    AttributesNoMatch = "attributes.no-match",
    /// Rows have no row in the file of attributes.
    AttributesUnmatched = "attributes.unmatched-rows",
    /// A key stands in more than one row of the file of attributes.
    AttributesDuplicateKey = "attributes.duplicate-key",
    /// Columns of the file of attributes have names that the other file uses.
    AttributesNameTaken = "attributes.name-taken",
    /// Config has a key that nothing reads.
    ConfigUnknownKey = "config.unknown-key",
    /// A value in Config is outside what the key allows.
    ConfigInvalidValue = "config.invalid-value",
    /// Config was written by a newer version.
    ConfigVersion = "config.version",
    /// A column has the role of a row weight, and this analysis counts every row once.
    DriftWeightsNotUsed = "drift.weights-not-used",
    /// Config names a column that the two files do not share.
    ConfigUnknownColumn = "config.unknown-column",
    /// A run in the first module asks for what only the full module carries.
    ConfigNeedsFull = "config.needs-full",
    /// A model file is none of the formats that are read.
    ModelUnknownFormat = "model.unknown-format",
    /// A model file is cut, damaged or contradicts itself.
    ModelUnreadable = "model.unreadable",
    /// A model file holds a class, operator or objective that is not read.
    ModelUnsupported = "model.unsupported",
    /// A model file asks for more memory, nesting or parts than any model is given.
    ModelLimit = "model.limit",
    /// A model file tries to run something when it is opened by the library that wrote it.
    ModelHostile = "model.hostile",
    /// Rows given to a model do not fit its inputs.
    ModelFrame = "model.frame",
    /// A model file holds more trees than the library would use; as many are used as it would.
    ModelTreesUnused = "model.trees-unused",
    /// The writer of a model file lost something that the model knew, such as where missing values go.
    ModelWriterLost = "model.writer-lost",
    /// An input of the model has no column.
    ModelInputMissing = "model.input-missing",
    /// An input of the model was given a column by its position only.
    ModelInputByPosition = "model.input-by-position",
    /// A column has values that the model does not know.
    ModelUnknownLevels = "model.unknown-levels",
    /// Rows got no score, because the library would refuse them.
    ModelRowsRefused = "model.rows-refused",
    /// A saved report is not one, is damaged, or is of a newer version.
    ReportUnreadable = "report.unreadable",
    /// Details of the less serious columns are left out, because the files have very many columns.
    ReportDetailsLeftOut = "report.details-left-out",
    /// What stands on fewer rows than the settings allow was left out of a file that was taken away.
    ExportSuppressed = "export.suppressed",
    /// A chart could not be drawn on the surface that was given.
    ChartRefused = "chart.refused",
    /// A call names something that does not exist or comes in the wrong order.
    CallInvalid = "call.invalid",
    /// The call was cancelled by the person.
    CallCancelled = "call.cancelled",
    /// A file could not be read by the browser: deleted, moved or refused.
    FileUnreadable = "file.unreadable",
    /// The browser lacks WebAssembly, workers or sandboxed frames, or a policy forbids them.
    StartUnsupported = "start.unsupported",
    /// The engine was started and did not answer in time.
    StartNoAnswer = "start.no-answer",
    /// A file of the build could not be loaded, or is not the one that was built.
    StartFileRefused = "start.file-refused",
    /// The engine's worker stopped and was started again.
    InternalWorkerLost = "internal.worker-lost",
    /// The engine panicked: a defect of ours.
    InternalPanic = "internal.panic",
    /// A message between page and engine did not have the agreed shape: a defect or an attack.
    InternalMessage = "internal.message",
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where something was found. Lines count from 1 as a text editor counts them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Place {
    /// File name as the person knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Line in the file, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub line: Option<u64>,
    /// Column name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The offending value, cut to 80 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// An error or a warning: code, place, what was found and expected, what to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Error {
    /// Stable dotted code.
    pub code: Code,
    /// Where.
    #[serde(default)]
    pub place: Box<Place>,
    /// What was found, one plain clause.
    pub found: String,
    /// What was expected.
    pub expected: String,
    /// What the person can do.
    pub action: String,
    /// How many times it occurred, where it was counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub count: Option<u64>,
}

impl Error {
    /// An error without a place; add one with [`Error::in_file`], [`Error::at_line`], [`Error::in_column`].
    pub fn new(
        code: Code,
        found: impl Into<String>,
        expected: impl Into<String>,
        action: impl Into<String>,
    ) -> Self {
        Error {
            code,
            place: Box::default(),
            found: found.into(),
            expected: expected.into(),
            action: action.into(),
            count: None,
        }
    }

    /// Names the file.
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.place.file = Some(file.into());
        self
    }

    /// Names the line, from 1.
    pub fn at_line(mut self, line: u64) -> Self {
        self.place.line = Some(line);
        self
    }

    /// Names the column.
    pub fn in_column(mut self, column: impl Into<String>) -> Self {
        self.place.column = Some(column.into());
        self
    }

    /// Shows the value, cut to 80 characters.
    pub fn with_value(mut self, value: &str) -> Self {
        let mut shown: String = value.chars().take(80).collect();
        if shown.len() < value.len() {
            shown.push('…');
        }
        self.place.value = Some(shown);
        self
    }

    /// Says how many times it occurred.
    pub fn with_count(mut self, count: u64) -> Self {
        self.count = Some(count);
        self
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.code)?;
        if let Some(file) = &self.place.file {
            write!(f, " in {file}")?;
        }
        if let Some(line) = self.place.line {
            write!(f, ", line {line}")?;
        }
        if let Some(column) = &self.place.column {
            write!(f, ", column \"{column}\"")?;
        }
        write!(f, ": {}", self.found)?;
        if let Some(value) = &self.place.value {
            write!(f, " (\"{value}\")")?;
        }
        write!(f, "; expected {}. {}", self.expected, self.action)
    }
}

impl std::error::Error for Error {}
