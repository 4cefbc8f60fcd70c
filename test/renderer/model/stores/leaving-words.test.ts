import { describe, expect, it } from 'vitest'
import { describeLeaving, type UnderWay } from '../../../../renderer/model/stores/leaving-words.ts'

const nothing: UnderWay = {
  trainings: [],
  sweep: null,
  isDrawingCurve: false,
  isTryingValues: false,
  isDownloading: false,
  fileWork: null,
}
const describeWith = (change: Partial<UnderWay>): string[] => describeLeaving({ ...nothing, ...change })

describe('what leaving a store interrupts', () => {
  it('is nothing where nothing of this program is under way', () => {
    expect(describeLeaving(nothing)).toEqual([])
    // A sweep that another program runs goes on.
    expect(describeWith({ sweep: 'Rates' })).toEqual([])
  })

  it('is trainings, and the sweep that they belong to', () => {
    expect(describeWith({ trainings: ['lecture'] })).toEqual([
      'One training (lecture) is interrupted after its last finished epoch, and can be resumed once this store is open again.',
    ])
    expect(describeWith({ trainings: ['a', 'b'] })[0]).toMatch(/^2 trainings \(a and b\) are interrupted/)
    expect(describeWith({ trainings: ['a', 'b', 'c', 'd'] })[0]).toMatch(
      /^4 trainings \(a, b, c and d\) are interrupted/,
    )
    expect(describeWith({ trainings: ['a', 'b', 'c', 'd', 'e'] })[0]).toMatch(
      /^5 trainings \(a, b, c and 2 more\) are interrupted/,
    )
    expect(describeWith({ trainings: ['a'], sweep: 'Rates' })[0]).toMatch(
      /^One training \(a\) and the sweep Rates are interrupted/,
    )
  })

  it('is everything that is given up, a sentence each', () => {
    const sentences = describeWith({
      isDrawingCurve: true,
      isTryingValues: true,
      isDownloading: true,
      fileWork: { kind: 'import', fileName: 'runs.backprop' },
    })
    expect(sentences).toHaveLength(4)
    expect(sentences.at(-1)).toBe('The import of runs.backprop is cancelled, and nothing of it is added.')
    expect(describeWith({ fileWork: { kind: 'export', fileName: 'runs.backprop' } })).toEqual([
      'The export to runs.backprop is cancelled.',
    ])
  })
})
