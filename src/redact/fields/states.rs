//! Paths at work: which of them a value of a document is on, step by step.

use crate::policy::{FieldPath, Step};

/// How far a path has come: its place among all paths, and the step that comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct State {
    pub(super) path: usize,
    pub(super) step: usize,
}

/// The states of one value: a part of a list of many.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct States {
    start: usize,
    end: usize,
}

impl States {
    pub(super) fn of(self, all: &[State]) -> &[State] {
        all.get(self.start..self.end).unwrap_or_default()
    }
}

/// A step of a document.
#[derive(Clone, Copy)]
pub(super) enum Way<'a> {
    Member(&'a [u8]),
    Element(usize),
}

/// The states at the beginning of a document, put at the end of `all`.
pub(super) fn begin(paths: &[FieldPath], all: &mut Vec<State>) -> States {
    let start = all.len();
    for path in 0..paths.len() {
        add(paths, State { path, step: 0 }, all, start);
    }
    States { start, end: all.len() }
}

/// The states of a value that lies one step on, put at the end of `all`.
pub(super) fn advance(paths: &[FieldPath], from: States, way: Way<'_>, all: &mut Vec<State>) -> States {
    let start = all.len();
    for at in from.start..from.end {
        let Some(state) = all.get(at).copied() else { continue };
        let Some(step) = paths.get(state.path).and_then(|p| p.steps().get(state.step)) else { continue };
        let next = State { step: state.step + 1, ..state };
        match (step, way) {
            (Step::Deep, _) => add(paths, state, all, start),
            (Step::Any, _) | (Step::Element, Way::Element(_)) => add(paths, next, all, start),
            (Step::Name(wanted), Way::Member(name)) if wanted.as_bytes() == name => {
                add(paths, next, all, start);
            }
            (Step::Index(wanted), Way::Element(index)) if *wanted == index => add(paths, next, all, start),
            _ => {}
        }
    }
    States { start, end: all.len() }
}

/// Adds a state, and those that it leads to without a step, unless they are there.
fn add(paths: &[FieldPath], mut state: State, all: &mut Vec<State>, start: usize) {
    loop {
        if all.get(start..).is_some_and(|new| new.contains(&state)) {
            return;
        }
        all.push(state);
        if paths.get(state.path).and_then(|p| p.steps().get(state.step)) != Some(&Step::Deep) {
            return;
        }
        state.step += 1;
    }
}

/// Copies the states of another list to the end of `all`.
pub(super) fn inherit(states: &[State], all: &mut Vec<State>) -> States {
    let start = all.len();
    all.extend_from_slice(states);
    States { start, end: all.len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a path is at its end after some steps; numbers are places in arrays.
    fn reaches(path: &str, steps: &[&str]) -> bool {
        let paths = [FieldPath::parse(path).unwrap()];
        let mut all = Vec::new();
        let mut states = begin(&paths, &mut all);
        for step in steps {
            let way = step.parse().map_or(Way::Member(step.as_bytes()), Way::Element);
            states = advance(&paths, states, way, &mut all);
        }
        states.of(&all).iter().any(|s| s.step == paths[s.path].steps().len())
    }

    #[test]
    fn paths_lead_to_their_fields_and_no_others() {
        for (path, steps) in [
            ("a.b", &["a", "b"][..]),
            ("a[*].b", &["a", "3", "b"]),
            ("a[1]", &["a", "1"]),
            ("a.*.c", &["a", "0", "c"]),
            ("a.*.c", &["a", "b", "c"]),
            ("**.c", &["c"]),
            ("**.c", &["a", "0", "c"]),
            ("**.c", &["c", "c", "c"]),
            ("a.**", &["a"]),
            ("a.**", &["a", "b", "c"]),
            ("a.**.b.**.c", &["a", "b", "b", "c"]),
        ] {
            assert!(reaches(path, steps), "{path} {steps:?}");
        }
        for (path, steps) in [
            ("a.b", &["a"][..]),
            ("a.b", &["b"]),
            ("a.b", &["a", "b", "c"]),
            ("a[*].b", &["a", "x", "b"]),
            ("a[1]", &["a", "2"]),
            ("**.c", &["c", "d"]),
            ("a.**.c", &["b", "c"]),
        ] {
            assert!(!reaches(path, steps), "{path} {steps:?}");
        }
    }
}
