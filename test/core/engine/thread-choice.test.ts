import { describe, expect, it } from 'vitest'
import { ThreadChoice } from '#core/engine/wasm/thread-choice.ts'
import { Random } from '#core/random/random.ts'

interface Machine {
  /** Milliseconds of a step with all threads, and with one. */
  readonly all: number
  readonly alone: number
  /** How far a stretch of 3 ms may be from that, as a share: other programs come and go. */
  readonly noise?: number
  /** Milliseconds for which the first step of all threads after one alone waits for a core. */
  readonly waiting?: number
}

/** Runs steps on a made-up machine for a while. @returns how much longer it took than in the better way throughout */
function excessOf(choice: ThreadChoice, clock: { now: number }, machine: Machine, ms: number): number {
  const random = new Random(7, 'noise')
  const end = clock.now + ms
  const start = clock.now
  let steps = 0
  let factor = 1
  let stretchEnd = clock.now
  let wasAll = false
  while (clock.now < end) {
    if (clock.now >= stretchEnd) {
      factor = 1 + (machine.noise ?? 0) * (2 * random.uniform() - 1)
      stretchEnd = clock.now + 3
    }
    const isAll = choice.begin()
    clock.now += factor * (isAll ? machine.all : machine.alone)
    if (isAll && !wasAll) clock.now += machine.waiting ?? 0
    wasAll = isAll
    steps++
  }
  return (clock.now - start) / (steps * Math.min(machine.all, machine.alone)) - 1
}

function start(): { choice: ThreadChoice; clock: { now: number } } {
  const clock = { now: 0 }
  return { clock, choice: new ThreadChoice(() => clock.now) }
}

describe('the choice of threads', () => {
  it.each([
    { all: 0.06, alone: 0.1 },
    { all: 0.1, alone: 0.06 },
    { all: 0.4, alone: 0.1 },
    { all: 7, alone: 10 },
    { all: 10, alone: 7 },
  ])('costs little where all threads take $all ms a step and one $alone ms', (machine) => {
    const { choice, clock } = start()
    excessOf(choice, clock, machine, 500)
    expect(excessOf(choice, clock, machine, 5000)).toBeLessThan(0.04)
  })

  it('finds within a fifth of a second that one is quicker', () => {
    const { choice, clock } = start()
    expect(excessOf(choice, clock, { all: 0.2, alone: 0.1 }, 200)).toBeLessThan(0.12)
  })

  it.each([
    { all: 0.15, alone: 0.1, noise: 0.4 },
    { all: 0.1, alone: 0.15, noise: 0.4 },
  ])('holds against noise: $all and $alone ms', (machine) => {
    const { choice, clock } = start()
    expect(excessOf(choice, clock, machine, 10_000)).toBeLessThan(0.05)
  })

  it('tries seldom what waits for a core that another program holds', () => {
    const { choice, clock } = start()
    excessOf(choice, clock, { all: 0.5, alone: 0.03, waiting: 20 }, 500)
    expect(excessOf(choice, clock, { all: 0.5, alone: 0.03, waiting: 20 }, 10_000)).toBeLessThan(0.05)
  })

  it('follows a machine whose cores are taken and given back', () => {
    const { choice, clock } = start()
    excessOf(choice, clock, { all: 0.06, alone: 0.1 }, 3000)
    expect(excessOf(choice, clock, { all: 0.3, alone: 0.1 }, 1000)).toBeLessThan(0.15)
    expect(excessOf(choice, clock, { all: 0.06, alone: 0.1 }, 2000)).toBeLessThan(0.15)
  })
})
