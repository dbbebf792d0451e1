//! A parallel run whose results come out in the order of its tasks, with bounded memory. A task may give several results,
//! one after another.

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
    /// Does a task, and gives what is left of it: that is done later, by any thread, and its result follows this one.
    pub work: W,
    /// The memory a result holds, in bytes.
    pub weight: G,
}

impl<I, W, G, R> Run<I, W, G>
where
    I: Iterator<Item: Send> + Send,
    W: Fn(I::Item) -> (R, Option<I::Item>) + Sync,
    G: Fn(&R) -> usize + Sync,
    R: Send,
{
    /// Lets `take` fetch the results, which come in the order of the tasks; what it leaves is not begun, or given up.
    ///
    /// The calling thread works too whenever it would wait. No thread is started for a single task, and no more than one
    /// works on any one task at a time. If fetching a task blocks, so may [`Results::next`], though results are ready.
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
    W: Fn(I::Item) -> (R, Option<I::Item>) + Sync,
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
            if state.stopped {
                return None;
            }
            let room = state.has_room(self.shared.window);
            // What is left of the first is begun without room, too: everything waits for it.
            let rest = if room { state.take_rest() } else { state.rest_of_first() };
            if let Some(rest) = rest {
                drop(state);
                self.shared.go_on(rest);
                state = self.shared.state();
            } else if state.exhausted && state.running == 0 {
                return None;
            } else if room && !state.exhausted {
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
        shared.go_on((index, task));
    }
}

struct Shared<I: Iterator, W, G, R> {
    source: Mutex<Source<I>>,
    state: Mutex<State<I::Item, R>>,
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
    W: Fn(I::Item) -> (R, Option<I::Item>),
    G: Fn(&R) -> usize,
{
    fn state(&self) -> MutexGuard<'_, State<I::Item, R>> {
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

    /// Does a task that counts as running, or what is left of it.
    fn go_on(&self, (index, task): (usize, I::Item)) {
        let (result, rest) = (self.work)(task);
        let mut state = self.state();
        state.running -= 1;
        state.weight += (self.weight)(&result);
        let goes_on = rest.is_some();
        state.put(index, result, rest);
        self.stored.notify_one();
        if goes_on {
            self.room.notify_one();
        }
    }

    /// What a thread does until there is nothing left.
    fn attend(&self) {
        let _stop = StopOnPanic(self);
        while let Some(rest) = self.take_room() {
            match rest.or_else(|| self.fetch()) {
                Some(task) => self.go_on(task),
                None => continue, // there may be more of tasks that were begun
            }
        }
    }

    /// Waits for room: for what is left of a task, or for a new one. `None` if nothing is left to be begun.
    fn take_room(&self) -> Option<Option<(usize, I::Item)>> {
        let mut state = self.state();
        loop {
            if state.stopped || (state.exhausted && state.running == 0 && !state.has_rest()) {
                return None;
            }
            if state.has_room(self.window) {
                if let Some(rest) = state.take_rest() {
                    return Some(Some(rest));
                }
                if !state.exhausted {
                    state.running += 1;
                    return Some(None);
                }
            }
            state = self.room.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
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
struct State<T, R> {
    /// What has come of the tasks, from the one whose results are being taken on.
    tasks: VecDeque<Begun<T, R>>,
    /// How many tasks were taken with all their results.
    taken: usize,
    /// How many results wait.
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

/// A task that was fetched.
#[derive(Debug)]
struct Begun<T, R> {
    /// Its results that wait.
    results: VecDeque<R>,
    rest: Rest<T>,
}

#[derive(Debug)]
enum Rest<T> {
    /// A thread is at work on it, or is about to be.
    Running,
    /// Is left for any thread.
    Left(T),
    /// There is none.
    Done,
}

impl<T> Rest<T> {
    fn take(&mut self) -> Option<T> {
        match std::mem::replace(self, Rest::Running) {
            Rest::Left(task) => Some(task),
            other => {
                *self = other;
                None
            }
        }
    }
}

impl<T, R> State<T, R> {
    fn new() -> Self {
        let tasks = VecDeque::new();
        State { tasks, taken: 0, waiting: 0, weight: 0, running: 0, exhausted: false, stopped: false }
    }

    /// Whether anything may be begun. Where results wait, the one before them all is running, or left for whoever takes
    /// results.
    fn has_room(&self, window: usize) -> bool {
        self.running + self.waiting < window && self.weight < WEIGHT && (!self.exhausted || self.has_rest())
    }

    fn has_rest(&self) -> bool {
        self.tasks.iter().any(|begun| matches!(begun.rest, Rest::Left(_)))
    }

    /// What is left of the first task that any is left of: it is running from now on.
    fn take_rest(&mut self) -> Option<(usize, T)> {
        let left =
            self.tasks.iter_mut().enumerate().find_map(|(place, begun)| Some((place, begun.rest.take()?)));
        let (place, task) = left?;
        self.running += 1;
        Some((self.taken + place, task))
    }

    /// What is left of the task whose results are being taken: it is running from now on.
    fn rest_of_first(&mut self) -> Option<(usize, T)> {
        let task = self.tasks.front_mut()?.rest.take()?;
        self.running += 1;
        Some((self.taken, task))
    }

    fn put(&mut self, index: usize, result: R, rest: Option<T>) {
        let place = index - self.taken;
        while self.tasks.len() <= place {
            self.tasks.push_back(Begun { results: VecDeque::new(), rest: Rest::Running });
        }
        let begun = &mut self.tasks[place];
        begun.results.push_back(result);
        begun.rest = rest.map_or(Rest::Done, Rest::Left);
        self.waiting += 1;
    }

    fn take(&mut self, weight: impl Fn(&R) -> usize) -> Option<R> {
        let first = self.tasks.front_mut()?;
        let result = first.results.pop_front()?;
        if first.results.is_empty() && matches!(first.rest, Rest::Done) {
            self.tasks.pop_front();
            self.taken += 1;
        }
        self.waiting -= 1;
        self.weight -= weight(&result);
        Some(result)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    type Work<I, W, R> = Run<I, W, fn(&R) -> usize>;

    /// A run of tasks with one result each.
    #[expect(clippy::type_complexity, reason = "what a test's closure makes has no name")]
    fn run<I, W, R>(threads: usize, tasks: I, work: W) -> Work<I, impl Fn(I::Item) -> (R, Option<I::Item>), R>
    where
        I: Iterator,
        W: Fn(I::Item) -> R,
    {
        chains(threads, tasks, move |task| (work(task), None))
    }

    fn chains<I, W, R>(threads: usize, tasks: I, work: W) -> Work<I, W, R>
    where
        I: Iterator,
        W: Fn(I::Item) -> (R, Option<I::Item>),
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
    fn results_of_one_task_come_together_and_one_after_another() {
        for threads in [1, 2, 3, 8] {
            for steps in [[1, 1, 1, 1], [40, 40, 40, 40], [1, 200, 1, 3], [90, 1, 1, 1]] {
                let steps = |task: usize| steps[task % 4];
                let busy: Vec<AtomicUsize> = (0..60).map(|_| AtomicUsize::new(0)).collect();
                let work = |(task, step): (usize, usize)| {
                    assert_eq!(busy[task].fetch_add(1, Ordering::SeqCst), 0, "two threads at one task");
                    spin(task + step);
                    busy[task].fetch_sub(1, Ordering::SeqCst);
                    ((task, step), (step + 1 < steps(task)).then_some((task, step + 1)))
                };
                let mut found = Vec::new();
                chains(threads, (0..60).map(|task| (task, 0)), work).each(|results| {
                    while let Some(result) = results.next() {
                        found.push(result);
                    }
                    assert_eq!(results.next(), None);
                });
                let expected = (0..60).flat_map(|task| (0..steps(task)).map(move |step| (task, step)));
                assert!(found.iter().copied().eq(expected), "{threads} threads: {found:?}");
            }
        }
    }

    #[test]
    fn a_task_without_end_waits_for_its_results_to_be_taken() {
        for threads in [1, 4] {
            let done = AtomicUsize::new(0);
            let work = |task: usize| {
                done.fetch_add(1, Ordering::SeqCst);
                (task, Some(task))
            };
            chains(threads, 0..20, work).each(|results| {
                for taken in 1..200 {
                    assert_eq!(results.next(), Some(0));
                    assert!(done.load(Ordering::SeqCst) <= taken + 16 + threads);
                }
            });
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
