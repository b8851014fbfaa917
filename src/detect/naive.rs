//! The reference: every rule at every position. No trigger, no cleverness.

use super::confirm::{Match, accept, is_short_name, names_value, pair_at};
use super::context::spellings;
use super::scanner::{Cache, Scanner};
use super::shapes;
use super::trigger::is_glued;
use crate::rules::{Find, Start};
use crate::span::Span;
use crate::text::{Kind, Segment, word_at};

/// Finds what is in a segment.
pub(super) fn segment(scanner: &Scanner, cache: &mut Cache, segment: &Segment<'_>, found: &mut Vec<Match>) {
    let text = segment.text();
    for (rule, compiled) in scanner.rules.iter().enumerate() {
        let Some(memory) = cache.memory(scanner, rule) else { return };
        match &compiled.rule.find {
            Find::Pattern { start, .. } => {
                for at in 0..text.len() {
                    let could = match start {
                        Start::Shape(shape) => shapes::is_start(*shape, text, at),
                        Start::Literals { .. } => true,
                    };
                    if could
                        && let Some(span) = compiled.pattern_at(text, at, memory)
                        && !scanner.in_label(segment.unit, segment.span.start + at)
                    {
                        accept(scanner, compiled, rule, segment, span.shifted(segment.span.start), found);
                    }
                }
            }
            Find::Pair { keys, .. } => {
                for key in keys.iter() {
                    let glued = is_glued(key);
                    for word in spellings(key) {
                        for at in occurrences(text, &word) {
                            let word = Span::new(at, at + word.len());
                            let value = pair_at(scanner, segment, word, glued).filter(|value| {
                                compiled.takes_value_by_engine(value.of(segment.unit), memory)
                            });
                            if let Some(value) = value {
                                accept(scanner, compiled, rule, segment, value, found);
                            }
                        }
                        if segment.kind != Kind::Key
                            && is_short_name(segment.key, &word)
                            && compiled.takes_value_by_engine(text, memory)
                        {
                            accept(scanner, compiled, rule, segment, segment.span, found);
                        }
                        for at in occurrences(segment.key, &word) {
                            let word = Span::new(at, at + word.len());
                            if segment.kind != Kind::Key
                                && word_at(segment.key, word, glued)
                                && names_value(scanner, segment.key, word)
                                && compiled.takes_value_by_engine(text, memory)
                            {
                                accept(scanner, compiled, rule, segment, segment.span, found);
                            }
                        }
                    }
                }
            }
        }
    }
}

fn occurrences(text: &[u8], word: &[u8]) -> impl Iterator<Item = usize> {
    text.windows(word.len().max(1))
        .enumerate()
        .filter(move |(_, w)| w.eq_ignore_ascii_case(word))
        .map(|(at, _)| at)
}
