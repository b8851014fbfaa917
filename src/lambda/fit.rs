//! Room in the reply. A reply that is too large is an error of the invocation, after which raw records go to an error
//! bucket; so what does not fit becomes stubs, event by event, the largest first.

use super::answer::{Answer, Raw, Style};
use crate::pipeline::Engine;
use std::sync::atomic::{AtomicBool, Ordering};

/// Bytes of a reply at most. Lambda takes 6 MB from a function that is called synchronously
/// (<https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>), and AWS's own functions for Firehose stop
/// at 6,000,000 bytes.
pub(super) const REPLY_BYTES: usize = 6_000_000;

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
