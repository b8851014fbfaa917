//! How fast it is, beside what, and what bounds it.
//!
//! # The tables
//!
//! Printed by this command, which takes a minute or two after the build; everything below it up to the next chapter is
//! what it printed:
//!
//! ```sh
//! benches/table/run > src/manual/speed_table.md
//! ```
//!
#![doc = include_str!("speed_table.md")]
//!
//! # What the figures are
//!
//! Everything runs on one thread, and time is that of the processor, so that what else a machine does counts little; a
//! neighbour on the same core, cache or memory still shows. MB are millions of bytes before packing. Each figure is the median of rounds in which
//! the candidates take turns, after one round that does not count. Differences below a third mean little on a machine that
//! others use too: compare what stands in one table, by its ratios.
//!
//! The texts are made by the benchmarks, the same each time, and a test holds them to this: `clean` is lines of services
//! and machines of 138 bytes or so, a quarter of them with IPv4 addresses and none with anything else; `json` is objects of
//! 490 bytes or so, one in ten with personal data or secrets. `BLACKBAR_BENCH_TEXT=a.log:b.log` takes files instead.
//!
//! All ways search for the same rules, and bounds, checks and words near by decide in the same way for all of them. The
//! others take a line for text: they know no keys of JSON objects, unescape nothing and edit nothing, while blackbar's
//! figures are of whole redaction, edits included, save that `scan` edits nothing and shows what stands around its findings.
//! So the counts of findings differ a little. The slow ways see the beginning of the text only.
//!
//! | way | how it comes to the places where a rule could match |
//! |---|---|
//! | the naive reference | it tries every rule at every position; what it finds is right by definition |
//! | `RegexSet` | one automaton of all patterns tells which rules match in a line |
//! | best of crates | aho-corasick finds key words and literals in the whole text; one automaton finds what has none |
//! | Hyperscan | all patterns over blocks of 64 KiB, ends of matches only, which is its fastest way; rules that count near a word only are searched for by that word. Lines in place of blocks, one match a pattern, keys in place of pairs, and words as patterns of their own made no difference |
//!
//! Rules beyond the built-in ones in the curve are of made-up vendors: a prefix of four to eight letters and `_`, then 20 to
//! 40 bytes of a token. Every stock holds the rules that find something, so that there is the same to find for all.
//!
//! # What bounds them
//!
//! - **Text in which nothing is found** costs the trigger pass: classes of bytes, borders of words, a look into bitmaps for
//!   the literals. Whatever has a literal is free after that; what has none (addresses, numbers) has its own finder.
//! - **Findings** cost more than text. The row for a finding says how much; a quarter of the lines of `clean` has one.
//! - **Words that stand in ordinary text** cost, not rules: context words, names of keys before something, short literals. They are what the
//!   curve shows up to the built-in stock, and its last row is the stock without the rules that count near a word only.
//!   Rules with a literal of their own that ordinary text does not hold, as those above the stock, are hardly felt:
//!   `tests/instructions/run` counts 27.0, 36.8 and 36.9 instructions for each byte of `clean` with 50, all built-in and 2,000 rules,
//!   25.0, 29.8 and 30.0 of `json`.
//! - **Packed text** costs the codec as much as the search. A lower level of `--gzip-level` buys more than anything else, and
//!   what has nothing to redact is not packed again by the function: the last rows of the table are batches of such lines alone. The
//!   codec's vector code is there only with the feature `runtime_detection` of flate2; a test sees to it.
//! - **Without vector instructions**, a table tells the classes of each byte, and where a literal could stand is asked of every
//!   byte: `tests/instructions/run` counts 61.6 instructions for each byte of `clean` there (`plain`), and 36.8 with AVX2.
//!
//! # Other measurements
//!
//! `cargo bench --bench speed` measures the parts with criterion: `triggers`, `scan`, `redact`, `batch`, `rules`,
//! `cold_start`, `logger_line`. Criterion takes time on the wall of the one thread that runs.
//!
//! `tests/instructions/run` guards the hot path: valgrind's callgrind counts the instructions that a byte of text costs, the
//! same on each run of a build whatever else the machine does, and compares with `tests/instructions/limits`. Its head says how limits are raised. Blocks
//! with 2,000 rules may cost 3 in 100 more than with the built-in ones.
//! `benches/threads/run FILE...` compares one process of two threads with two processes of one thread, which share nothing:
//! the ratio was 0.93, 1.05, 0.95 and 1.08 for 72 to 360 MB of lines of services, 1.02 and 0.93 for as much of JSON lines. Differences
//! of a tenth are those of the machine.
//!
//! `tests/allocations.rs` holds clean text to no allocation at all.
