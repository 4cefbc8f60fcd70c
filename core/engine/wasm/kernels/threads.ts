import { Net } from './structures'

/*
 * Threads over one memory. Thread 0 is the caller's; the others wait in `serve`. `sync` holds three counters, each on a
 * cache line of its own: how many jobs were given, how many threads arrived at the barrier, how often it opened. On a fourth
 * is what only a thread that goes to sleep looks at: how many sleep, and whether one has failed.
 */

/** Turns of a waiting loop before a thread goes to sleep: some tens of microseconds. */
const SPINS: i32 = 20000
const GENERATION: usize = 64
const ARRIVED: usize = 128
const SLEEPERS: usize = 192
const FAILED: usize = 196
/** A sleeping thread looks this often whether another has failed, in nanoseconds. */
const SLEEP: i64 = 1_000_000_000

/** Waits until the counter at `address` is no longer `old`. Traps once a thread has failed, as it would wait forever. */
function waitWhile(net: Net, address: usize, old: i32): void {
  for (let spin = 0; spin < SPINS; spin++) if (atomic.load<i32>(address) != old) return
  const sleepers = net.sync + SLEEPERS
  atomic.add<i32>(sleepers, 1)
  while (atomic.load<i32>(address) == old) {
    if (hasFailed(net)) unreachable()
    atomic.wait<i32>(address, old, SLEEP)
  }
  atomic.sub<i32>(sleepers, 1)
}

// @ts-ignore: decorator
@inline
function advance(net: Net, address: usize): void {
  atomic.add<i32>(address, 1)
  if (atomic.load<i32>(net.sync + SLEEPERS) > 0) atomic.notify(address, -1)
}

/** Returns when every thread has come here. */
export function barrier(net: Net): void {
  if (!ASC_FEATURE_THREADS) return
  if (net.threads == 1) return
  const generation = net.sync + GENERATION
  const arrived = net.sync + ARRIVED
  const old = atomic.load<i32>(generation)
  if (atomic.add<i32>(arrived, 1) == net.threads - 1) {
    atomic.store<i32>(arrived, 0)
    advance(net, generation)
  } else waitWhile(net, generation, old)
}

/** Ends the waiting of all threads, for one that will not come to the barrier any more. */
export function fail(net: Net): void {
  if (!ASC_FEATURE_THREADS) return
  atomic.store<i32>(net.sync + FAILED, 1)
  atomic.notify(net.sync, -1)
  atomic.notify(net.sync + GENERATION, -1)
}

/** Whether a thread has failed. */
export function hasFailed(net: Net): bool {
  return ASC_FEATURE_THREADS && atomic.load<i32>(net.sync + FAILED) != 0
}

/** Sets the other threads to work. */
export function start(net: Net): void {
  if (ASC_FEATURE_THREADS && net.threads > 1) advance(net, net.sync)
}

/** Waits for work beyond the `done` jobs of before. @returns how many jobs there are now */
export function waitForJob(net: Net, done: i32): i32 {
  if (ASC_FEATURE_THREADS) waitWhile(net, net.sync, done)
  return done + 1
}
