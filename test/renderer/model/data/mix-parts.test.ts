import { describe, expect, it } from 'vitest'
import type { DataSetInfo } from '#contract/types.ts'
import { DIGIT_NAMES } from '#core/data/class-names.ts'
import { describeMixOf, mixable, nameOfParts, partsOf } from '../../../../renderer/model/data/mix-parts.ts'

const info = (name: string, more: Partial<DataSetInfo> = {}): DataSetInfo => ({
  ...{ name, title: name.toUpperCase(), origin: '', state: 'ready', problem: null, needs: null },
  ...{ isRemovable: false, folder: null, trainingCount: 600, testCount: 100, rows: 28, columns: 28 },
  ...{ channels: 1, classNames: DIGIT_NAMES },
  ...more,
})
const listed = new Map(
  [
    info('a'),
    info('b', { trainingCount: 60 }),
    info('small', { rows: 8, columns: 8 }),
    info('letters', { classNames: ['x', 'y'] }),
    info('gone', { state: 'absent', problem: 'It is gone' }),
    info('a+b'),
  ].map((each) => [each.name, each]),
)

describe('a mix of listed data sets', () => {
  it('is described by its parts, without the list naming it', () => {
    expect(describeMixOf('a:200+b', listed)).toMatchObject({
      title: 'A (200) + B',
      state: 'ready',
      trainingCount: 260,
      testCount: 200,
    })
    expect(describeMixOf('a+gone', listed)).toMatchObject({ state: 'absent' })
    expect(describeMixOf('a+small', listed)).toMatchObject({ state: 'broken' })
    expect(describeMixOf('a+nowhere', listed)).toBeUndefined()
    expect(describeMixOf('a', listed)).toBeUndefined()
  })

  it('takes what has its size and its classes', () => {
    expect(mixable('a', listed).map(({ name }) => name)).toEqual(['b'])
    expect(mixable('small', listed)).toEqual([])
    expect(mixable('a+b', listed)).toEqual([])
  })

  it('goes from its name to its parts and back', () => {
    expect(nameOfParts(partsOf('a:200+b'))).toBe('a:200+b')
    expect(nameOfParts(partsOf('a:200+b').slice(0, 1))).toBe('a')
    expect(nameOfParts([...partsOf('a'), { dataSet: 'b', count: 20 }])).toBe('a+b:20')
  })
})
