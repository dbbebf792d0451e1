//! A parallel run whose results come out in the order of its tasks, with bounded memory.

use std::collections::VecDeque;
use std::iter::Peekable;
use std::num::NonZeroUsize;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, Scope};

/// How many tasks for each thread may be under way or done and not yet taken.
const WINDOW: usize = 8;
/// Results of more than this weight, in bytes, wait for their turn; until some are taken nothing new is begun.
const WEIGHT: usize = 16 << 20;

/// How a run goes about its tasks.
#[derive(Debug)]
pub struct Run<I, W, G> {
    /// How many threads work, the calling one among them.
    pub threads: NonZeroUsize,
    /// What is to be done. The next task is fetched by whichever thread is free, by one at a time.
    pub tasks: I,
    /// Does a task.
    pub work: W,
    /// The memory a result holds, in bytes.
    pub weight: G,
}

impl<I, W, G, R> Run<I, W, G>
where
    I: Iterator<Item: Send> + Send,
    W: Fn(I::Item) -> R + Sync,
    G: Fn(&R) -> usize + Sync,
    R: Send,
{
    /// Lets `take` fetch the results, which come in the order of the tasks; what it leaves is not begun, or given up.
    ///
    /// The calling thread works too whenever it would wait. No thread is started for a single task. If fetching a
    /// task blocks, so may [`Results::next`], though results are ready.
    ///
    /// # Panics
    /// If a task does.
    pub fn each<T>(self, take: impl FnOnce(&mut Results<'_, '_, I, W, G, R>) -> T) -> T {
        let shared = Shared {
            source: Mutex::new(Source { tasks: self.tasks.peekable(), fetched: 0 }),
            state: Mutex::new(State::new()),
            stored: Condvar::new(),
            room: Condvar::new(),
            work: self.work,
            weight: self.weight,
            window: WINDOW * self.threads.get(),
        };
        thread::scope(|scope| {
            let mut results = Results { shared: &shared, scope, others: self.threads.get() - 1 };
            let _stop = Stop(&shared); // also when `take` panics, or the scope would wait for ever
            take(&mut results)
        })
    }
}

/// The results of a [`Run`], in the order of its tasks.
pub struct Results<'scope, 'env, I: Iterator, W, G, R> {
    shared: &'scope Shared<I, W, G, R>,
    scope: &'scope Scope<'scope, 'env>,
    /// Threads not yet started.
    others: usize,
}

impl<'scope, I, W, G, R> Results<'scope, '_, I, W, G, R>
where
    I: Iterator<Item: Send> + Send,
    W: Fn(I::Item) -> R + Sync,
    G: Fn(&R) -> usize + Sync,
    R: Send,
{
    /// The next result, `None` after the last.
    #[expect(
        clippy::should_implement_trait,
        reason = "a mutable borrow of the run, not a value to pass around"
    )]
    pub fn next(&mut self) -> Option<R> {
        let mut state = self.shared.state();
        loop {
            if let Some(result) = state.take(&self.shared.weight) {
                self.shared.room.notify_all();
                return Some(result);
            }
            if state.stopped || (state.exhausted && state.running == 0) {
                return None;
            }
            if state.has_room(self.shared.window) {
                state.running += 1;
                drop(state);
                self.help();
                state = self.shared.state();
            } else {
                state = self.shared.stored.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
        }
    }

    /// Does one task here; as soon as there is a second one, the other threads start.
    fn help(&mut self) {
        let shared = self.shared;
        let Some((index, task)) = shared.fetch() else { return };
        if self.others > 0 && shared.source().tasks.peek().is_some() {
            for _ in 0..std::mem::take(&mut self.others) {
                self.scope.spawn(|| shared.attend());
            }
        }
        shared.store(index, (shared.work)(task));
    }
}

struct Shared<I: Iterator, W, G, R> {
    source: Mutex<Source<I>>,
    state: Mutex<State<R>>,
    /// A result was stored, or there will be none.
    stored: Condvar,
    /// A task may be begun, or none will be.
    room: Condvar,
    work: W,
    weight: G,
    window: usize,
}

struct Source<I: Iterator> {
    tasks: Peekable<I>,
    fetched: usize,
}

impl<I: Iterator, W, G, R> Shared<I, W, G, R>
where
    W: Fn(I::Item) -> R,
    G: Fn(&R) -> usize,
{
    fn state(&self) -> MutexGuard<'_, State<R>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn source(&self) -> MutexGuard<'_, Source<I>> {
        self.source.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next task with its index. Room for it must have been taken: waiting for room with the source locked
    /// would keep the thread that makes room from its work.
    fn fetch(&self) -> Option<(usize, I::Item)> {
        let mut source = self.source();
        if let Some(task) = source.tasks.next() {
            source.fetched += 1;
            return Some((source.fetched - 1, task));
        }
        drop(source);
        let mut state = self.state();
        state.running -= 1;
        state.exhausted = true;
        self.stored.notify_all();
        self.room.notify_all();
        None
    }

    fn store(&self, index: usize, result: R) {
        let mut state = self.state();
        state.running -= 1;
        state.weight += (self.weight)(&result);
        state.put(index, result);
        self.stored.notify_one();
    }

    /// What a thread does until there is nothing left.
    fn attend(&self) {
        let _stop = StopOnPanic(self);
        while self.take_room() {
            let Some((index, task)) = self.fetch() else { return };
            self.store(index, (self.work)(task));
        }
    }

    fn take_room(&self) -> bool {
        let mut state = self.state();
        while !state.stopped && !state.exhausted && !state.has_room(self.window) {
            state = self.room.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        let goes_on = !state.stopped && !state.exhausted;
        state.running += usize::from(goes_on);
        goes_on
    }
}

impl<I: Iterator, W, G, R> Shared<I, W, G, R> {
    fn stop(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).stopped = true;
        self.stored.notify_all();
        self.room.notify_all();
    }
}

/// Ends the run when it goes.
struct Stop<'a, I: Iterator, W, G, R>(&'a Shared<I, W, G, R>);

impl<I: Iterator, W, G, R> Drop for Stop<'_, I, W, G, R> {
    fn drop(&mut self) {
        self.0.stop();
    }
}

/// Ends the run when a task panics: nobody waits for its result.
struct StopOnPanic<'a, I: Iterator, W, G, R>(&'a Shared<I, W, G, R>);

impl<I: Iterator, W, G, R> Drop for StopOnPanic<'_, I, W, G, R> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.stop();
        }
    }
}

#[derive(Debug)]
struct State<R> {
    /// Results from the next to be taken on; `None` where one is missing yet.
    results: VecDeque<Option<R>>,
    /// How many were taken.
    taken: usize,
    /// How many wait.
    waiting: usize,
    /// Their weight.
    weight: usize,
    /// Tasks being fetched or done.
    running: usize,
    /// There are no more tasks.
    exhausted: bool,
    /// No more results are wanted.
    stopped: bool,
}

impl<R> State<R> {
    fn new() -> Self {
        let results = VecDeque::new();
        State { results, taken: 0, waiting: 0, weight: 0, running: 0, exhausted: false, stopped: false }
    }

    /// Whether a task may be begun. Where results wait, the one before them all is running.
    fn has_room(&self, window: usize) -> bool {
        !self.exhausted && self.running + self.waiting < window && self.weight < WEIGHT
    }

    fn put(&mut self, index: usize, result: R) {
        let place = index - self.taken;
        if self.results.len() <= place {
            self.results.resize_with(place + 1, || None);
        }
        self.results[place] = Some(result);
        self.waiting += 1;
    }

    fn take(&mut self, weight: impl Fn(&R) -> usize) -> Option<R> {
        let result = self.results.front_mut()?.take()?;
        self.results.pop_front();
        self.taken += 1;
        self.waiting -= 1;
        self.weight -= weight(&result);
        Some(result)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn run<I, W, R>(threads: usize, tasks: I, work: W) -> Run<I, W, fn(&R) -> usize>
    where
        I: Iterator,
        W: Fn(I::Item) -> R,
    {
        Run { threads: NonZeroUsize::new(threads).unwrap(), tasks, work, weight: |_| 1 << 20 }
    }

    /// Work of a length that differs from task to task.
    fn spin(task: usize) -> usize {
        (0..task % 7 * 3000).fold(task, |sum, i| std::hint::black_box(sum ^ i ^ i))
    }

    #[test]
    fn results_come_in_the_order_of_the_tasks() {
        for (threads, tasks) in [(1, 0), (2, 0), (4, 1), (1, 50), (2, 500), (7, 1000), (16, 3)] {
            let mut found = Vec::new();
            run(threads, 0..tasks, spin).each(|results| {
                while let Some(result) = results.next() {
                    found.push(result);
                }
                assert_eq!(results.next(), None);
            });
            assert!(found.iter().copied().eq(0..tasks), "{threads} threads: {found:?}");
        }
    }

    #[test]
    fn one_task_is_done_on_the_calling_thread() {
        let caller = thread::current().id();
        let here = |_| assert_eq!(thread::current().id(), caller);
        run(8, std::iter::once(()), here).each(|results| while results.next().is_some() {});
    }

    #[test]
    fn nothing_is_begun_far_ahead_of_what_is_taken() {
        let begun = AtomicUsize::new(0);
        let work = |task| {
            begun.fetch_add(1, Ordering::SeqCst);
            spin(task)
        };
        run(3, 0..400, work).each(|results| {
            for taken in 1.. {
                if results.next().is_none() {
                    break;
                }
                // The limit by weight is 16 results here; each of the three threads may be one over it.
                assert!(begun.load(Ordering::SeqCst) <= taken + 16 + 3);
            }
        });
        assert_eq!(begun.load(Ordering::SeqCst), 400);
    }

    #[test]
    fn a_run_can_be_left_early() {
        let fetched = AtomicUsize::new(0);
        let tasks = (0..).inspect(|_| {
            fetched.fetch_add(1, Ordering::SeqCst);
        });
        let first: Vec<usize> =
            run(4, tasks, spin).each(|results| (0..3).filter_map(|_| results.next()).collect());
        assert_eq!(first, [0, 1, 2]);
        assert!(fetched.load(Ordering::SeqCst) <= 3 + 4 * WINDOW + 4);
    }

    #[test]
    fn a_task_that_panics_ends_the_run() {
        let ended = std::panic::catch_unwind(|| {
            run(3, 0..100, |task| assert_ne!(task, 50)).each(|results| while results.next().is_some() {});
        });
        assert!(ended.is_err());
    }
}
