import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Contender, countEpochs, decideHalving, listRungs } from '#core/experiments/sweep/halving.ts'

/** A run that has done so many of its epochs, whose accuracies are these. */
function at(epochs: number, accuracies: readonly number[]): Contender {
  const hasEnded = epochs >= accuracies.length
  return { accuracies: accuracies.slice(0, epochs), hasEnded, isOut: false }
}

describe('rungs', () => {
  it('lie at thirds of thirds, as many as there are runs for', () => {
    expect(listRungs({ eta: 3, minEpochs: null }, 30, 9)).toEqual([3, 10])
    expect(listRungs({ eta: 3, minEpochs: null }, 27, 100)).toEqual([1, 3, 9])
    expect(listRungs({ eta: 2, minEpochs: null }, 8, 2)).toEqual([4])
    expect(listRungs({ eta: 3, minEpochs: null }, 1, 9)).toEqual([])
    expect(listRungs({ eta: 3, minEpochs: 2 }, 30, 100)).toEqual([2, 6, 18])
    expect(listRungs({ eta: 3, minEpochs: 2 }, 30, 1)).toEqual([])
  })

  it('say how many epochs are trained', () => {
    // 9 runs to epoch 3, 3 to epoch 10, one to epoch 30.
    expect(countEpochs(Array(9).fill(30), 3, [3, 10])).toBe(9 * 3 + 3 * 7 + 1 * 20)
    expect(countEpochs([5, 7], 3, [])).toBe(12)
  })
})

describe('successive halving', () => {
  const nine = Array.from({ length: 9 }, (_, k) => Array<number>(30).fill((k * 5) % 9))

  it('keeps the best third at each rung, and says of the others their places', () => {
    const first = decideHalving(
      3,
      [3, 10],
      nine.map((accuracies) => at(3, accuracies)),
    )
    expect(first.limit).toBe(10)
    // The accuracies are 0 5 1 6 2 7 3 8 4: 8, 7 and 6 are the runs 7, 5 and 3.
    expect(first.stops.map(({ index }) => index).sort()).toEqual([0, 1, 2, 4, 6, 8])
    expect(first.stops[0]).toEqual({ index: 1, epochs: 3, place: 4, of: 9 })
    const second = decideHalving(
      3,
      [3, 10],
      nine.map((accuracies, k) => at([7, 5, 3].includes(k) ? 10 : 3, accuracies)),
    )
    expect(second).toEqual({
      stops: [
        ...first.stops,
        { index: 5, epochs: 10, place: 2, of: 3 },
        { index: 3, epochs: 10, place: 3, of: 3 },
      ],
      limit: null,
    })
  })

  it('waits for the last run of a rung', () => {
    const waiting = nine.map((accuracies, k) => at(k === 4 ? 2 : 3, accuracies))
    expect(decideHalving(3, [3, 10], waiting)).toEqual({ stops: [], limit: 3 })
    expect(decideHalving(3, [3], [])).toEqual({ stops: [], limit: null })
  })

  it('puts runs that are out last, and the earlier of equal ones first', () => {
    const out: Contender = { accuracies: [0.99], hasEnded: true, isOut: true }
    const { stops } = decideHalving(2, [2], [out, at(2, [0.5, 0.5, 0.5]), at(2, [0.5, 0.5, 0.5]), out])
    expect(stops.map(({ index, place }) => [index, place])).toEqual([
      [0, 3],
      [3, 4],
    ])
  })

  it('decides the same whatever the runs do after a rung, and in whatever order they come', () => {
    const accuracy = fc.integer({ min: 0, max: 20 })
    const runs = fc.array(fc.array(accuracy, { minLength: 12, maxLength: 12 }), {
      minLength: 1,
      maxLength: 12,
    })
    fc.assert(
      fc.property(
        runs,
        fc.integer({ min: 2, max: 4 }),
        fc.infiniteStream(fc.nat()),
        (courses, eta, picks) => {
          const rungs = listRungs({ eta, minEpochs: 1 }, 12, courses.length)
          const done = courses.map(() => 0)
          const reached = new Set<number>()
          /** One epoch of some run that may go on, until none may. */
          for (;;) {
            const { stops, limit } = decideHalving(
              eta,
              rungs,
              courses.map((course, k) => at(done[k]!, course)),
            )
            stops.forEach(({ index }) => reached.add(index))
            const free = courses.flatMap((_, k) => (!reached.has(k) && done[k]! < (limit ?? 12) ? [k] : []))
            if (free.length === 0) break
            done[free[(picks.next().value as number) % free.length]!]!++
          }
          const undisturbed = decideHalving(
            eta,
            rungs,
            courses.map((course) => at(12, course)),
          )
          expect([...reached].sort()).toEqual(undisturbed.stops.map(({ index }) => index).sort())
          const expectedLeft = rungs.reduce((left) => Math.ceil(left / eta), courses.length)
          expect(courses.length - reached.size).toBe(expectedLeft)
          // Whoever was stopped had trained to its rung and no further.
          for (const { index, epochs } of undisturbed.stops) expect(done[index]).toBe(epochs)
        },
      ),
    )
  })
})
