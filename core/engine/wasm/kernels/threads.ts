import { Net } from './structures'

/*
 * Threads over one memory. Thread 0 is the caller's; the others wait in `serve`. `sync` holds three counters, each on a
 * cache line of its own: how many jobs were given, how many threads arrived at the barrier, how often it opened.
 */

/** Turns of a waiting loop before a thread goes to sleep: some tens of microseconds. */
const SPINS: i32 = 20000
const GENERATION: usize = 64
const ARRIVED: usize = 128
const SLEEPERS: usize = 192

/** Waits until the counter at `address` is no longer `old`. */
function waitWhile(net: Net, address: usize, old: i32): void {
  for (let spin = 0; spin < SPINS; spin++) if (atomic.load<i32>(address) != old) return
  const sleepers = net.sync + SLEEPERS
  atomic.add<i32>(sleepers, 1)
  while (atomic.load<i32>(address) == old) atomic.wait<i32>(address, old, -1)
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

/** Sets the other threads to work. */
export function start(net: Net): void {
  if (ASC_FEATURE_THREADS && net.threads > 1) advance(net, net.sync)
}

/** Waits for work beyond the `done` jobs of before. @returns how many jobs there are now */
export function waitForJob(net: Net, done: i32): i32 {
  if (ASC_FEATURE_THREADS) waitWhile(net, net.sync, done)
  return done + 1
}
