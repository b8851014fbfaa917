//! Tasks on a pool of threads within a budget of time. What is not done when it ends is given up, so that the reply never
//! waits for it.

use super::clock::Budget;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};

/// Why a task has no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missing {
    /// The time was over.
    Late,
    /// It went wrong.
    Fault,
}

impl Missing {
    /// The name of the reason in stubs and metrics.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Late => "out_of_time",
            Self::Fault => "internal_error",
        }
    }
}

/// A task; it ends soon after the flag is set.
pub(super) type Task<T> = Box<dyn FnOnce(&AtomicBool) -> T + Send>;

/// The threads.
#[derive(Debug)]
pub(super) struct Crew {
    pool: ThreadPool,
}

impl Crew {
    /// Up to `most` threads, but no more than processors. A processor that comes in slices runs one thread as fast as two,
    /// and one thread holds one document at a time.
    ///
    /// # Errors
    /// The threads cannot be started.
    pub(super) fn new(most: usize) -> Result<Self, String> {
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(most.max(1));
        let pool = ThreadPoolBuilder::new()
            .num_threads(threads)
            .thread_name(|i| format!("blackbar-{i}"))
            .build()
            .map_err(|e| format!("cannot start {threads} threads: {e}"))?;
        Ok(Self { pool })
    }

    /// Runs tasks; the results are in their order.
    pub(super) fn run<T: Send + 'static>(
        &self,
        tasks: Vec<Task<T>>,
        budget: Budget,
    ) -> Vec<Result<T, Missing>> {
        let mut results: Vec<Result<T, Missing>> = tasks.iter().map(|_| Err(Missing::Late)).collect();
        let mut open = tasks.len();
        let shut = Arc::new(AtomicBool::new(Budget::until(budget.search).is_zero()));
        let (sender, receiver) = mpsc::channel();
        for (number, task) in tasks.into_iter().enumerate() {
            let (sender, shut) = (sender.clone(), Arc::clone(&shut));
            self.pool.spawn_fifo(move || {
                let done = catch_unwind(AssertUnwindSafe(|| task(&shut))).map_err(|_| Missing::Fault);
                // Nobody listens any more when the reply has gone out.
                drop(sender.send((number, done)));
            });
        }
        for moment in [budget.search, budget.reply] {
            while open > 0 {
                match receiver.recv_timeout(Budget::until(moment)) {
                    Ok((number, done)) => {
                        open -= 1;
                        if let Some(result) = results.get_mut(number) {
                            *result = done;
                        }
                    }
                    Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
                }
            }
            shut.store(true, Ordering::Relaxed);
        }
        results
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_types, reason = "time is what is tested")]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    fn budget(search: u64, reply: u64) -> Budget {
        let now = Instant::now();
        Budget { search: now + Duration::from_millis(search), reply: now + Duration::from_millis(reply) }
    }

    fn sleep(ms: u64) {
        std::thread::sleep(Duration::from_millis(ms));
    }

    #[test]
    fn results_are_in_order() {
        let crew = Crew::new(usize::MAX).unwrap();
        let tasks: Vec<Task<u64>> = (0..50)
            .map(|n| -> Task<u64> {
                Box::new(move |_| {
                    sleep(n % 3);
                    n
                })
            })
            .collect();
        let done = crew.run(tasks, budget(10_000, 20_000));
        assert_eq!(done, (0..50).map(Ok).collect::<Vec<_>>());
    }

    #[test]
    fn nothing_outlasts_the_budget() {
        let crew = Crew::new(1).unwrap();
        let start = Instant::now();
        let tasks: Vec<Task<&str>> = vec![
            Box::new(|_| "quick"),
            // Obeys the flag.
            Box::new(|shut| {
                while !shut.load(Ordering::Relaxed) {
                    sleep(1);
                }
                "cut short"
            }),
            // Does not.
            Box::new(|_| {
                sleep(3_000);
                "slow"
            }),
        ];
        let done = crew.run(tasks, budget(100, 300));
        assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
        assert_eq!(done, [Ok("quick"), Ok("cut short"), Err(Missing::Late)]);
    }

    #[test]
    fn a_fault_is_one_of_its_task() {
        let crew = Crew::new(usize::MAX).unwrap();
        let tasks: Vec<Task<u8>> = vec![Box::new(|_| panic!("ada@example.com")), Box::new(|_| 1)];
        assert_eq!(crew.run(tasks, budget(5_000, 9_000)), [Err(Missing::Fault), Ok(1)]);
        let late: Vec<Task<bool>> = vec![Box::new(|shut| shut.load(Ordering::Relaxed))];
        assert_eq!(crew.run(late, budget(0, 5_000)), [Ok(true)], "the flag is set from the start");
    }
}
