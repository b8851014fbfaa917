//! Room in the reply. A reply that is too large is an error of the invocation, after which raw records go to an error
//! bucket; so what does not fit becomes stubs, event by event, the largest first.

use super::answer::{Answer, Raw, Style};
use super::frame::{Frame, REPLY_BYTES};
use super::record::Record;
use crate::coverage::Coverage;
use crate::pipeline::Engine;
use std::sync::atomic::{AtomicBool, Ordering};

/// The name of the reason.
pub(super) const TOO_LARGE: &str = "reply_too_large";

/// Bytes that stand in place of an event that is given up.
const STUB_BYTES: usize = r#"{"message":"WITHHELD-reply_too_large"}"#.len();

/// How often more events are given up before all are.
const ROUNDS: usize = 3;

/// The most data that one record may have so that records of these lengths have together at most `room` bytes of
/// base64: small records keep all of theirs, large ones share what is left. `None` if all fit.
pub(super) fn share(lengths: impl Iterator<Item = usize>, room: usize) -> Option<usize> {
    let mut groups: Vec<usize> = lengths.map(|len| len.div_ceil(3)).collect();
    groups.sort_unstable();
    let mut left = room / 4;
    let mut open = groups.len();
    for group in groups {
        let each = left / open.max(1);
        if group > each {
            return Some(each * 3);
        }
        left -= group;
        open -= 1;
    }
    None
}

/// Redacts a record again so that its data has at most `target` bytes: packed better if it is packed, else without its
/// largest events; if that does not do, or the time is over, as a stub.
pub(super) fn shrink(raw: &Raw, engine: &Engine, style: Style, target: usize, shut: &AtomicBool) -> Answer {
    let style = style.smaller();
    let mut answer = raw.redact(engine, style, shut, &[]);
    let sizes = std::mem::take(&mut answer.sizes);
    let mut shed = Vec::new();
    let mut goal = answer.unpacked;
    for _ in 0..ROUNDS {
        if answer.data.len() <= target {
            return answer;
        }
        // As much less as it is too long, and a little more, since not all of it packs equally well.
        goal = scaled(goal, target, answer.data.len());
        goal -= goal / 32;
        shed = match largest(&sizes, sizes_over(&sizes, answer.unpacked, &shed).saturating_sub(goal)) {
            Some(shed) if !shut.load(Ordering::Relaxed) => shed,
            _ => return raw.stub(TOO_LARGE, style),
        };
        answer = raw.redact(engine, style, shut, &shed);
    }
    if answer.data.len() <= target { answer } else { raw.stub(TOO_LARGE, style) }
}

/// The last resort: whole records become stubs, the largest first, and if there are so many that not even their stubs
/// fit, they are dropped.
pub(super) fn settle(records: &mut [Record], frame: Frame<'_>, style: Style) {
    let mut total = frame.len(records.iter().map(Record::size));
    if total <= REPLY_BYTES {
        return;
    }
    let mut order: Vec<&mut Record> = records.iter_mut().collect();
    order.sort_by_key(|record| std::cmp::Reverse(record.answer.data.len()));
    for give_up in [rest_withheld, dropped] {
        for record in &mut order {
            if total <= REPLY_BYTES {
                return;
            }
            let new = give_up(&record.raw, &record.answer, style);
            if new.data.len() < record.answer.data.len() {
                let len = |answer: &Answer| frame.answer_len(&record.id, answer.data.len());
                total = total + len(&new) - len(&record.answer);
                record.answer = new;
            }
        }
    }
}

/// A stub for a record that does not fit. If a part of it went on, it is not known which events did, so all are counted as
/// withheld.
pub(super) fn rest_withheld(raw: &Raw, answer: &Answer, style: Style) -> Answer {
    let mut new = Answer { forwarded: answer.forwarded, ..raw.stub(TOO_LARGE, style) };
    if answer.forwarded > 0 {
        new.coverage.events_withheld(TOO_LARGE, (answer.sizes.len() as u64).saturating_sub(1));
    }
    new
}

/// A record without a place in the reply.
fn dropped(raw: &Raw, answer: &Answer, _: Style) -> Answer {
    let mut coverage = Coverage::default();
    coverage.events_dropped(TOO_LARGE, 1);
    coverage.unsearched("dropped", raw.shape.bytes);
    Answer { coverage, forwarded: answer.forwarded, ..Answer::default() }
}

/// `whole` times `part` by `of`.
fn scaled(whole: usize, part: usize, of: usize) -> usize {
    let product = (whole as u128) * (part as u128) / (of.max(1) as u128);
    usize::try_from(product).unwrap_or(whole)
}

/// Bytes of the output with all events in it, told from that without some.
fn sizes_over(sizes: &[usize], unpacked: usize, shed: &[usize]) -> usize {
    unpacked
        + shed
            .iter()
            .filter_map(|event| sizes.get(*event))
            .map(|size| size.saturating_sub(STUB_BYTES))
            .sum::<usize>()
}

/// The fewest events whose stubs save at least so many bytes, in order; `None` if all of them do not.
fn largest(sizes: &[usize], bytes: usize) -> Option<Vec<usize>> {
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|event| std::cmp::Reverse(sizes.get(*event)));
    let mut saved = 0;
    let mut shed = Vec::new();
    for event in order {
        if saved >= bytes {
            break;
        }
        let saves = sizes.get(event).copied().unwrap_or_default().saturating_sub(STUB_BYTES);
        if saves == 0 {
            return None;
        }
        saved += saves;
        shed.push(event);
    }
    shed.sort_unstable();
    (saved >= bytes).then_some(shed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn shares_fill_the_room(lengths in prop::collection::vec(0_usize..5000, 0..40), room in 0_usize..40_000) {
            let base64 = |most: usize| lengths.iter().map(|l| (*l).min(most).div_ceil(3) * 4).sum::<usize>();
            match share(lengths.iter().copied(), room) {
                None => prop_assert!(base64(usize::MAX) <= room),
                Some(most) => {
                    prop_assert!(base64(usize::MAX) > room / 4 * 4);
                    prop_assert!(base64(most) <= room, "{} in {room}", base64(most));
                    // One group more for each would be too much.
                    prop_assert!(base64(most + 3) > room / 4 * 4);
                }
            }
        }

        #[test]
        fn the_fewest_events_are_given_up(sizes in prop::collection::vec(0_usize..2000, 0..60), bytes in 0_usize..50_000) {
            let saves = |n: usize| sizes[n].saturating_sub(STUB_BYTES);
            let all: usize = (0..sizes.len()).map(saves).sum();
            match largest(&sizes, bytes) {
                None => prop_assert!(all < bytes),
                Some(shed) => {
                    prop_assert!(shed.is_sorted());
                    let saved: usize = shed.iter().map(|n| saves(*n)).sum();
                    prop_assert!(saved >= bytes);
                    let least = shed.iter().map(|n| saves(*n)).min().unwrap_or_default();
                    prop_assert!(shed.is_empty() || saved - least < bytes);
                    prop_assert!((0..sizes.len()).all(|n| shed.contains(&n) || saves(n) <= least || shed.is_empty()));
                }
            }
        }
    }
}
