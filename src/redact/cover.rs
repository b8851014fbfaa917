//! Cover, never choose: from overlapping wishes to disjoint edits.

use crate::span::{Edit, Edits, Patch, Span, UNION_CLASS};

/// One finding's wish, in offsets of the document.
#[derive(Clone, Debug)]
pub(super) struct Wish {
    pub(super) span: Span,
    pub(super) patch: Patch,
    /// Whether the patch is bound to the place: `null` for a number, a name that is unique in its object, a dropped
    /// member.
    pub(super) structural: bool,
    /// Whether the member goes.
    pub(super) drop: bool,
    /// Rank of the operator; 0 is the strictest.
    pub(super) strictness: u8,
}

/// Turns `wishes` into edits that cover every byte of each. Overlapping wishes become one edit: with the patch of the
/// one that contains all of it (the more structural, then the stricter, then the first of several), else with a
/// label of their union.
pub(super) fn cover(wishes: &mut [Wish], edits: &mut Edits) {
    wishes.sort_by_key(|w| (w.span.start, std::cmp::Reverse(w.span.end)));
    let mut rest: &[Wish] = wishes;
    while let Some(first) = rest.first() {
        let mut union = first.span;
        let mut count = 1;
        while let Some(next) = rest.get(count).filter(|w| w.span.start < union.end) {
            union.end = union.end.max(next.span.end);
            count += 1;
        }
        let (cluster, tail) = rest.split_at(count);
        edits.push(Edit::new(union, patch(cluster, union)));
        rest = tail;
    }
}

fn patch(cluster: &[Wish], union: Span) -> Patch {
    if is_dropped(cluster, union) {
        return Patch::empty();
    }
    let whole = cluster.iter().filter(|w| w.span == union).min_by_key(|w| (!w.structural, w.strictness));
    match (whole, cluster) {
        (Some(wish), _) => wish.patch.clone(),
        // Overlapping values of one class are still of that class.
        (None, [first, rest @ ..])
            if first.patch.is_label() && rest.iter().all(|w| w.patch == first.patch) =>
        {
            first.patch.clone()
        }
        _ => Patch::label(UNION_CLASS),
    }
}

/// Whether dropped members make up all of the cluster.
fn is_dropped(cluster: &[Wish], union: Span) -> bool {
    let mut end = union.start;
    for wish in cluster.iter().filter(|w| w.drop) {
        if wish.span.start > end {
            return false;
        }
        end = end.max(wish.span.end);
    }
    end == union.end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(start: usize, end: usize, text: &str, structural: bool, strictness: u8) -> Wish {
        Wish {
            span: Span::new(start, end),
            patch: Patch::inert(text).unwrap(),
            structural,
            drop: text.is_empty(),
            strictness,
        }
    }

    fn check(mut wishes: Vec<Wish>, want: &str) {
        let mut edits = Edits::new();
        cover(&mut wishes, &mut edits);
        let mut out = Vec::new();
        edits.splice(b"0123456789", &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), want);
    }

    #[test]
    fn one_that_contains_all_wins() {
        check(vec![wish(3, 4, "a", false, 1), wish(2, 6, "b", false, 2)], "01b6789");
    }

    #[test]
    fn overlaps_become_their_union() {
        check(vec![wish(1, 4, "a", false, 1), wish(3, 6, "b", false, 1)], "0REDACTED-multiple6789");
    }

    #[test]
    fn equal_spans_take_the_structural_then_the_strict() {
        check(vec![wish(1, 4, "a", false, 1), wish(1, 4, "n", true, 3)], "0n456789");
        check(vec![wish(1, 4, "a", false, 3), wish(1, 4, "b", false, 1)], "0b456789");
    }

    #[test]
    fn neighbours_stay_apart() {
        check(vec![wish(4, 6, "b", false, 1), wish(1, 4, "a", false, 1)], "0ab6789");
    }

    #[test]
    fn dropped_members_join() {
        check(vec![wish(1, 4, "", true, 0), wish(3, 6, "", true, 0), wish(4, 5, "x", false, 1)], "06789");
    }
}
