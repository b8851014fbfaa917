//! From bytes to searchable segments, floor 1: knows JSON, escapes and key-value notation, and no rule.
//!
//! Invariants: nothing is decoded unless an escape asks for it; every decoded position can be mapped back to the
//! document; input that is not JSON is text, never an error; no recursion follows the depth of the input except
//! documents in documents, and those are counted against [`Limits`].

mod border;
mod bracket;
mod eight;
mod integer;
mod json;
#[cfg(feature = "pipeline")]
mod known;
mod limits;
mod map;
mod named;
mod pairs;
mod specials;
#[cfg(feature = "pipeline")]
mod string_end;
mod traverse;
mod unescape;

pub use border::word_at;
pub(crate) use bracket::next_table;
pub(crate) use eight::leading_digits;
pub(crate) use integer::integer_digits;
pub(crate) use json::walk_prefix;
pub use json::{Container, Element, Framing, Known, Leaf, LeafKind, Walk, WalkEnd, frame, walk};
#[cfg(feature = "pipeline")]
pub(crate) use known::{string_at, walk_knowing};
pub use limits::{Limits, Withhold};
pub use map::OffsetMap;
pub(crate) use named::is_name_of_list;
pub use pairs::{SHORT_END, may_name, name_end, value_after};
#[cfg(feature = "pipeline")]
pub(crate) use specials::digits_of_group;
pub(crate) use specials::padded;
pub(crate) use traverse::names_around;
pub use traverse::{Buffers, Frames, Kind, Segment, Site, Visitor, traverse, traverse_leaf};
pub use unescape::unescape;
#[cfg(feature = "pipeline")]
pub(crate) use unescape::unescape_behind;
