// Generated from the Rust structs by `cargo xtask types`. Do not edit.

/**
 * What one analysis answers to its own question.
 */
export type Answer = { 
/**
 * Id of the analysis.
 */
analysis: string, 
/**
 * The answer in one line.
 */
verdict: Verdict, };

/**
 * Attached by whoever ran the analysis.
 */
export type Attachments = { 
/**
 * SHA-256 of each file in lower-case hex, by slot: `reference`, `current`.
 */
sha256: { [key in string]: string }, 
/**
 * When the report was made, ISO 8601, by the clock of the device.
 */
generatedAt: string | null, };

/**
 * How positions on an axis follow from values.
 */
export type AxisScale = "linear" | "log";

/**
 * Values between two limits, shaded behind the marks.
 */
export type Band = { 
/**
 * Lower limit; `None` is open.
 */
low: number | null, 
/**
 * Upper limit; `None` is open.
 */
high: number | null, 
/**
 * What values inside it are, such as `within the limit`.
 */
label: string, };

/**
 * What became of a finding.
 */
export type Became = "worse" | "new" | "no-longer-judged" | "better" | "gone" | "now-judged" | "same";

/**
 * One piece of a section.
 */
export type Block = { "kind": "metric" } & Metric | { "kind": "table" } & TableBlock | { "kind": "histogram" } & Histogram | { "kind": "ecdf-pair" } & EcdfPair | { "kind": "level-pair" } & LevelPair | { "kind": "intervals" } & Intervals | { "kind": "series" } & Series | { "kind": "curve" } & Curve | { "kind": "matrix" } & Matrix | { "kind": "ranking" } & Ranking | { "kind": "waterfall" } & Waterfall | { "kind": "swarm" } & Swarm | { "kind": "scatter" } & Scatter | { "kind": "strip" } & Strip | { "kind": "fan" } & Fan | { "kind": "paths" } & Paths | { "kind": "text" } & TextBlock;

/**
 * Limits on what one run may use and answer.
 */
export type Budgets = { 
/**
 * Memory that the two tables may take, in bytes.
 */
memory_bytes: number, 
/**
 * Points kept for one drawn curve; fewer where there are very many columns.
 */
curve_points: number, 
/**
 * Columns whose details are kept, the most serious first; findings are kept for all.
 */
detailed_columns: number, 
/**
 * Levels listed for one column; the rest is summed up.
 */
listed_levels: number, 
/**
 * Rows of each file that analyses after the verdict look at, a seeded uniform sample where there are more.
 */
background_rows: number, };

/**
 * One cell of a [`TableBlock`].
 */
export type Cell = number | string | null;

/**
 * One finding in both reports.
 */
export type Change = { 
/**
 * Id of the finding.
 */
id: string, 
/**
 * The column it is about; `None` for the whole data set.
 */
column: string | null, 
/**
 * What became of it.
 */
became: Became, 
/**
 * The earlier report's side.
 */
before: Side | null, 
/**
 * The later report's side.
 */
after: Side | null, };

/**
 * Every code that Driftglass can answer with. A code never changes its meaning; new ones are added.
 */
export type Code = "table.empty" | "table.header-only" | "table.duplicate-name" | "table.unnamed-column" | "table.binary" | "table.encoding" | "table.delimiter-doubt" | "table.ragged-row" | "table.unclosed-quote" | "table.stray-quote" | "table.file-changed" | "table.memory-budget" | "table.trailer" | "table.sampled" | "table.gzip" | "table.memory-refused" | "table.cell-too-long" | "table.unread-cells" | "table.ambiguous-number" | "table.mixed-decimals" | "table.mixed-units" | "table.ambiguous-date" | "table.mixed-date-orders" | "table.too-many-columns" | "pair.no-common-columns" | "pair.type-differs" | "pair.too-few-rows" | "pair.swapped" | "pair.renamed" | "pair.identical" | "split.no-column" | "split.one-sided" | "split.rows-left-out" | "cohort.no-column" | "cohort.empty" | "period.column-left-out" | "attributes.no-key" | "attributes.no-match" | "attributes.unmatched-rows" | "attributes.duplicate-key" | "attributes.name-taken" | "config.unknown-key" | "config.invalid-value" | "config.version" | "drift.weights-not-used" | "config.unknown-column" | "config.needs-full" | "model.unknown-format" | "model.unreadable" | "model.unsupported" | "model.limit" | "model.hostile" | "model.frame" | "model.trees-unused" | "model.writer-lost" | "model.input-missing" | "model.input-by-position" | "model.unknown-levels" | "model.rows-refused" | "report.unreadable" | "report.details-left-out" | "export.suppressed" | "chart.refused" | "call.invalid" | "call.cancelled" | "file.unreadable" | "start.unsupported" | "start.no-answer" | "start.file-refused" | "internal.worker-lost" | "internal.panic" | "internal.message";

/**
 * What differs between two reports.
 */
export type Compared = { 
/**
 * Whether both were made with equal settings; where not, a difference may come from them.
 */
same_settings: boolean, 
/**
 * Whether both were made by the same version of Driftglass.
 */
same_version: boolean, 
/**
 * Every finding of either report, the worst change first; equals keep the order of the later report.
 */
changes: Array<Change>, };

/**
 * What one column must say of a row for the row to be looked at. Exactly one way is used: values, a range (`from`,
 * `below` or both), or that there is no value.
 */
export type Condition = { 
/**
 * The column, by its name in the current file.
 */
column: string, 
/**
 * The row has one of these values.
 */
values: Array<string> | null, 
/**
 * The row's value is this or more: a number or a date.
 */
from: string | null, 
/**
 * The row's value is less than this: a number or a date.
 */
below: string | null, 
/**
 * The row has no value in the column.
 */
missing: boolean, };

/**
 * Everything that decides a run besides the files. Serialized, it is the settings file of page and headless runs.
 */
export type Config = { 
/**
 * Version of this shape.
 */
version: number, 
/**
 * Seed of everything random in a run.
 */
seed: number, 
/**
 * Language of the sentences: `en`.
 */
language: string, 
/**
 * How the files' text is cut.
 */
dialect: Dialect, 
/**
 * What each column is for, by name; columns not named here are guessed.
 */
roles: { [key in string]: Role }, 
/**
 * Columns of the current file that have another name in the reference: the name there, by the name here.
 */
renames: { [key in string]: string }, 
/**
 * Columns that the inputs of an opened model file take: the column, by the name of the input. Others are found by
 * name, or by place where the model names none.
 */
model_columns: { [key in string]: string }, 
/**
 * How one file is split where no second one is given.
 */
split: Split, 
/**
 * Which rows are looked at: those for which every condition holds; all rows where there is none.
 */
cohort: Array<Condition>, 
/**
 * How a file of protected attributes belongs to the others.
 */
attributes: JoinKey, 
/**
 * Limits.
 */
budgets: Budgets, 
/**
 * Correction for many tests.
 */
correction: Correction, 
/**
 * What exports leave out.
 */
exports: Exports, 
/**
 * Parameters by analysis id; the catalog checks keys and values.
 */
analyses: Record<string, Record<string, unknown>>, };

/**
 * How many neighbours, and among how many rows. The limit, as a difference of rates, is that of the fairness audit.
 */
export type ConsistencyParameters = { 
/**
 * Neighbours of each row.
 */
neighbours: number, 
/**
 * Rows among which neighbours are looked for, a seeded sample where there are more: time grows with their square.
 */
rows: number, 
/**
 * Columns that say who is alike, at most: the first ones of the file.
 */
columns: number, };

/**
 * What bins or levels add to a distance, one number each.
 */
export type Contribution = { 
/**
 * The distance, such as `Population stability index`.
 */
label: string, 
/**
 * One value for each bin; `None` where it is infinite, because one share is zero.
 */
values: Array<number | null>, };

/**
 * How several tests of one run are corrected.
 */
export type Correction = { 
/**
 * `bh`: Benjamini & Hochberg, or `by`: Benjamini & Yekutieli, hold the share of false alarms among the alarms at
 * `level`; `holm` and `bonferroni` hold the chance of any false alarm at it.
 */
method: string, 
/**
 * The error rate that a run may have, 0 to 1: a corrected p-value at or below it counts as evidence.
 */
level: number, };

/**
 * How many values stand behind a number.
 */
export type Counts = { 
/**
 * Values used of the reference.
 */
reference: number, 
/**
 * Values used of the current file.
 */
current: number, };

/**
 * Lines with points of their own: reliability, ROC and quantile–quantile curves.
 */
export type Curve = { 
/**
 * What it shows.
 */
title: string, 
/**
 * What is counted from left to right.
 */
x_label: string, 
/**
 * What is counted upwards.
 */
y_label: string, 
/**
 * Unit of x.
 */
x_unit: Unit, 
/**
 * Unit of y.
 */
y_unit: Unit, 
/**
 * Whether the line on which both are equal is drawn; both axes then have one range.
 */
diagonal: boolean, 
/**
 * The lines.
 */
lines: Array<CurveLine>, };

/**
 * One line of a [`Curve`], through points of its own.
 */
export type CurveLine = { 
/**
 * Its name.
 */
label: string, 
/**
 * Points in drawing order.
 */
points: Array<CurvePoint>, 
/**
 * True for one of many that are drawn thin behind the others and are not named.
 */
faint?: boolean, };

/**
 * One point of a [`CurveLine`].
 */
export type CurvePoint = { 
/**
 * Position from left to right.
 */
x: number, 
/**
 * Height.
 */
y: number, 
/**
 * Interval of the height.
 */
interval?: Interval | null, 
/**
 * How many rows stand behind it.
 */
n?: number | null, };

/**
 * Which part of a date comes first, where the year comes last.
 */
export type DateOrder = "day-first" | "month-first";

/**
 * The words and numbers of a chart.
 */
export type Description = { 
/**
 * What the chart shows, with its main numbers.
 */
sentence: string, 
/**
 * Every number of the block.
 */
table: TableBlock, };

/**
 * How a file's text is cut into cells, and what its columns hold. `None` means: found out from the file.
 */
export type Dialect = { 
/**
 * One character: `,`, `;`, a tab or `|`.
 */
delimiter: string | null, 
/**
 * How the bytes stand for characters.
 */
encoding: Encoding | null, 
/**
 * Lines in front of the header that are no part of the table.
 */
preamble: number | null, 
/**
 * Rows of names above the data, 0 where there is none: the columns are then called `column 1`, `column 2`, …
 */
header: number | null, 
/**
 * 0 where every line under the header is data; else lines such as a sum or a remark at the end are left out.
 */
trailer: number | null, 
/**
 * The quote around cells, `"` or `'`, or a space where nothing quotes.
 */
quote: string | null, 
/**
 * What stands before a quote inside a quoted cell: the quote itself, once more, or `\`.
 */
escape: string | null, 
/**
 * The decimal mark, `,` or `.`, of columns that read so; the others are read as if it was not given.
 */
decimal: string | null, 
/**
 * The order of day and month in columns that read so; the others are read as if it was not given.
 */
date_order: DateOrder | null, 
/**
 * The texts that mean "no value", compared exactly after spaces at both ends are taken off; an empty cell is
 * always missing. `None` means the default list.
 */
missing: Array<string> | null, 
/**
 * The type of columns, by name; columns not named here are typed by what all their rows say.
 */
types: { [key in string]: Kind }, };

/**
 * For which space and surface a chart is drawn.
 */
export type DrawOptions = { 
/**
 * Width in CSS px, from [`MIN_WIDTH`].
 */
width: number, 
/**
 * Height in CSS px; 0 is the natural height at this width.
 */
height: number, 
/**
 * Device pixels for each CSS px of the surface; SVG does not use it.
 */
pixelRatio: number, 
/**
 * The surface's theme.
 */
theme: Theme, };

/**
 * Where two empirical distribution functions are farthest apart.
 */
export type EcdfGap = { 
/**
 * The value at which the gap stands.
 */
at: number, 
/**
 * Reference share at or below it.
 */
reference: number, 
/**
 * Current share at or below it.
 */
current: number, };

/**
 * Two empirical distribution functions on a shared grid: right-continuous steps.
 */
export type EcdfPair = { 
/**
 * What it shows.
 */
title: string, 
/**
 * Unit of the values.
 */
unit: Unit, 
/**
 * Values, increasing.
 */
at: Array<number>, 
/**
 * Reference share at or below each value.
 */
reference: Array<number>, 
/**
 * Current share at or below each value.
 */
current: Array<number>, 
/**
 * The largest gap; `None` where a side is empty or there is none, and where it lies outside a part.
 */
gap: EcdfGap | null, 
/**
 * True for a part of the values that is drawn larger: its first shares are not reached in one step.
 */
part?: boolean, };

/**
 * How large a difference is.
 */
export type Effect = { 
/**
 * Stable name: `wasserstein-distance`, `total-variation`, `missing-rate-difference`, `affected-share`.
 */
name: string, 
/**
 * The estimate; `None` is "not estimable".
 */
value: number | null, 
/**
 * Its interval.
 */
interval: Interval | null, 
/**
 * From here on a difference matters.
 */
threshold: number, 
/**
 * 95th percentile of the value when both files come from one distribution, for these rows and ties; shown,
 * decides nothing.
 */
noise_floor?: number | null, 
/**
 * The effect that would be found with a probability of 80 % (minimum detectable effect); shown, decides nothing.
 */
detectable?: number | null, 
/**
 * Unit of all of these.
 */
unit: Unit, };

/**
 * How the bytes of a file stand for characters.
 */
export type Encoding = "utf-8" | "windows-1252" | "utf-16le" | "utf-16be";

/**
 * An error or a warning: code, place, what was found and expected, what to do.
 */
export type Error = { 
/**
 * Stable dotted code.
 */
code: Code, 
/**
 * Where.
 */
place: Place, 
/**
 * What was found, one plain clause.
 */
found: string, 
/**
 * What was expected.
 */
expected: string, 
/**
 * What the person can do.
 */
action: string, 
/**
 * How many times it occurred, where it was counted.
 */
count?: number, };

/**
 * What speaks for and against a column's type, counted over every row.
 */
export type Evidence = { 
/**
 * Cells that are not missing.
 */
present: number, 
/**
 * Missing cells.
 */
missing: number, 
/**
 * Present cells that read as a number.
 */
number: number, 
/**
 * Present cells whose digits a number would not keep: a leading zero, or more than fifteen digits.
 */
identifier: number, 
/**
 * Present cells that read as a date or an instant.
 */
time: number, 
/**
 * Present cells that are a boolean word.
 */
boolean: number, 
/**
 * Present cells that count as missing because they do not read as the column's type.
 */
unread: number, 
/**
 * The first distinct cells that do not read as the column's type, at most five; for categories and texts
 * the cells that kept a column from being a number or a time, where at least half of it reads so.
 */
counter_examples: Array<Example>, 
/**
 * How the cells are written, where they are neither plain numbers nor ISO dates.
 */
notation?: Notation | null, 
/**
 * The first distinct cells that can be read in this notation only, at most three.
 */
deciding?: Array<Example>, };

/**
 * A cell that speaks against a type.
 */
export type Example = { 
/**
 * Line in the file, from 1.
 */
line: number, 
/**
 * The cell, cut to 80 characters.
 */
value: string, };

/**
 * One rule. It fails where the 95 % interval of the share of rows that break it lies above `tolerance`: with a
 * tolerance of 0 any such row breaks it.
 */
export type Expectation = { 
/**
 * Which rule.
 */
rule: string, 
/**
 * The column it is about; empty for `row-count`.
 */
column: string, 
/**
 * `present`: number, category, time, boolean or text; a category may come as boolean or text and the other way round.
 */
kind: string | null, 
/**
 * `range` and `row-count`: least.
 */
low: number | null, 
/**
 * `range` and `row-count`: most.
 */
high: number | null, 
/**
 * `range` of dates: first day, such as `2020-01-01`.
 */
from: string | null, 
/**
 * `range` of dates: last day.
 */
to: string | null, 
/**
 * `set`: the values allowed, as they are written in the file.
 */
values: Array<string>, 
/**
 * `pattern`: a regular expression for the whole value.
 */
pattern: string | null, 
/**
 * `monotone`: falling instead of rising.
 */
descending: boolean, 
/**
 * `freshness`: days.
 */
days: number | null, 
/**
 * `foreign-key`: the column of the reference; the one of the same name where it is not given.
 */
of: string | null, 
/**
 * Share of the rows that may break it, 0 to 1.
 */
tolerance: number, };

/**
 * What exports leave out.
 */
export type Exports = { 
/**
 * Levels, groups and table rows that stand on fewer rows of a file than this are left out of everything that is
 * taken away; 0 leaves nothing out. Official statistics often use 3, 5 or 10.
 */
small_cells: number, };

/**
 * Which outcome is good for a person, from where on a gap counts, and how groups are made. The limits are conventions
 * (the ratio's is that of the four-fifths rule, 29 CFR 1607.4(D)), not a finding about the law that applies.
 */
export type FairnessParameters = { 
/**
 * The outcome that is good for the person, as written in the file; with several classes, the chosen one against
 * the rest. Empty: guessed where two levels leave little doubt, and said to be a guess.
 */
favourable: string, 
/**
 * Rows with a score at or above it (below it where low scores are good) count as decided in favour, where no
 * column has the decision. None: no decision is made from a score.
 */
threshold: number | null, 
/**
 * Whether `high` or `low` scores are good for the person; `auto`: the way that agrees with the label or the decision.
 */
score: string, 
/**
 * What is limited: the `ratio` of two groups' rates or their `difference`.
 */
limit: string, 
/**
 * A ratio below this is outside the limit, 0 to 1; above its inverse, too.
 */
ratio: number, 
/**
 * A difference of two rates or areas above this is outside the limit, 0 to 1; also where ratios are limited, for
 * what has no meaningful ratio.
 */
difference: number, 
/**
 * The group that the others of an attribute are compared with: `largest` or `most-favoured`.
 */
reference: string, 
/**
 * Reference groups of single attributes by name, in place of the above.
 */
reference_groups: { [key in string]: string }, 
/**
 * How numbers become groups where no edges are given: edges at `round` numbers or at `quantile`s.
 */
band_rule: string, 
/**
 * Edges between the bands of a numeric attribute, by attribute, increasing; a value on an edge is in the upper band.
 */
bands: { [key in string]: Array<number> }, 
/**
 * Levels put together, by attribute: from the level to the group's name.
 */
merged: { [key in string]: { [key in string]: string } }, 
/**
 * Levels left out of the comparison, by attribute; they are listed with their rows.
 */
excluded: { [key in string]: Array<string> }, 
/**
 * How many attributes are crossed at most, 1 to 3.
 */
crossed: number, 
/**
 * Columns within whose levels rates are compared as well (conditional parity); those with the role segment are
 * added.
 */
control: Array<string>, 
/**
 * Groups with fewer rows are listed and not judged.
 */
least_rows: number, 
/**
 * Counts from 1 to below this are not shown in tables, and rates over so few rows neither; 0 shows all.
 */
suppress_below: number, 
/**
 * A group with less than this share of the rows may be left out of Local Law 144's required calculations.
 */
small_share: number, 
/**
 * Cost of a decision in favour that turns out wrong.
 */
cost_false_favourable: number, 
/**
 * Cost of a decision against that turns out wrong.
 */
cost_false_unfavourable: number, 
/**
 * Whose point values are shown besides: `fairlearn`, `aif360` or `aequitas`, with their conventions for empty
 * groups. They change nothing of the verdict.
 */
compatible_with: string, };

/**
 * How far the search goes. The limit, the reference groups and the favourable outcome are those of the fairness audit.
 */
export type FairnessSlicesParameters = { 
/**
 * Fewest rows that each of the two groups has inside a part and outside it, in each half.
 */
least_rows: number, 
/**
 * Groups of one attribute that are compared with its reference group, the largest ones.
 */
groups: number, 
/**
 * Parts tested at most for each group, those with the clearest signal in the half in which they are looked for.
 */
tested: number, 
/**
 * Columns that make parts, at most: the first ones of the file.
 */
columns: number, };

/**
 * A distribution followed along an axis: its median and bands of its quantiles.
 */
export type Fan = { 
/**
 * What it shows.
 */
title: string, 
/**
 * Unit of the values.
 */
unit: Unit, 
/**
 * Unit of x.
 */
x_unit: Unit, 
/**
 * Positions, increasing.
 */
x: Array<number>, 
/**
 * Median at each x; `None` where there is too little data.
 */
middle: Array<number | null>, 
/**
 * The median that it is compared with.
 */
reference?: number | null, 
/**
 * Bands, the widest first.
 */
bands: Array<FanBand>, 
/**
 * Values at each x.
 */
n: number[], };

/**
 * One band of a [`Fan`].
 */
export type FanBand = { 
/**
 * What lies inside, such as `half of the values`.
 */
label: string, 
/**
 * Lower end at each x.
 */
low: Array<number | null>, 
/**
 * Upper end at each x.
 */
high: Array<number | null>, 
/**
 * Both ends of what it is compared with.
 */
reference?: [number, number] | null, };

/**
 * One file as it was read. `rows_used + rows_repaired + rows_skipped = rows_read`.
 */
export type FileRecord = { 
/**
 * `reference` or `current`.
 */
slot: string, 
/**
 * File name.
 */
name: string, 
/**
 * Size in bytes.
 */
bytes: number, 
/**
 * Delimiter used.
 */
delimiter: string, 
/**
 * Data rows found.
 */
rows_read: number, 
/**
 * Rows taken as they are.
 */
rows_used: number, 
/**
 * Rows taken after a repair that a warning names.
 */
rows_repaired: number, 
/**
 * Rows left out for a reason that a warning names.
 */
rows_skipped: number, 
/**
 * Rows that were looked at, where the file is larger than the memory budget: a uniform sample by the seed.
 */
rows_sampled?: number | null, 
/**
 * Rows that were looked at, where `config.cohort` chose among them.
 */
rows_in_cohort?: number | null, 
/**
 * How its bytes stood for characters, where they were not UTF-8.
 */
encoding?: string | null, 
/**
 * Columns by type.
 */
types: Array<TypeCount>, 
/**
 * Which rows of a file these are, where one was split.
 */
part?: PartRecord | null, };

/**
 * One line of the ranked list.
 */
export type Finding = { 
/**
 * Unique in the report, such as `drift/age/missing`.
 */
id: string, 
/**
 * Id of the analysis that wrote it.
 */
analysis: string, 
/**
 * Key in the wording table, such as `drift.numbers`.
 */
code: string, 
/**
 * The column it is about; `None` for the whole data set.
 */
column: string | null, 
/**
 * The section with the details.
 */
section: string | null, 
/**
 * How serious it is.
 */
severity: Severity, 
/**
 * The word for the severity where the analysis has one of its own, such as `outside the limit`; from the wording
 * table.
 */
word?: string | null, 
/**
 * The rule that decided.
 */
rule: Rule, 
/**
 * How large the difference is.
 */
effect: Effect | null, 
/**
 * The test behind it.
 */
test: Test | null, 
/**
 * How many values stand behind it.
 */
n: Counts, 
/**
 * Further values for the sentence.
 */
numbers: { [key in string]: Cell }, 
/**
 * One plain sentence, from the wording table.
 */
sentence: string, 
/**
 * What to do next, from the wording table.
 */
next: string, };

/**
 * The formats a report can be taken away in.
 */
export type Format = "json" | "html" | "html-summary" | "csv" | "markdown" | "junit" | "local-law" | "local-law-csv" | "weights-csv";

/**
 * A box in CSS px, from its upper left corner.
 */
export type Frame = { 
/**
 * Left edge.
 */
x: number, 
/**
 * Upper edge.
 */
y: number, 
/**
 * Width.
 */
width: number, 
/**
 * Height.
 */
height: number, };

/**
 * Two histograms over the same bins.
 */
export type Histogram = { 
/**
 * What it shows.
 */
title: string, 
/**
 * Unit of the edges.
 */
unit: Unit, 
/**
 * Bin edges, one more than the shares, increasing.
 */
edges: Array<number>, 
/**
 * Share of the reference rows in each bin, 0 to 1.
 */
reference: Array<number>, 
/**
 * Share of the current rows in each bin, 0 to 1.
 */
current: Array<number>, 
/**
 * What each bin adds to a distance between the two, drawn under the bins.
 */
contribution?: Contribution | null, };

/**
 * A confidence interval, ends included.
 */
export type Interval = { 
/**
 * Lower end.
 */
low: number, 
/**
 * Upper end.
 */
high: number, 
/**
 * Coverage that the method promises, such as 0.95.
 */
level: number, };

/**
 * One row of a forest plot.
 */
export type IntervalRow = { 
/**
 * What the row is about, such as a column name.
 */
label: string, 
/**
 * The estimate; `None` is "not estimable".
 */
value: number | null, 
/**
 * Its interval.
 */
interval: Interval | null, 
/**
 * True where the interval reaches or passes the threshold with evidence.
 */
marked: boolean, 
/**
 * True where there is too little data to judge the row: drawn hollow and said to be so.
 */
hollow?: boolean, 
/**
 * How many rows of the file the estimate stands on, where rows differ in it.
 */
n?: number | null, };

/**
 * A forest plot: estimates with intervals against a threshold or a band.
 */
export type Intervals = { 
/**
 * What it shows.
 */
title: string, 
/**
 * Unit of the estimates.
 */
unit: Unit, 
/**
 * What the estimates are judged against.
 */
threshold: number | null, 
/**
 * Rows, top to bottom.
 */
rows: Array<IntervalRow>, 
/**
 * The axis; on a logarithmic one the value 1, no difference, has a line.
 */
scale?: AxisScale, 
/**
 * The values that are within the limits.
 */
band?: Band | null, 
/**
 * True where estimates are sizes that grow from zero: each then stands on a stem.
 */
stems?: boolean, };

/**
 * Which column names the same row in a file and in the file of attributes that belongs to it.
 */
export type JoinKey = { 
/**
 * The column in the files that are compared. Without it the one name in both, or the one among these that is named
 * like a key.
 */
column: string | null, 
/**
 * The column in the file of attributes, where it has another name there.
 */
attributes_column: string | null, };

/**
 * The type of a column.
 */
export type Kind = "number" | "category" | "time" | "boolean" | "text";

/**
 * `used + repaired + skipped` is the number of data rows in the file.
 */
export type Ledger = { 
/**
 * Rows taken as they are.
 */
used: number, 
/**
 * Rows taken after a repair that a warning names.
 */
repaired: number, 
/**
 * Rows left out for a reason that a warning names.
 */
skipped: number, 
/**
 * Blank lines, which are no rows.
 */
blank_lines: number, 
/**
 * Lines behind the last row that are no rows, such as a sum or a remark.
 */
trailer_lines?: number, };

/**
 * One level of a category.
 */
export type Level = { 
/**
 * The level as written in the file.
 */
name: string, 
/**
 * Share of the reference rows, 0 to 1.
 */
reference: number, 
/**
 * Share of the current rows, 0 to 1.
 */
current: number, };

/**
 * Shares of levels, side by side.
 */
export type LevelPair = { 
/**
 * What it shows.
 */
title: string, 
/**
 * Levels, the largest difference first.
 */
levels: Array<Level>, 
/**
 * How many levels are summed up in `rest`.
 */
rest_levels: number, 
/**
 * The levels not listed, together.
 */
rest: Level | null, };

/**
 * Numbers in a grid, drawn as shaded cells with the numbers printed.
 */
export type Matrix = { 
/**
 * What it shows.
 */
title: string, 
/**
 * Unit of the values.
 */
unit: Unit, 
/**
 * Row labels.
 */
rows: Array<string>, 
/**
 * Column labels.
 */
columns: Array<string>, 
/**
 * Row-major values; `None` is "not estimable".
 */
values: Array<number | null>, };

/**
 * One named number.
 */
export type Metric = { 
/**
 * What it is.
 */
title: string, 
/**
 * The value; `None` is "not estimable".
 */
value: number | null, 
/**
 * Unit of value, interval and threshold.
 */
unit: Unit, 
/**
 * Its interval, where it is an estimate.
 */
interval: Interval | null, 
/**
 * What it is judged against.
 */
threshold: number | null, 
/**
 * One sentence: definition and source.
 */
definition: string, };

/**
 * How numbers or dates are written.
 */
export type Notation = { "form": "amount", 
/**
 * `,` or `.`.
 */
decimal: string, 
/**
 * The sign that every cell carries, or empty; `%` means that the values are fractions of 1.
 */
sign: string, } | { "form": "date", 
/**
 * Which comes first.
 */
order: DateOrder, } | { "form": "epoch", 
/**
 * `s` or `ms`.
 */
unit: string, };

/**
 * From which size on a change matters, and which tests look for one. The thresholds are our convention, not a law:
 * set what your use case bears.
 *
 * A selected *test* (`anderson-darling`, `g`, …) takes the place of the default one: its p-value enters the run's
 * correction, and the size of the change is judged by the default effect against its threshold, as ever: a test says
 * whether, not how much. A selected *distance* (`psi`, `hellinger`, …) takes the place of both: its value is judged
 * against its own threshold below, its p-value is that of the distance among random tables with the same margins,
 * and its interval must lie at or above the threshold before a change *matters*.
 */
export type Parameters = { 
/**
 * Numbers: Wasserstein distance of the winsorised values, in units of the reference's spread.
 */
distance: number, 
/**
 * Categories: total variation distance, 0 to 1.
 */
total_variation: number, 
/**
 * Missing values: absolute difference of the missing rates, 0 to 1.
 */
missing_rate: number, 
/**
 * Where selected: population stability index. 0.1 is where Siddiqi (2006) ends "no significant change".
 */
psi: number, 
/**
 * Where selected: Jensen–Shannon distance with natural logarithms, 0 to 0.83.
 */
jensen_shannon: number, 
/**
 * Where selected: Kullback–Leibler divergence of the reference from the current file, in nats; near equality it is
 * half the stability index.
 */
kullback_leibler: number, 
/**
 * Where selected: Hellinger distance, 0 to 1.
 */
hellinger: number, 
/**
 * Where selected: Kolmogorov–Smirnov distance, 0 to 1.
 */
ks_distance: number, 
/**
 * Where selected: largest change of one level's or bin's share, 0 to 1.
 */
l_infinity: number, 
/**
 * Which test compares numbers: `ks`, `cramer-von-mises`, `anderson-darling`, `kuiper`, `mann-whitney`,
 * `brunner-munzel`, `welch`, `epps-singleton`, `energy`, `wasserstein`; or a distance over the reference's
 * deciles: `psi`, `jensen-shannon`, `kullback-leibler`, `hellinger`, `total-variation`, `l-infinity`; or
 * `ks-distance`.
 */
number_test: string, 
/**
 * Which test compares levels: `chi-square`, `g`, `fisher` and `z` (two levels only), or one of the distances.
 */
level_test: string, 
/**
 * Tests of single columns by name, in place of the two above.
 */
column_tests: { [key in string]: string }, };

/**
 * The rows of one file that a record is about, where the file was split.
 */
export type PartRecord = { 
/**
 * Name of the whole file.
 */
file: string, 
/**
 * Which rows, such as `day before 2024-07-01`.
 */
rule: string, 
/**
 * Rows of the file in neither part.
 */
rows_left_out: number, 
/**
 * Rows of the whole file that were repaired when it was read.
 */
file_rows_repaired: number, 
/**
 * Rows of the whole file that were skipped when it was read.
 */
file_rows_skipped: number, };

/**
 * One line of [`Paths`].
 */
export type Path = { 
/**
 * Its name, such as `row 17`.
 */
label: string, 
/**
 * Where it stands after each step, one value a step.
 */
values: Array<number>, 
/**
 * True for the one that is looked at.
 */
marked?: boolean, };

/**
 * Many things on their way from one number through the same steps: a decision plot.
 */
export type Paths = { 
/**
 * What it shows.
 */
title: string, 
/**
 * Unit of all numbers.
 */
unit: Unit, 
/**
 * Where all of them start.
 */
start: number, 
/**
 * What the start is.
 */
start_label: string, 
/**
 * The steps, top to bottom.
 */
steps: Array<string>, 
/**
 * The paths.
 */
lines: Array<Path>, };

/**
 * Where something was found. Lines count from 1 as a text editor counts them.
 */
export type Place = { 
/**
 * File name as the person knows it.
 */
file?: string | null, 
/**
 * Line in the file, from 1.
 */
line?: number, 
/**
 * Column name.
 */
column?: string | null, 
/**
 * The offending value, cut to 80 characters.
 */
value?: string | null, };

/**
 * Everything needed to make the same report again.
 */
export type Provenance = { 
/**
 * `driftglass`.
 */
tool: string, 
/**
 * Version of the tool.
 */
version: string, 
/**
 * Seed of everything random.
 */
seed: number, 
/**
 * The files, reference first.
 */
files: Array<FileRecord>, 
/**
 * Size of the family of tests that was corrected together.
 */
tests_corrected: number, 
/**
 * The settings of the run, complete.
 */
config: Config, };

/**
 * From where on a problem is worth a line, and what the data must hold. The thresholds are our convention, not a law.
 */
export type QualityParameters = { 
/**
 * What is wrong in any case is minor where it surely concerns a smaller share of the rows than this, 0 to 1.
 */
serious_share: number, 
/**
 * Missing values: from this share of the rows on they are listed, 0 to 1.
 */
missing_share: number, 
/**
 * Missing values: from this share on they are to check, 0 to 1.
 */
missing_check: number, 
/**
 * A column is nearly constant where one value has at least this share, 0 to 1.
 */
near_constant: number, 
/**
 * Values that stand far from all others: the chance that a clean column of normal values has any, 0 to 1; the
 * smaller, the farther a value must stand.
 */
outlier_level: number, 
/**
 * An id is looked at for repeats where at least this share of its values is distinct, 0 to 1.
 */
id_distinct: number, 
/**
 * Two columns of numbers are as good as one from this absolute correlation on, 0 to 1.
 */
correlation: number, 
/**
 * A column gives the label away where it alone tells classes apart with an area under the ROC curve of at least
 * this, or explains this share of a numeric label's variance, 0 to 1.
 */
leakage: number, 
/**
 * Label noise is to check where no model that reads these columns alone can be wrong in fewer rows, 0 to 1.
 */
label_noise: number, 
/**
 * Row order carries information from this rank correlation of neighbours on, 0 to 1.
 */
row_order: number, 
/**
 * The day on which the data is looked at, such as `2026-06-30`: dates after it are in the future. Without it
 * dates are held against the other dates of their column.
 */
as_of: string | null, 
/**
 * What the current file must hold.
 */
expectations: Array<Expectation>, };

/**
 * One row of a [`Ranking`].
 */
export type RankRow = { 
/**
 * What is ranked.
 */
label: string, 
/**
 * Its value.
 */
value: number, };

/**
 * Bars, largest first.
 */
export type Ranking = { 
/**
 * What it shows.
 */
title: string, 
/**
 * Unit of the values.
 */
unit: Unit, 
/**
 * Rows, top to bottom.
 */
rows: Array<RankRow>, };

/**
 * A whole report. Equal inputs, config and seed give equal bytes.
 */
export type Report = { 
/**
 * Always [`REPORT_FORMAT`].
 */
format: string, 
/**
 * Version of this shape.
 */
version: number, 
/**
 * The answer in one line: whether the two files differ or, where one file stands alone, the most serious answer
 * to what can be asked of it.
 */
verdict: Verdict, 
/**
 * What analyses after the verdict answer to their own questions, in the order of the catalog.
 */
answers?: Array<Answer>, 
/**
 * What was found, the most serious first.
 */
findings: Array<Finding>, 
/**
 * Details, one for each subject.
 */
sections: Array<Section>, 
/**
 * What the reader must know about reading and computing.
 */
warnings: Array<Error>, 
/**
 * Where all this comes from.
 */
provenance: Provenance, };

/**
 * What a column is for. Guessed with a reason, corrected by the person.
 */
export type Role = "feature" | "id" | "timestamp" | "label" | "prediction" | "score" | "protected" | "segment" | "weight" | "kpi" | "latency" | "ignore";

/**
 * Which rule decided a severity.
 */
export type Rule = "not-judged" | "no-test-or-interval" | "evidence-and-large" | "evidence-and-small" | "evidence-size-unclear" | "no-evidence-and-small" | "no-evidence-size-unclear" | "own-rule";

/**
 * Rows by two numbers, binned, shaded by a third.
 */
export type Scatter = { 
/**
 * What it shows.
 */
title: string, 
/**
 * What lies along x.
 */
x_label: string, 
/**
 * What lies along y.
 */
y_label: string, 
/**
 * Unit of x.
 */
x_unit: Unit, 
/**
 * Unit of y.
 */
y_unit: Unit, 
/**
 * What the shade is of.
 */
shade_label?: string | null, 
/**
 * The dots.
 */
dots: Array<ScatterDot>, };

/**
 * Rows of a [`Scatter`] at about the same place.
 */
export type ScatterDot = { 
/**
 * Where, from left to right.
 */
x: number, 
/**
 * Where, from bottom to top.
 */
y: number, 
/**
 * How many rows.
 */
count: number, 
/**
 * Mean place of their values of a third column among all, from 0, the lowest, to 1.
 */
shade?: number | null, };

/**
 * Where the marks of a drawing are, in CSS px and reading order.
 */
export type Scene = { 
/**
 * Width of the drawing.
 */
width: number, 
/**
 * Height of the drawing.
 */
height: number, 
/**
 * The part inside the axes.
 */
plot: Frame, 
/**
 * What can be pointed at.
 */
marks: Array<SceneMark>, 
/**
 * The axis, where [`super::zoom`] can cut the block along it.
 */
x?: SceneAxis | null, };

/**
 * A horizontal axis along which a drawing can be cut to a part.
 */
export type SceneAxis = { 
/**
 * Value at the left end.
 */
low: number, 
/**
 * Value at the right end.
 */
high: number, 
/**
 * Left end in CSS px.
 */
from: number, 
/**
 * Right end in CSS px.
 */
to: number, 
/**
 * Whether equal distances are equal factors.
 */
log?: boolean, };

/**
 * One thing that can be pointed at or walked to.
 */
export type SceneMark = { 
/**
 * What it is, complete even where the drawing shortens it.
 */
label: string, 
/**
 * Its numbers, ready to be read.
 */
value: string, 
/**
 * Left edge of the hit box.
 */
x: number, 
/**
 * Upper edge of the hit box.
 */
y: number, 
/**
 * Width of the hit box.
 */
width: number, 
/**
 * Height of the hit box.
 */
height: number, };

/**
 * What one analysis says of one subject, as generic blocks.
 */
export type Section = { 
/**
 * Unique in the report, such as `drift/age`.
 */
id: string, 
/**
 * Id of the analysis that wrote it.
 */
analysis: string, 
/**
 * Heading in plain words.
 */
title: string, 
/**
 * The column it is about; `None` for the whole data set.
 */
column: string | null, 
/**
 * Its content, in reading order.
 */
blocks: Array<Block>, };

/**
 * From which size on a change matters. The defaults are our convention, not a law: set what your use case bears.
 */
export type SeparabilityParameters = { 
/**
 * Area under the ROC curve from which on the files count as different, 0.5 (guessing) to 1.
 */
auc: number, 
/**
 * Area under the ROC curve from which on a single column gives the file away by itself: it is reported and left
 * out of the model, which would look at nothing else.
 */
alone: number, 
/**
 * Columns that a model looks at, at most: of more, those that tell most by themselves in the first folds.
 */
columns: number, };

/**
 * Lines over a shared x.
 */
export type Series = { 
/**
 * What it shows.
 */
title: string, 
/**
 * Unit of x.
 */
x_unit: Unit, 
/**
 * Unit of y.
 */
y_unit: Unit, 
/**
 * Positions, increasing.
 */
x: Array<number>, 
/**
 * The lines.
 */
lines: Array<SeriesLine>, };

/**
 * One line of a [`Series`].
 */
export type SeriesLine = { 
/**
 * Its name.
 */
label: string, 
/**
 * One value for each x; `None` is a gap.
 */
y: Array<number | null>, 
/**
 * Interval at each x, where known.
 */
band: Array<Interval | null> | null, };

/**
 * How serious a finding is, the least serious first.
 */
export type Severity = "not-compared" | "no-evidence" | "not-enough-data" | "real-but-small" | "real-size-unclear" | "matters";

/**
 * One report's side of a change.
 */
export type Side = { 
/**
 * How serious it was.
 */
severity: Severity, 
/**
 * The effect.
 */
value: number | null, 
/**
 * Its interval.
 */
interval: Interval | null, 
/**
 * Unit of both.
 */
unit: Unit, 
/**
 * The sentence.
 */
sentence: string, };

/**
 * How far the search goes. From which size on a change matters is said by the drift analysis' own thresholds.
 */
export type SlicesParameters = { 
/**
 * Fewest rows that a slice and the rows outside it have, in each file and each half.
 */
least_rows: number, 
/**
 * Slices looked for in one column.
 */
slices_per_column: number, 
/**
 * Slices tested at most, those with the clearest signal in the half in which slices are looked for.
 */
tested: number, };

/**
 * How one file becomes a reference and a current part.
 */
export type Split = { 
/**
 * The column that decides; without it the one whose role is timestamp.
 */
column: string | null, 
/**
 * Rows with a smaller value are the reference: a date, a number, or a text in byte order. Without it and
 * without `reference` the median.
 */
at: string | null, 
/**
 * Rows with one of these values are the reference.
 */
reference: Array<string> | null, };

/**
 * From where on a column, or all of them, give an attribute away. Conventions, not laws.
 */
export type StandInsParameters = { 
/**
 * Area under the ROC curve from which on, 0.5 (guessing) to 1.
 */
auc: number, 
/**
 * Columns that are looked at, at most: the first ones of the file.
 */
columns: number, };

/**
 * Rows of shaded cells along one axis: where in a file values are missing, how far each column moved in each window,
 * what each column adds in each row.
 */
export type Strip = { 
/**
 * What it shows.
 */
title: string, 
/**
 * Unit of the values.
 */
unit: Unit, 
/**
 * What is counted from left to right.
 */
x_label: string, 
/**
 * Unit of the edges.
 */
x_unit: Unit, 
/**
 * Edges of the cells, one more than there are cells, increasing.
 */
edges: Array<number>, 
/**
 * Names of the cells, where they have some; none otherwise.
 */
names?: Array<string>, 
/**
 * Where there is one, values below and above it have a hue each; else low is light and high is dark.
 */
middle?: number | null, 
/**
 * Cells at or beyond it are marked.
 */
threshold?: number | null, 
/**
 * Rows, top to bottom.
 */
rows: Array<StripRow>, };

/**
 * One row of a [`Strip`].
 */
export type StripRow = { 
/**
 * What the row is about, such as a column's name.
 */
label: string, 
/**
 * One value a cell; `None` is "not estimable".
 */
values: Array<number | null>, };

/**
 * Values of many things beside each other, each as a binned swarm shaded by another number.
 */
export type Swarm = { 
/**
 * What it shows.
 */
title: string, 
/**
 * Unit of the values.
 */
unit: Unit, 
/**
 * Rows, top to bottom.
 */
rows: Array<SwarmRow>, };

/**
 * Some values of one row of a [`Swarm`] at about the same place.
 */
export type SwarmDot = { 
/**
 * Where.
 */
x: number, 
/**
 * How many.
 */
count: number, 
/**
 * Mean place of their own column's values among all, from 0, the lowest, to 1; `None` where they have no order.
 */
shade: number | null, };

/**
 * One row of a [`Swarm`].
 */
export type SwarmRow = { 
/**
 * What the row is about.
 */
label: string, 
/**
 * Its values, binned, from left to right.
 */
dots: Array<SwarmDot>, };

/**
 * Rows and columns.
 */
export type TableBlock = { 
/**
 * What the table shows.
 */
title: string, 
/**
 * Columns, left to right.
 */
columns: Array<TableColumn>, 
/**
 * Rows, each as long as `columns`.
 */
rows: Array<Array<Cell>>, };

/**
 * One column of a [`TableBlock`].
 */
export type TableColumn = { 
/**
 * Heading.
 */
label: string, 
/**
 * Unit of its numbers.
 */
unit: Unit, };

/**
 * A hypothesis test as it was run.
 */
export type Test = { 
/**
 * Stable name: `ks`, `chi-square`, `fisher`, `proportions`, `rao-scott`.
 */
name: string, 
/**
 * `exact`, `simulated` (exact by random tables) or `asymptotic`.
 */
method: string, 
/**
 * The statistic; `None` where it is undefined.
 */
statistic: number | null, 
/**
 * p-value; `None` where it is undefined.
 */
p: number | null, 
/**
 * p-value corrected over the run (Benjamini & Hochberg 1995); `None` before correction or where p is.
 */
q: number | null, 
/**
 * Degrees of freedom, where the test has them.
 */
degrees: number | null, };

/**
 * A sentence: a code of the wording table with its numbers, and the words it gave.
 */
export type TextBlock = { 
/**
 * Key in the wording table.
 */
code: string, 
/**
 * What the wording fills in.
 */
numbers: { [key in string]: Cell }, 
/**
 * The sentence, filled in by the pipeline.
 */
sentence: string, };

/**
 * For which surface a chart is drawn.
 */
export type Theme = "light" | "dark" | "print";

/**
 * How many columns of one type a file has.
 */
export type TypeCount = { 
/**
 * `number`, `category`, `time`, `boolean`, `text`.
 */
kind: string, 
/**
 * How many.
 */
columns: number, };

/**
 * The unit of a shown number: decides how it is written.
 */
export type Unit = "number" | "ratio" | "count" | "share" | "share-points" | "probability" | "time-ms" | "bytes";

/**
 * The answer in one line.
 */
export type Verdict = { 
/**
 * Key in the wording table, such as `verdict.matters`.
 */
code: string, 
/**
 * The worst severity found.
 */
severity: Severity, 
/**
 * Values for the sentence: how many columns of which severity, and so on.
 */
numbers: { [key in string]: Cell }, 
/**
 * One plain sentence, from the wording table.
 */
sentence: string, 
/**
 * What to do next, from the wording table.
 */
next: string, };

/**
 * From one number to another in steps that add up.
 */
export type Waterfall = { 
/**
 * What it shows.
 */
title: string, 
/**
 * Unit of all numbers.
 */
unit: Unit, 
/**
 * Where it starts.
 */
start: number, 
/**
 * What the start is.
 */
start_label: string, 
/**
 * The steps, top to bottom.
 */
steps: Array<WaterfallStep>, 
/**
 * What the end is: start and steps together.
 */
end_label: string, };

/**
 * One step of a [`Waterfall`].
 */
export type WaterfallStep = { 
/**
 * What moves the number.
 */
label: string, 
/**
 * By how much.
 */
value: number, 
/**
 * Standard error of the step, where it is an estimate.
 */
error?: number | null, };

/**
 * Whether rows are compared by weight, where both files have a column of weights.
 */
export type WeightedParameters = { 
/**
 * False leaves the weights unused: every row counts once.
 */
compare: boolean, };

