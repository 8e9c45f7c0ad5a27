//! The memory of the process. A run takes memory and ends: to give back on the way what is soon
//! taken again costs a tenth of the time (measured). So nothing is given back but between the
//! steps of a run, where what one step needed is no use to the next one.
#![allow(
    unsafe_code,
    reason = "the allocator is set by calls of C, as is the environment that polars reads"
)]

use std::ffi::c_long;

use libmimalloc_sys::{mi_collect, mi_option_set, mi_option_t};
use polars_core::runtime::THREAD_POOL;

/// `mi_option_purge_delay` of mimalloc.h, which the bindings leave out.
const PURGE_DELAY: mi_option_t = 15;
/// A day, in milliseconds. The allocator then only notes what could be given back.
const A_DAY: c_long = 86_400_000;

/// Keeps what is freed until [`give_back`]. Called once, before there is another thread.
pub fn keep() {
    // SAFETY: sets one number among the allocator's options; any number is valid.
    unsafe { mi_option_set(PURGE_DELAY, A_DAY) };
}

/// Gives what is free back to the system: that of this thread and of all that work for it.
pub(crate) fn give_back() {
    rayon::broadcast(|_| collect());
    collect();
}

/// The same, and that of the threads of polars, which are started by that if they were not yet.
pub(crate) fn give_back_of_all() {
    THREAD_POOL.broadcast(|_| collect());
    give_back();
}

/// Gives back what is free of the memory of this thread.
fn collect() {
    // SAFETY: looks at the own memory of a thread, and takes no pointer.
    unsafe { mi_collect(true) };
}

/// polars reads the size of its thread pool from the environment, once. Its threads and rayon's
/// must not fight over the cores. Called before there is another thread.
pub fn limit_polars(threads: usize) {
    // SAFETY: no other thread exists yet; reading the command line and the configuration starts none.
    unsafe { std::env::set_var("POLARS_MAX_THREADS", threads.to_string()) };
}
