import { WRITABLE_FORMAT_NAMES } from '#core/formats/registry.ts'
import { describe, expect, it } from 'vitest'
import { workbenchCalls } from '#contract/api.ts'
import { analysisCalls } from '#contract/calls/analysis.ts'
import { dataCalls } from '#contract/calls/data.ts'
import { fileCalls } from '#contract/calls/files.ts'
import { runCalls } from '#contract/calls/runs.ts'
import type { AnyCall } from '#contract/define-calls.ts'
import { parseInput } from '#contract/parse-input.ts'
import { WorkbenchError } from '#contract/types.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'

const RUN = 'abcd234567'
const DIGIT = '0123456789abcdef'
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

type Areas = typeof workbenchCalls
const valid: { [Area in keyof Areas]: Record<keyof Areas[Area], unknown> } = {
  app: { getInfo: undefined },
  stores: {
    list: undefined,
    open: { storePath: '/courses/summer.sqlite' },
    openFile: { fileId: FILE },
    create: { name: 'summer course' },
    check: { storePath: '/courses/summer.sqlite' },
    checkFile: { fileId: FILE },
    checkNew: { name: 'summer course' },
    checkNewFile: { fileId: FILE },
    createFile: { fileId: FILE },
    forget: { storePath: '/courses/summer.sqlite' },
  },
  data: {
    list: undefined,
    addImages: { path: '/digits' },
    forgetImages: { path: '/digits' },
    prepare: { dataSet: 'pen-digits-2' },
    examine: { dataSet: '/d', trainSize: 10, validationSize: 2, testSize: 5, isStratified: true },
    download: { dataSet: 'mnist' },
    getSample: { dataSet: 'mnist', part: 'test', offset: 0, count: 20 },
    getImages: { dataSet: 'mnist', part: 'test', indices: [3, 1] },
    findImages: { dataSet: 'mnist', part: 'training', label: 7, kind: 'twins' },
    getMeanImages: { dataSet: 'mnist', part: 'training' },
    findDoubtfulLabels: { dataSet: 'mnist' },
    drawStyles: { dataSet: 'pen-digits-2', count: 6, seed: 1 },
  },
  assignments: {
    make: { draft: '{}' },
    open: { task: '{}' },
    openKey: { key: '{}' },
    getRecipe: { task: '{}', studentId: 'ada' },
    handIn: {
      task: '{}',
      student: { name: 'Ada', id: 'ada' },
      answers: { sum: { value: '4', tries: 1 } },
      runs: { trained: RUN },
    },
    check: { key: '{}', works: [{ file: 'ada.backprop-work', text: '{}' }] },
  },
  ownDigits: {
    list: undefined,
    getImages: { ids: [DIGIT] },
    keep: {
      drawing: { width: 280, height: 280, label: 7, writer: 'Ada', strokes: [[[100, 40]]] },
    },
    edit: { ids: [DIGIT], changes: { label: 1, part: 'test', writer: null } },
    delete: { ids: [DIGIT] },
    restore: { ids: [DIGIT] },
    planFineTuning: { runId: RUN },
  },
  presets: {
    list: undefined,
    save: { name: 'mine', recipe: LECTURE_RECIPE, replaces: true },
    rename: { name: 'mine', to: 'yours' },
    delete: { name: 'mine' },
  },
  runs: {
    list: undefined,
    getList: { count: 200, before: RUN },
    getDamaged: undefined,
    get: { runId: RUN },
    getEpochs: { runIds: [RUN] },
    start: { recipe: LECTURE_RECIPE, name: 'mine', from: { runId: RUN, epoch: -1 }, threads: 2 },
    pause: { runId: RUN },
    resume: { runId: RUN },
    step: { runId: RUN, threads: 256 },
    stop: { runId: RUN },
    rename: { runId: RUN, name: 'mine' },
    edit: {
      runIds: [RUN],
      changes: { notes: '# Notes', addTags: ['teaching'], removeTags: [], colour: 3, isStarred: true },
    },
    getKeptEpochs: { runIds: [RUN] },
    planThinning: { runIds: [RUN], keepEvery: null },
    thin: { runIds: [RUN], keepEvery: 5 },
    delete: { runIds: [RUN] },
    restore: { runIds: [RUN] },
  },
  sweeps: {
    plan: { ...SWEEP, measuresTime: true },
    start: { ...SWEEP, name: 'rates' },
    record: { ...SWEEP, name: 'rates', folder: '' },
    listMissing: { sweepId: RUN, most: 3 },
    pause: { sweepId: RUN },
    resume: { sweepId: RUN, workers: 2 },
    stop: { sweepId: RUN },
    rename: { sweepId: RUN, name: 'rates' },
    delete: { sweepId: RUN },
    list: undefined,
    get: { sweepId: RUN },
    diagnose: { sweepId: RUN },
  },
  analysis: {
    readPicture: { runId: RUN, picture: { name: 'digit.png', content: new Uint8Array(3) } },
    predict: { runId: RUN, image: new Uint8Array(784) },
    judgeAnswer: { runId: RUN, image: new Uint8Array(784) },
    readDrawings: { runId: RUN, drawings: [{ width: 280, height: 280, strokes: [[[100, 40]]] }] },
    calibrate: { runId: RUN, epoch: 3 },
    readImages: { runId: RUN, images: [new Uint8Array(4)] },
    traceRun: { runId: RUN, epoch: 3, image: { part: 'train', index: 7 } },
    explainAnswer: { runId: RUN, epoch: 3, image: new Uint8Array(784), against: 7 },
    turnAnswer: { runId: RUN, image: new Uint8Array(784) },
    findNearest: { runId: RUN, image: new Uint8Array(784), most: 12 },
    evaluate: { runId: RUN, dataSet: 'mnist' },
    inspect: { runId: RUN, epoch: 3, part: 'validation' },
    getConfusedImages: { runId: RUN, part: 'test', label: 4, predicted: 9 },
    rankAnswers: { runId: RUN, part: 'test', kind: 'hardest', label: 3, slice: 'thin', beside: 'efgh890123' },
    compare: { a: RUN, b: 'efgh890123' },
    getDisagreements: { a: RUN, b: 'efgh890123', kind: 'only-b' },
    diagnose: { runId: RUN },
    checkGradient: { runId: RUN, defect: 'no-slope' },
    drawLearningCurve: {
      runId: RUN,
      plan: { sizes: [100, 1000], seeds: [1, 2, 3], epochs: 30, equal: 'steps' },
    },
    profileDepth: {
      dataSet: 'mnist',
      plan: {
        ...{ activation: 'tanh', initializer: 'glorot-normal', gain: 1 },
        ...{ hasBatchNorm: true, seed: 1, isLastChanged: false },
      },
    },
    raceBatches: {
      recipe: LECTURE_RECIPE,
      plan: { batchSizes: [1, 10, 20_000], target: 0.9, limitMs: 4000, rounds: 3 },
    },
    tryValues: {
      recipe: LECTURE_RECIPE,
      plan: { field: 'optimizer.learningRate', values: [0.1, 3, 100], epochs: 3, trainSize: 10_000 },
    },
    sliceRun: { runId: RUN, epoch: 3, count: 2000, size: 41, seed: 7, extent: 1 },
    planeOfRun: { runId: RUN, count: 2000, size: 21 },
    pictureLayer: { runId: RUN, kind: 'change', from: 60, count: 60 },
    watchUnits: { runId: RUN, count: 500 },
    projectLayer: { runId: RUN, epoch: 3, count: 1000 },
    layOutLayer: { runId: RUN, count: 1000, seed: 7 },
    followImage: { runId: RUN, part: 'validation', index: 7 },
    findFavourites: { runId: RUN, count: 2000, layer: 0, unit: 29, most: 12 },
  },
  files: {
    exportRuns: { fileId: FILE, runIds: [RUN], weights: 'best-and-last' },
    importFile: { fileId: FILE, answers: { activation: [{ name: 'relu' }], pixels: { shift: 0, scale: 1 } } },
    judgeWeights: { fileId: FILE, dataSet: 'mnist', beside: { activation: [{ name: 'elu', alpha: 0.5 }] } },
    exportMeasures: { fileId: FILE, runIds: [RUN] },
    exportWeights: { fileId: FILE, runId: RUN, epoch: 3, format: 'network2' },
    exportReport: { fileId: FILE, runIds: [RUN], colours: [20] },
    importDigits: { fileId: FILE },
    exportDigits: { fileId: FILE, ids: [DIGIT] },
    write: { fileId: FILE, content: new Uint8Array(9) },
    readText: { fileId: FILE },
    drop: { fileId: FILE },
  },
}

/** Every call with its name and an argument that it takes. */
const cases = Object.entries(workbenchCalls).flatMap(([area, calls]) =>
  Object.entries(calls as Record<string, AnyCall>).map(([name, call]): [string, AnyCall, unknown] => [
    `${area}.${name}`,
    call,
    (valid as Record<string, Record<string, unknown>>)[area]![name],
  ]),
)

function problemsOf(call: AnyCall, value: unknown): WorkbenchError {
  try {
    parseInput(call, value)
  } catch (error) {
    expect(error).toBeInstanceOf(WorkbenchError)
    expect((error as WorkbenchError).code).toBe('invalid')
    return error as WorkbenchError
  }
  throw new Error('expected a refusal')
}

describe('parseInput', () => {
  it.each(cases)('%s: takes what is valid and refuses the rest with a sentence', (_name, call, input) => {
    expect(parseInput(call, input)).toEqual(input)
    for (const wrong of [null, 7, 'text', { unknown: 1 }, [input]]) {
      for (const { message } of problemsOf(call, wrong).problems) {
        expect(message).toMatch(/^[^:]+: expected .+(?:, got .+|, but it is (?:missing|empty))$/)
      }
    }
  })

  it.each<[string, AnyCall, unknown, string]>([
    [
      'of the form that it comes closest to',
      analysisCalls.traceRun,
      { runId: RUN, epoch: 3, image: { part: 'train' } },
      'Image: expected a whole number from 0 to 10,000,000, but it is missing',
    ],
    [
      'of neither form',
      analysisCalls.readPicture,
      { runId: RUN, picture: 'digit.png' },
      "picture: expected object, got 'digit.png'",
    ],
    [
      'of a format that is read only',
      fileCalls.exportWeights,
      { fileId: FILE, runId: RUN, epoch: 3, format: 'pytorch' },
      `format: expected one of ${WRITABLE_FORMAT_NAMES.join(', ')}, got 'pytorch'`,
    ],
    [
      'of one of two names',
      dataCalls.getSample,
      { dataSet: 'mnist', part: 'all', offset: 0, count: 20 },
      "part: expected one of training, test, got 'all'",
    ],
    [
      'with fields that nobody knows',
      runCalls.get,
      { runId: RUN, a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 },
      "Argument: expected only fields that are known, got 'a', 'b', 'c', 'd', 'e' and 1 more",
    ],
    [
      'too long',
      runCalls.rename,
      { runId: RUN, name: 'n'.repeat(5000) },
      'Name: expected at most 120 characters, got 5,000',
    ],
    ['that is nothing', runCalls.get, undefined, 'Argument: expected object, but it is missing'],
    ['too many', runCalls.list, {}, 'Argument: expected no argument, got an object'],
  ])('says what was expected and what came for a value %s', (_case, call, value, words) => {
    expect(problemsOf(call, value).message).toBe(words)
  })

  it('names the fields of a recipe from the recipe itself', () => {
    const layers = [
      { units: 0, activation: 'sigmoid', batchNorm: false, dropout: 0 },
      { units: 10, activation: 'sigmoid', batchNorm: false, dropout: 0 },
    ]
    const { problems, message } = problemsOf(runCalls.start, {
      recipe: { ...LECTURE_RECIPE, layers, batchSize: 0 },
    })
    expect(problems.map((problem) => problem.path)).toEqual([['layers', 0, 'units'], ['batchSize']])
    expect(message).toBe(
      'Layer 1: Units: expected a whole number from 1 to 10,000, got 0; Mini-batch size: expected a whole number from 1 to 10,000,000, got 0',
    )
    expect(problemsOf(runCalls.start, {}).problems[0]!.path).toEqual(['recipe'])
  })

  it('refuses a number of threads that cannot be', () => {
    const messages = [0, 1.5, 257].map(
      (threads) => problemsOf(runCalls.resume, { runId: RUN, threads }).message,
    )
    expect(messages).toEqual([
      'Threads: expected 1 or more, got 0',
      'Threads: expected a whole number, got 1.5',
      'Threads: expected at most 256, got 257',
    ])
  })

  it('refuses a deep network with softmax in its middle, or weights times 0', () => {
    const plan = {
      ...{ activation: 'softmax', initializer: 'glorot-normal', gain: 0 },
      ...{ hasBatchNorm: true, seed: 1, isLastChanged: false },
    }
    const { message } = problemsOf(analysisCalls.profileDepth, { dataSet: 'mnist', plan })
    expect(message).toContain('Activation: expected ')
    expect(message).toContain('Gain: expected a number above 0')
  })

  it('trims a name and refuses an empty one', () => {
    expect(parseInput(runCalls.rename, { runId: RUN, name: '  mine ' })).toEqual({ runId: RUN, name: 'mine' })
    expect(problemsOf(runCalls.rename, { runId: RUN, name: '  ' }).message).toBe(
      'Name: expected a text, but it is empty',
    )
  })
})
