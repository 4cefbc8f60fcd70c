import { describe, expect, it } from 'vitest'
import { API_METHODS, type ApiMethod, parseInput } from '#contract/inputs.ts'
import { WorkbenchError } from '#contract/types.ts'
import { workbenchMethods } from '#contract/methods.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'

const RUN = 'abcd234567'
const FILE = '123e4567-e89b-42d3-a456-426614174000'

const SWEEP = {
  recipe: LECTURE_RECIPE,
  variations: [
    { path: 'optimizer.learningRate', values: { kind: 'log', from: 0.01, to: 10, count: 8 } },
    { path: 'seed', values: { kind: 'list', values: [1, 2, 3] } },
  ],
  search: { kind: 'grid' },
  halving: { eta: 3, minEpochs: null },
  workers: null,
  keepEvery: null,
}

const valid: Record<ApiMethod, unknown> = {
  getInfo: undefined,
  listDataSets: undefined,
  addDataFolder: { folder: '/digits' },
  removeDataFolder: { folder: '/digits' },
  prepareDataSet: { dataSet: 'pen-digits' },
  downloadMnist: undefined,
  cancelDownload: undefined,
  getDataSample: { dataSet: 'mnist', part: 'test', offset: 0, count: 20 },
  listRuns: undefined,
  getRunList: { count: 200, before: RUN },
  getRun: { runId: RUN },
  getEpochs: { runIds: [RUN] },
  startRun: { recipe: LECTURE_RECIPE, name: 'mine', from: { runId: RUN, epoch: -1 }, threads: 2 },
  pauseRun: { runId: RUN },
  resumeRun: { runId: RUN },
  stepRun: { runId: RUN, threads: 256 },
  stopRun: { runId: RUN },
  renameRun: { runId: RUN, name: 'mine' },
  editRuns: {
    runIds: [RUN],
    changes: { notes: '# Notes', addTags: ['teaching'], removeTags: [], colour: 3, isStarred: true },
  },
  getKeptEpochs: { runIds: [RUN] },
  planThinning: { runIds: [RUN], keepEvery: null },
  thinRuns: { runIds: [RUN], keepEvery: 5 },
  exportMeasures: { runIds: [RUN] },
  deleteRuns: { runIds: [RUN] },
  restoreRuns: { runIds: [RUN] },
  exportRun: { runId: RUN, epoch: 3, format: 'network2' },
  exportRuns: { runIds: [RUN], weights: 'best-and-last' },
  writeReport: { runIds: [RUN] },
  readRunFile: { fileId: FILE, offset: 0 },
  beginImport: { fileName: 'some.backprop' },
  sendImport: { fileId: FILE, piece: new Uint8Array(9) },
  importRuns: { fileId: FILE },
  dropRunFile: { fileId: FILE },
  importNetwork: { fileName: 'net.json', bytes: new Uint8Array([123, 125]) },
  predict: { runId: RUN, image: new Uint8Array(784) },
  evaluateRun: { runId: RUN, dataSet: 'mnist' },
  inspectRun: { runId: RUN, epoch: 3, part: 'validation' },
  getConfusedImages: { runId: RUN, part: 'test', label: 4, predicted: 9 },
  compareRuns: { a: RUN, b: 'efgh890123' },
  getDisagreements: { a: RUN, b: 'efgh890123', kind: 'only-b' },
  diagnoseRun: { runId: RUN },
  checkRunGradient: { runId: RUN, defect: 'no-slope' },
  drawLearningCurve: {
    curveId: 'V1StGXR8_Z5jdHi6B-myT',
    runId: RUN,
    plan: { sizes: [100, 1000], seeds: [1, 2, 3], epochs: 30, equal: 'steps' },
  },
  cancelLearningCurve: { curveId: 'V1StGXR8_Z5jdHi6B-myT' },
  drawWhatIf: {
    whatIfId: 'V1StGXR8_Z5jdHi6B-myT',
    recipe: LECTURE_RECIPE,
    plan: { field: 'optimizer.learningRate', values: [0.1, 3, 100], epochs: 3, trainSize: 10_000 },
  },
  cancelWhatIf: { whatIfId: 'V1StGXR8_Z5jdHi6B-myT' },
  planSweep: { ...SWEEP, measuresTime: true },
  startSweep: { ...SWEEP, name: 'rates' },
  pauseSweep: { sweepId: RUN },
  resumeSweep: { sweepId: RUN, workers: 2 },
  stopSweep: { sweepId: RUN },
  renameSweep: { sweepId: RUN, name: 'rates' },
  deleteSweep: { sweepId: RUN },
  listSweeps: undefined,
  getSweep: { sweepId: RUN },
}

function problemsOf(method: ApiMethod, value: unknown): WorkbenchError {
  try {
    parseInput(method, value)
  } catch (error) {
    expect(error).toBeInstanceOf(WorkbenchError)
    expect((error as WorkbenchError).code).toBe('invalid')
    return error as WorkbenchError
  }
  throw new Error(`${method}: expected a refusal`)
}

describe('parseInput', () => {
  it('knows every call of the contract', () => {
    expect([...API_METHODS].sort()).toEqual([...workbenchMethods].sort())
  })

  it.each(API_METHODS)('%s: takes what is valid and refuses the rest with a sentence', (method) => {
    expect(parseInput(method, valid[method])).toEqual(valid[method])
    for (const wrong of [null, 7, 'text', { unknown: 1 }, [valid[method]]]) {
      expect(problemsOf(method, wrong).message).not.toBe('')
    }
  })

  it('names the fields of a recipe from the recipe itself', () => {
    const layers = [
      { units: 0, activation: 'sigmoid', batchNorm: false, dropout: 0 },
      { units: 10, activation: 'sigmoid', batchNorm: false, dropout: 0 },
    ]
    const { problems, message } = problemsOf('startRun', {
      recipe: { ...LECTURE_RECIPE, layers, batchSize: 0 },
    })
    expect(problems.map((problem) => problem.path)).toEqual([['layers', 0, 'units'], ['batchSize']])
    expect(message).toBe(
      'Units: expected a whole number from 1 to 10,000, got 0; Mini-batch size: expected a whole number from 1 to 10,000,000, got 0',
    )
    expect(problemsOf('startRun', {}).problems[0].path).toEqual(['recipe'])
  })

  it('refuses a number of threads that cannot be', () => {
    const messages = [0, 1.5, 257].map((threads) => problemsOf('resumeRun', { runId: RUN, threads }).message)
    expect(messages).toEqual([
      'Threads: expected 1 or more',
      'Threads: expected a whole number',
      'Threads: expected at most 256',
    ])
  })

  it('trims a name and refuses an empty one', () => {
    expect(parseInput('renameRun', { runId: RUN, name: '  mine ' })).toEqual({ runId: RUN, name: 'mine' })
    expect(problemsOf('renameRun', { runId: RUN, name: '  ' }).message).toBe(
      'Name: expected a text, got nothing',
    )
  })
})
