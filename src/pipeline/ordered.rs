//! Work over a pool, results in order, memory within bounds.

use rayon::ThreadPool;
use std::collections::BTreeMap;
use std::sync::mpsc;

/// How much work may be under way.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Budget {
    /// Bytes of input that are in memory at a time. One piece is always let in.
    pub bytes: usize,
    /// Pieces of work that are under way at a time.
    pub pieces: usize,
}

impl Budget {
    /// For a pool of `threads`: two pieces for each thread and 64 MiB.
    #[must_use]
    pub const fn new(threads: usize) -> Self {
        Self { bytes: 64 << 20, pieces: threads * 2 + 1 }
    }
}

/// Runs `run` on `pool` over the work that `next` gives, and hands the results to `emit` in the order of the work.
///
/// The calling thread reads and writes; one hand-over to the pool, bounded by `budget`, which counts the bytes that
/// `size` tells.
///
/// # Errors
/// The first error of `next` or `emit`; work under way is finished and thrown away.
pub fn ordered<W: Send, T: Send, E>(
    pool: &ThreadPool,
    budget: Budget,
    mut next: impl FnMut() -> Result<Option<W>, E>,
    size: impl Fn(&W) -> usize,
    run: impl Fn(W) -> T + Sync,
    mut emit: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    let (sender, receiver) = mpsc::channel::<(u64, usize, T)>();
    let run = &run;
    pool.in_place_scope_fifo(|scope| {
        let mut given = 0_u64;
        let mut taken = 0_u64;
        let mut in_flight = 0_usize;
        let mut waiting: BTreeMap<u64, T> = BTreeMap::new();
        let mut more = true;
        loop {
            while more
                && (taken == given || (in_flight < budget.bytes && given - taken < budget.pieces as u64))
            {
                match next()? {
                    Some(work) => {
                        let (number, size, sender) = (given, size(&work), sender.clone());
                        given += 1;
                        in_flight += size;
                        scope.spawn_fifo(move |_| {
                            // The receiver is gone only after an error, when nobody wants the result.
                            drop(sender.send((number, size, run(work))));
                        });
                    }
                    None => more = false,
                }
            }
            if taken == given {
                return Ok(());
            }
            let Ok((number, size, result)) = receiver.recv() else { return Ok(()) };
            in_flight -= size;
            waiting.insert(number, result);
            while let Some(result) = waiting.remove(&taken) {
                taken += 1;
                emit(result)?;
            }
        }
    })
}
