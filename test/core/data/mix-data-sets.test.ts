import { describe, expect, it } from 'vitest'
import { type DataSet, type LabelledImages, splitDataSet } from '#core/data/data-set.ts'
import { mixDataSets, mixOrder, pickRepeated } from '#core/data/mix-data-sets.ts'

/** One pixel an image: its number in the file, from `first` on. */
function fileOf(count: number, first: number): LabelledImages {
  const images = Uint8Array.from({ length: count }, (_, k) => first + k)
  return { count, rows: 1, columns: 1, images, labels: images.map((value) => value % 10) }
}

const dataSetOf = (trainingCount: number, testCount: number, first: number): DataSet => ({
  training: fileOf(trainingCount, first),
  test: fileOf(testCount, first + 50),
})

const countOf = (sources: Uint8Array, source: number): number =>
  sources.reduce((sum, each) => sum + Number(each === source), 0)

describe('the order of a mix', () => {
  it.each([[[60, 60]], [[50, 10]], [[7, 1, 29]], [[0, 3]], [[1, 1, 1, 200]]])(
    '%j holds the sources in proportion, from the first image on and up to the last',
    (counts) => {
      const order = mixOrder(counts)
      const total = counts.reduce((a, b) => a + b, 0)
      expect(order).toHaveLength(total)
      counts.forEach((count, source) => {
        expect(countOf(order, source)).toBe(count)
        for (let k = 1; k <= total; k++) {
          expect(Math.abs(countOf(order.subarray(0, k), source) - (count * k) / total)).toBeLessThan(
            counts.length,
          )
        }
      })
    },
  )
})

describe('a mix of data sets', () => {
  it('takes turns, knows whose each image is, and holds both in every part', () => {
    const mixed = mixDataSets([
      { dataSet: dataSetOf(12, 2, 0), count: null },
      { dataSet: dataSetOf(20, 4, 100), count: 6 },
    ])
    expect([...mixed.training.images]).toEqual([
      0, 100, 1, 2, 101, 3, 4, 102, 5, 6, 103, 7, 8, 104, 9, 10, 105, 11,
    ])
    expect([...mixed.test.images]).toEqual([150, 50, 151, 152, 51, 153])
    expect([...mixed.test.sources!]).toEqual([1, 0, 1, 1, 0, 1])
    for (const isStratified of [false, true]) {
      const { train, validation, test } = splitDataSet(mixed, {
        ...{ trainSize: 15, validationSize: 3, testSize: 3, isStratified },
      })
      for (const part of [train, validation, test]) {
        part.images.forEach((image, k) => {
          expect(part.sources![k]).toBe(image >= 100 ? 1 : 0)
          expect(part.labels[k]).toBe(image % 10)
        })
        if (!isStratified) expect(new Set(part.sources).size).toBe(2)
      }
    }
  })

  it('repeats images where more are asked for than there are, and none of those in the last sixth before it', () => {
    const pick = pickRepeated(12, 60)
    const indices = Array.from({ length: 60 }, (_, place) => pick(place))
    expect(new Set(indices.slice(0, 50))).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]))
    expect(new Set(indices.slice(50))).toEqual(new Set([10, 11]))
    const few = pickRepeated(3, 7)
    expect(Array.from({ length: 7 }, (_, place) => few(place))).toEqual([0, 1, 2, 0, 1, 2, 0])
  })

  it('gives its memory back from an image on, where it is to be used up', () => {
    const sources = [
      { dataSet: dataSetOf(12, 2, 0), count: null },
      { dataSet: dataSetOf(12, 2, 100), count: null },
    ]
    expect(mixDataSets(sources).training.dropFrom).toBeUndefined()
    const { training } = mixDataSets(sources, true)
    training.dropFrom!(10)
    expect(training.images.buffer.byteLength).toBe(10)
  })

  it('refuses images of another size, and repeating none', () => {
    const odd = { ...dataSetOf(4, 2, 0), training: { ...fileOf(4, 0), rows: 2, columns: 2 } }
    const mix = (other: DataSet, count: number | null) => () =>
      mixDataSets([
        { dataSet: dataSetOf(4, 2, 0), count: null },
        { dataSet: other, count },
      ])
    expect(mix(odd, null)).toThrow('images of 1 × 1 as in the first, got 2 × 2')
    expect(mix(dataSetOf(0, 2, 0), 5)).toThrow('got one without any')
  })
})
