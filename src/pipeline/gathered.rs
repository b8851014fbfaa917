//! The messages of some events of a batch side by side, so that one pass looks at all of them.

use crate::codec::{Batch, LogEvent};
use crate::redact::{Redactor, Scratch};
use crate::span::Span;
use crate::text::{LeafKind, Walk, unescape_behind};

/// Bytes that are gathered at most: what fits the second cache with room to spare. What is more is searched by itself.
const LENGTH: usize = 64 << 10;

/// Messages of events that hold nothing else to be searched, without their escapes, one behind the other with line feeds
/// between them.
#[derive(Default)]
pub(super) struct Gathered {
    text: Vec<u8>,
    /// Where the message of each event stands.
    places: Vec<Option<Span>>,
}

impl std::fmt::Debug for Gathered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gathered").field("bytes", &self.text.len()).finish_non_exhaustive()
    }
}

impl Gathered {
    /// Takes the messages of `events` in the place of those before, and looks at them.
    pub(super) fn fill(
        &mut self,
        document: &[u8],
        table: &Walk,
        batch: &Batch,
        events: &[LogEvent],
        redactor: &Redactor,
        scratch: &mut Scratch,
    ) {
        self.text.clear();
        self.places.clear();
        // What has more is withheld, whatever is in it.
        let limits = redactor.limits();
        let most = limits.event_bytes.min(limits.decoded_bytes).min(LENGTH);
        for event in events {
            let alone =
                matches!((batch.leaves(event), event.message), ([leaf], Some(message)) if *leaf == message);
            let leaf = event.message.and_then(|m| table.leaves.get(m));
            let string = leaf.filter(|leaf| alone && leaf.kind == LeafKind::String);
            let start = self.text.len();
            let fits = |len: usize| len <= most && start + len < LENGTH;
            let place = string.filter(|leaf| fits(leaf.span.len())).map(|leaf| {
                let message = leaf.span.of(document);
                if leaf.escaped {
                    unescape_behind(message, &mut self.text);
                } else {
                    self.text.extend_from_slice(message);
                }
                let end = self.text.len();
                self.text.push(b'\n');
                Span::new(start, end)
            });
            self.places.push(place);
        }
        redactor.survey(&self.text, Span::new(0, self.text.len()), scratch);
    }

    /// Whether there is nothing in the message of the event with this number. If there is, or if it is not known, the search
    /// of the event must come next.
    pub(super) fn is_quiet(&self, number: usize, redactor: &Redactor, scratch: &mut Scratch) -> bool {
        let place = self.places.get(number).copied().flatten();
        place.is_some_and(|place| redactor.is_quiet(&self.text, place, scratch))
    }
}

#[cfg(test)]
mod tests {
    use crate::codec::{Caps, Separator, Splitter};
    use crate::pipeline::{Engine, Work};
    use crate::policy::Policy;
    use crate::redact::Redactor;
    use crate::text::Limits;

    /// Quiet text has its limits with and without its escapes.
    #[test]
    fn what_exceeds_a_limit_is_withheld_whatever_is_in_it() {
        let message = r#"\"a\"\"b\" \"c\""#;
        let event = format!(r#"{{"id":"{}","timestamp":1,"message":"{message}"}}"#, "1".repeat(56));
        let batch = format!(r#"{{"messageType":"DATA_MESSAGE","logEvents":[{event}]}}"#);
        let withheld = |limits: Limits| {
            let policy = Policy { limits, ..Policy::default() };
            let engine = Engine::new(Redactor::new(&policy).unwrap(), Caps::default());
            let mut splitter = Splitter::new(Separator::Line, engine.caps());
            splitter.buffer().extend_from_slice(batch.as_bytes());
            let block = splitter.next_block(true).unwrap();
            engine.run(Work::Block { block, pack: false }).coverage.events_withheld_total()
        };
        let decoded = message.len() - 6;
        let limits = Limits::default();
        assert_eq!(withheld(limits), 0);
        assert_eq!(withheld(Limits { event_bytes: message.len(), decoded_bytes: decoded, ..limits }), 0);
        assert_eq!(withheld(Limits { event_bytes: message.len() - 1, ..limits }), 1);
        assert_eq!(withheld(Limits { decoded_bytes: decoded - 1, ..limits }), 1);
    }
}
