import {
  readAssignment,
  readDraft,
  readWork,
  type HandedRun,
  type Question,
} from '#core/assignment/assignment.ts'
import { canonicalJson } from '#core/assignment/canonical-json.ts'
import { kindOfName } from '#core/assignment/file-kind.ts'
import { isProgramEnough } from '#core/assignment/least-program.ts'
import { findForbiddenChanges } from '#core/assignment/changed-fields.ts'
import { countPoints, judgeAnswer } from '#core/assignment/judge-answer.ts'
import { FormatError } from '#core/formats/format-error.ts'
import { LECTURE_RECIPE, parseRecipe, type Recipe } from '#core/recipe/recipe.ts'
import { describe, expect, test } from 'vitest'

const draft = (questions: unknown[]): string =>
  JSON.stringify({ title: 'Exercise 1', recipe: LECTURE_RECIPE, questions })
const choice = {
  ...{ id: 'which', kind: 'choice', words: 'Which?', points: 1 },
  options: [
    { id: 'a', label: 'A' },
    { id: 'b', label: 'B' },
  ],
}

describe('what a teacher writes', () => {
  test('parts into questions and solutions', () => {
    const { assignment, solutions } = readDraft(draft([{ ...choice, solution: { choice: 'b' } }]))
    expect(solutions).toEqual({ which: { choice: 'b' } })
    expect(JSON.stringify(assignment)).not.toContain('solution')
    expect(assignment).toMatchObject({ title: 'Exercise 1', tell: 'never', free: [], fixedSeed: false })
  })

  test.each([
    ['a choice without solution', [choice], 'Question which: expected a solution with `choice`'],
    ['a choice of none of its options', [{ ...choice, solution: { choice: 'c' } }], "got 'c'"],
    [
      'a number by a choice',
      [{ id: 'n', kind: 'number', words: '1 + 1?', points: 1, solution: { choice: 'b' } }],
      'Question n: expected a solution with `number`',
    ],
    ['an unknown kind', [{ ...choice, kind: 'riddle' }], 'questions.0'],
    [
      'a solution of a text',
      [{ id: 't', kind: 'text', words: 'Why?', points: 1, solution: { choice: 'a' } }],
      'Question t',
    ],
    [
      'an id twice',
      [
        { ...choice, solution: { choice: 'a' } },
        { ...choice, solution: { choice: 'a' } },
      ],
      'twice',
    ],
    ['no question', [], 'questions'],
  ])('refuses %s and names it', (_, questions, words) => {
    expect(() => readDraft(draft(questions))).toThrow(words)
  })

  test('refuses what JSON of Python writes for no number, and names it', () => {
    const text = draft([{ ...choice, words: 'W', solution: { choice: 'b' } }]).replace('"W"', 'NaN')
    expect(() => readDraft(text)).toThrow(FormatError)
    expect(() => readDraft(text)).toThrow(/questions\.0/)
  })

  test('refuses a recipe that cannot be trained, and files that are others', () => {
    const broken = { title: 'x', recipe: { ...LECTURE_RECIPE, epochs: -1 }, questions: [choice] }
    expect(() => readDraft(JSON.stringify(broken))).toThrow(/epochs/i)
    expect(() => readAssignment(draft([choice]))).toThrow('an assignment (.backprop-task)')
    expect(() => readWork('{"format":"backprop-task"}')).toThrow('handed-in work')
    expect(() => readWork('[')).toThrow('cut off')
  })
})

test('a file is known by the ending of its name', () => {
  expect(kindOfName('Exercise 1.backprop-task')).toBe('backprop-task')
  expect(kindOfName('ADA.BACKPROP-WORK')).toBe('backprop-work')
  expect(kindOfName('runs.backprop')).toBeNull()
  expect(kindOfName('backprop-key')).toBeNull()
})

test.each([
  ['0.1.0', '0.1.0', true],
  ['0.10.0', '0.9.9', true],
  ['1.0.0', '0.9.9', true],
  ['0.9.9', '0.10.0', false],
  ['0.1.0', '0.1.1', false],
  ['test', '0.1.1', true],
])('version %s is enough for %s: %s', (program, least, isEnough) => {
  expect(isProgramEnough(program, least)).toBe(isEnough)
})

test('a draft may say which views are in sight, the least program and a deadline', () => {
  const given = { views: ['microscope'], leastProgram: '0.1.0', deadline: 'Friday, 18:00' }
  const write = (more: object) =>
    JSON.stringify({
      ...{ title: 'x', recipe: LECTURE_RECIPE, questions: [{ ...choice, solution: { choice: 'a' } }] },
      ...more,
    })
  expect(readDraft(write(given)).assignment).toMatchObject(given)
  expect(() => readDraft(write({ leastProgram: 'new' }))).toThrow('expected a version as in 0.1.0')
  expect(() => readDraft(write({ views: ['kitchen'] }))).toThrow('views.0')
})

test('equal values have one text, whatever the order of their keys', () => {
  expect(canonicalJson({ b: [1, { d: null, c: 'é' }], a: undefined })).toBe('{"b":[1,{"c":"é","d":null}]}')
  expect(canonicalJson({ y: 1, x: 2 })).toBe(canonicalJson({ x: 2, y: 1 }))
})

describe('changes of a recipe', () => {
  const free = [{ path: 'optimizer.learningRate', min: 0.1, max: 5 }, { path: 'layers.*.units' }]
  const change = (part: object) =>
    findForbiddenChanges(LECTURE_RECIPE, parseRecipe({ ...LECTURE_RECIPE, ...part }), free)
  const [hidden, output] = LECTURE_RECIPE.layers

  test('are free where they are named, within their range', () => {
    expect(change({})).toEqual([])
    expect(change({ optimizer: { name: 'sgd', learningRate: 0.5 } })).toEqual([])
    expect(change({ layers: [{ ...hidden, units: 40 }, output] })).toEqual([])
    expect(change({ optimizer: { name: 'sgd', learningRate: 6 } })).toEqual([
      'optimizer.learningRate: expected 0.1 to 5, got 6',
    ])
  })
  test('are named where they are not free', () => {
    expect(change({ epochs: 31 })).toEqual(['epochs: expected 30 as in the assignment, got 31'])
    expect(change({ layers: [hidden, hidden, output] }).join()).toContain('layers.length: expected 2')
    expect(change({ layers: [{ ...hidden, activation: 'tanh' }, output] })).toHaveLength(1)
  })
  test.each([
    ['lies elsewhere', 'folder:digits', 'a', '/home/ada/digits', 'a', 0],
    ['has another name', 'folder:digits', 'a', 'C:\\data\\my digits', 'a', 0],
    [
      'lies elsewhere, without a fingerprint in the assignment',
      '/srv/digits',
      undefined,
      '/home/digits',
      'a',
      0,
    ],
    ['has other images', 'folder:digits', 'a', '/home/ada/digits', 'b', 2],
    [
      'has another name and no fingerprint says that it is the same',
      '/srv/digits',
      undefined,
      '/home/own',
      undefined,
      1,
    ],
    ['stands for a named data set', 'mnist', undefined, '/home/mnist', undefined, 1],
  ])('know the folder of the data that %s', (_, wanted, ours, got, theirs, count) => {
    const withData = (dataSet: string, digit: string | undefined): Recipe => ({
      ...LECTURE_RECIPE,
      data: { ...LECTURE_RECIPE.data, dataSet, ...(digit && { fingerprint: digit.repeat(64) }) },
    })
    expect(findForbiddenChanges(withData(wanted, ours), withData(got, theirs), free)).toHaveLength(count)
  })
})

describe('answers', () => {
  const question = (kind: string, more: object = {}): Question =>
    ({ id: 'q', words: '?', points: 2, kind, ...more }) as Question
  const run = (...accuracies: number[]): HandedRun => ({
    recipe: LECTURE_RECIPE,
    epochs: accuracies.map((validationAccuracy, epoch) => ({
      ...{
        epoch,
        trainLoss: 1,
        trainAccuracy: 0.5,
        validationLoss: 1,
        validationAccuracy,
        testLoss: null,
        testCorrect: null,
      },
    })),
    weightsSha256: '0'.repeat(64),
    dataSha256: null,
  })

  test.each([
    ['number', '0,48', { number: 0.483, tolerance: 0.005 }, 'right'],
    ['number', '−0.48', { number: -0.483, tolerance: 0.005 }, 'right'],
    ['number', '0.5', { number: 0.483, tolerance: 0.005 }, 'wrong'],
    ['number', 'half', { number: 0.5, tolerance: 0 }, 'wrong'],
    ['number', '1', undefined, 'unknown'],
    ['number', ' ', { number: 0, tolerance: 1 }, 'missing'],
    ['choice', 'a', { choice: 'a' }, 'right'],
    ['choice', 'b', { choice: 'a' }, 'wrong'],
    ['text', 'Because.', undefined, 'read'],
  ] as const)('to a %s, %s by %o is %s', (kind, value, solution, verdict) => {
    expect(judgeAnswer(question(kind), value, undefined, solution)).toBe(verdict)
  })
  test('to a formula are right in any form', () => {
    const formula = question('formula', { exercise: 'squared' })
    expect(judgeAnswer(formula, '(2ŷ − 2y)/2', undefined, undefined)).toBe('right')
    expect(judgeAnswer(formula, 'y − ŷ', undefined, undefined)).toBe('wrong')
  })
  test('of a run reach what they must in any epoch', () => {
    const goal = { validationAccuracy: 0.9 }
    expect(judgeAnswer(question('run'), '', run(0.8, 0.91, 0.89), goal)).toBe('right')
    expect(judgeAnswer(question('run'), '', run(0.8), goal)).toBe('wrong')
    expect(judgeAnswer(question('run'), '', undefined, goal)).toBe('missing')
    expect(judgeAnswer(question('run'), '', run(0.1), undefined)).toBe('right')
  })
  test('count points, and those to read beside them', () => {
    const questions = [question('number'), question('choice'), question('text')]
    expect(countPoints(questions, ['right', 'missing', 'read'])).toEqual({ got: 2, of: 4, toRead: 2 })
  })
})
