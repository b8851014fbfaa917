//! CloudWatch Logs subscription batches, as positions in their document.
//!
//! Fields: <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/ValidateLogEventFlow.html>. Unknown fields are
//! data: they are searched and passed on.

use crate::span::{Patch, Span};
use crate::text::{Leaf, LeafKind, Walk, leading_digits};
use std::ops::Range;

/// A batch: which leaves of its document are what.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Batch {
    /// Whether it is a health check of the subscription and not data.
    pub control: bool,
    /// The events in order.
    pub events: Vec<LogEvent>,
    /// The leaves of one event after the other.
    leaves: Vec<usize>,
    /// Leaves of `logGroup` and `logStream`.
    pub names: Vec<usize>,
    /// All other leaves outside of the events that are to be searched.
    pub envelope: Vec<usize>,
    /// Bytes of `messageType`, `owner`, `id` and `timestamp`, which are not searched, and of the names of the known
    /// members.
    pub exempt_bytes: usize,
}

/// One element of `logEvents`.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct LogEvent {
    /// The leaf of `message`, if there is one.
    pub message: Option<usize>,
    /// Where its leaves are among those of all events.
    leaves: Range<usize>,
}

impl Batch {
    /// Reads a document whose table is `table`; `None` if it is no batch: an object with a `messageType` and an array
    /// `logEvents`.
    #[must_use]
    pub fn read(document: &[u8], table: &Walk) -> Option<Self> {
        let mut batch = Self { exempt_bytes: table.left_out, ..Self::default() };
        batch.events.reserve(table.known.len());
        batch.leaves.reserve(table.known.len());
        let root = table.containers.first().filter(|c| c.object && c.parent.is_none())?;
        debug_assert!(root.parent.is_none());
        let name = |leaf: Option<usize>| leaf.and_then(|l| table.leaves.get(l)).map(|l| l.span.of(document));
        // Containers of the arrays `logEvents` (a document may repeat the name) and of the objects in them.
        let mut places: Vec<(Place, Option<usize>)> = Vec::with_capacity(table.containers.len());
        let mut known = table.known.iter().peekable();
        let mut has_events = false;
        for (index, container) in table.containers.iter().enumerate() {
            if let Some(event) = known.next_if(|known| known.container == index) {
                let leaves = batch.leaves.len()..batch.leaves.len() + 1;
                batch.leaves.push(event.value);
                batch.events.push(LogEvent { message: Some(event.value), leaves });
                places.push((Place::Elsewhere, None));
                continue;
            }
            let parent = container.parent.and_then(|p| places.get(p)).copied();
            places.push(match parent {
                None if index == 0 => (Place::Root, None),
                None => return None,
                Some((Place::Root, _)) if !container.object && name(container.key) == Some(b"logEvents") => {
                    has_events = true;
                    (Place::Events, None)
                }
                Some((Place::Events, _)) if container.object => {
                    batch.events.push(LogEvent::default());
                    (Place::Event, Some(batch.events.len() - 1))
                }
                Some((_, event)) => (Place::Elsewhere, event),
            });
        }
        let mut has_type = false;
        let mut known = table.known.iter().peekable();
        let mut leaves = table.leaves.iter().enumerate();
        while let Some((index, leaf)) = leaves.next() {
            // The name and the value of a known event.
            if known.next_if(|known| known.value == index + 1).is_some() {
                batch.exempt_bytes += leaf.span.len();
                leaves.next();
                continue;
            }
            let place = leaf.container.and_then(|c| places.get(c)).copied();
            let (place, event) = place.unwrap_or((Place::Elsewhere, None));
            let text = leaf.span.of(document);
            let member = if leaf.kind == LeafKind::Key { Some(text) } else { name(leaf.key) };
            let role = role(place, member.unwrap_or_default(), leaf, text);
            match role {
                Role::Type => {
                    has_type = true;
                    batch.control |= text == b"CONTROL_MESSAGE";
                }
                Role::Name => batch.names.push(index),
                Role::Exempt | Role::Message | Role::Data => {}
            }
            if matches!(role, Role::Type | Role::Exempt) {
                batch.exempt_bytes += text.len();
            } else if let Some(event) = event.and_then(|e| batch.events.get_mut(e)) {
                if role == Role::Message {
                    event.message = Some(index);
                }
                // An event stands in one piece, and so do its leaves.
                if event.leaves.is_empty() {
                    event.leaves.start = batch.leaves.len();
                }
                batch.leaves.push(index);
                event.leaves.end = batch.leaves.len();
            } else if role != Role::Name {
                batch.envelope.push(index);
            }
        }
        (has_events && has_type).then_some(batch)
    }

    /// All leaves of one of the events that are to be searched, its message among them.
    #[must_use]
    pub fn leaves(&self, event: &LogEvent) -> &[usize] {
        self.leaves.get(event.leaves.clone()).unwrap_or_default()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Root,
    Events,
    Event,
    Elsewhere,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Type,
    Exempt,
    Name,
    Message,
    Data,
}

/// What a leaf is for. A member that is exempt by its name is so only if it has the form that AWS gives it: anything
/// else in its place is data.
fn role(place: Place, member: &[u8], leaf: &Leaf, text: &[u8]) -> Role {
    let is_key = leaf.kind == LeafKind::Key;
    let word = |max: usize, ok: fn(&u8) -> bool| text.len() <= max && text.iter().all(ok);
    match (place, member) {
        (
            Place::Root,
            b"messageType"
            | b"owner"
            | b"logGroup"
            | b"logStream"
            | b"subscriptionFilters"
            | b"logEvents"
            | b"policyLevel",
        )
        | (Place::Event, b"id" | b"timestamp" | b"message")
            if is_key =>
        {
            Role::Exempt
        }
        (Place::Root, b"messageType") if word(32, |b| b.is_ascii_uppercase() || *b == b'_') => Role::Type,
        (Place::Root, b"owner") if text == b"CloudwatchLogs" || word(12, u8::is_ascii_digit) => Role::Exempt,
        (Place::Root, b"logGroup" | b"logStream") if leaf.kind == LeafKind::String => Role::Name,
        // 56 decimal digits from AWS, a small number or hexadecimal groups from emulators.
        (Place::Event, b"id") if is_exempt_id(text) => Role::Exempt,
        (Place::Event, b"timestamp")
            if leaf.kind == LeafKind::Number
                && text.len() <= TIME_DIGITS
                && leading_digits(text) == text.len() =>
        {
            Role::Exempt
        }
        (Place::Event, b"message") => Role::Message,
        _ => Role::Data,
    }
}

/// Whether an `id` has the form that AWS gives it.
pub(super) fn is_exempt_id(text: &[u8]) -> bool {
    if leading_digits(text) == text.len() {
        return is_exempt_decimal(text.len());
    }
    text.len() <= 64
        && text.iter().all(|b| b.is_ascii_hexdigit() || *b == b'-')
        && text.iter().any(u8::is_ascii_alphabetic)
}

/// The same for one of so many digits and nothing else.
pub(super) const fn is_exempt_decimal(digits: usize) -> bool {
    // 13 to 19 digits could be a card number.
    digits <= 64 && !matches!(digits, 9..=19)
}

/// The same for the number of a `timestamp`: its digits at most.
pub(super) const TIME_DIGITS: usize = 16;

/// A batch of one event that stands for a withheld document, so that a reader of batches can go on.
#[must_use]
pub fn stub_batch(reason: &str) -> Vec<u8> {
    format!(
        concat!(
            r#"{{"messageType":"DATA_MESSAGE","owner":"","logGroup":"","logStream":"","subscriptionFilters":[],"#,
            r#""logEvents":[{{"id":"","timestamp":0,"message":"{}"}}]}}"#
        ),
        Patch::stub(reason).as_str()
    )
    .into_bytes()
}

impl LogEvent {
    /// The contents of `message` in the document, if it is a string.
    #[must_use]
    pub fn message_span(&self, table: &Walk) -> Option<Span> {
        let leaf = table.leaves.get(self.message?)?;
        (leaf.kind == LeafKind::String).then_some(leaf.span)
    }
}
