import { expect, it } from 'vitest'
import { TRAINING_FIELDS } from '#core/recipe/unknown-fields.ts'
import type { DataSetInfo } from '#contract/types.ts'
import { fittingDataSets } from '../../../../renderer/model/data/fitting-data-sets.ts'
import { runOf } from '../../epochs.ts'

function infoOf(name: string, changes: Partial<DataSetInfo> = {}): DataSetInfo {
  return {
    ...{ name, title: name, origin: '', state: 'ready', problem: null, needs: null, isRemovable: false },
    ...{ folder: null, trainingCount: 100, testCount: 50, rows: 28, columns: 28, channels: 1 },
    classNames: Array.from('0123456789'),
    ...changes,
  }
}
const list = [
  infoOf('small', { rows: 8, columns: 8 }),
  infoOf('letters', { classNames: Array.from('abcdefghijklm') }),
  infoOf('gone', { state: 'absent', problem: 'The folder is gone' }),
  infoOf('mnist'),
  infoOf('pen-digits-2'),
]

it('offers the data set of a run first, then those that fit, and says why others do not', () => {
  const offered = fittingDataSets([runOf('a')], list)
  expect(offered.map(({ name }) => name)).toEqual(['pen-digits-2', 'mnist', 'small', 'letters', 'gone'])
  expect(offered[0]).toEqual({ name: 'pen-digits-2', problem: null, isOwn: true })
  expect(offered.map(({ problem }) => problem).slice(2)).toEqual([
    expect.stringMatching(/^Inputs: expected 64/),
    expect.stringMatching(/^Output layer: expected at least 13 units/),
    'The folder is gone',
  ])
})

it('takes no data set of an imported network for its own', () => {
  const imported = runOf('i', { unknownFields: TRAINING_FIELDS })
  expect(fittingDataSets([imported], list).some(({ isOwn }) => isOwn)).toBe(false)
})

it('offers one that is not listed, as of a folder that was moved', () => {
  const run = runOf('m')
  const moved = { ...run, recipe: { ...run.recipe, data: { ...run.recipe.data, dataSet: 'folder:digits' } } }
  expect(fittingDataSets([moved], list)[0]).toEqual({ name: 'folder:digits', problem: null, isOwn: true })
})
