//! What matters in a logger and in a function that starts anew.

use super::rounds::{Candidate, measure};
use super::schemes::redactor;
use super::short;
use crate::support::text::logger_line;
use blackbar::detect::Method;
use blackbar::{Redactor, Scratch};

/// Lines in a round.
const LINES: usize = 20_000;

pub(super) fn print() {
    let line = logger_line();
    let (vector, portable) = (redactor(Method::Triggered), redactor(Method::Portable));
    let log = |redactor| {
        let mut scratch = Scratch::default();
        let line = &line;
        Candidate::new(LINES * line.len(), move || {
            (0..LINES)
                .map(|_| Redactor::redact(redactor, std::hint::black_box(line), &mut scratch).len() as u64)
                .sum()
        })
    };
    let figures = measure(
        9,
        vec![
            Candidate::new(0, || Redactor::builtin().unwrap().scanner().rules().count() as u64),
            Candidate::new(0, || {
                let redactor = Redactor::builtin().unwrap();
                redactor.redact(b"login of ada@example.com from 8.8.8.8", &mut Scratch::default()).len()
                    as u64
            }),
            log(&vector),
            log(&portable),
        ],
    );
    println!("\n## Start and single lines\n");
    println!("| what | time |");
    println!("|---|---|");
    println!("| building a redactor with all built-in rules | {} ms |", short(figures[0].seconds * 1e3));
    println!(
        "| the same, and the first line with an e-mail and an IP address | {} ms |",
        short(figures[1].seconds * 1e3)
    );
    let ns = |i: usize| short(figures[i].seconds * 1e9 / LINES as f64);
    println!("| a clean line of {} bytes | {} ns |", line.len(), ns(2));
    println!("| the same without vector instructions | {} ns |", ns(3));
}
