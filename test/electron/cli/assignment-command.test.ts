import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Work } from '#core/assignment/assignment.ts'
import { hashJson, personalSeed } from '#backend/assignment/seal-work.ts'
import { tinyRecipe } from '../backend/tiny-workbench.ts'
import { type CommandLine, makeCommandLine, parseLines, PATIENCE } from './command-line.ts'

let commandLine: CommandLine
const inFolder = (name: string): string => path.join(commandLine.folder, name)
const read = (name: string): unknown => JSON.parse(readFileSync(inFolder(name), 'utf8'))
const readWork = (name: string): Work => read(name) as Work
const write = (name: string, value: unknown): void => writeFileSync(inFolder(name), JSON.stringify(value))
/** Work whose checksum fits whatever is in it. */
const sealAnew = (changed: Work): Work => {
  const work = { ...changed, sha256: undefined }
  return { ...work, sha256: hashJson(work) }
}

async function solve(student: string, why: string, rate = 0.5, ...more: string[]): Promise<void> {
  const { run } = commandLine
  const { stdout } = await run('assignment', 'recipe', 'task.backprop-task', '--student', student)
  const recipe = JSON.parse(stdout) as { optimizer: { learningRate: number } }
  recipe.optimizer.learningRate = rate
  write('own.json', recipe)
  expect((await run('train', '--recipe', 'own.json', '--name', `of ${student}`, ...more)).status).toBe(0)
  write('answers.json', { sum: 4, why })
  const made = await run(
    ...['assignment', 'hand-in', 'task.backprop-task', '--name', student.toUpperCase(), '--student', student],
    ...['--answers', 'answers.json', '--run', `trained=of ${student}`],
  )
  expect(made.status, made.stderr).toBe(0)
}

/** A made assignment, solved by Ada and by Bob. */
async function prepare(): Promise<void> {
  commandLine = makeCommandLine()
  const { dataSet, run } = commandLine
  write('draft.json', {
    title: 'Exercise 1',
    recipe: tinyRecipe(dataSet, { epochs: 2 }),
    free: [{ path: 'optimizer.learningRate', min: 0.01, max: 3 }],
    questions: [
      { id: 'sum', kind: 'number', words: '2 + 2?', points: 1, solution: { number: 4, tolerance: 0 } },
      { id: 'trained', kind: 'run', words: 'Train it.', points: 2 },
      { id: 'why', kind: 'text', words: 'Why?', points: 3 },
    ],
  })
  const made = await run('assignment', 'new', 'draft.json', '--out', 'task', '--json')
  expect(made.status, made.stderr).toBe(0)
  expect(parseLines(made.stdout)[0]).toMatchObject({ event: 'assignmentMade', questions: 3 })
  await solve('ada', 'A larger rate takes larger steps, as far as they lead down.')
  await solve('bob', 'Because I tried some, and this was the best.', 1)
}

const check = async (...files: string[]) => {
  const { stdout, stderr, status } = await commandLine.run(
    ...['assignment', 'check', ...files, '--key', 'task.backprop-key', '--json'],
  )
  expect(stderr).toBe('')
  return { status, lines: parseLines(stdout) }
}
const tamper = (change: (work: Work) => Work): string => {
  write('tampered.backprop-work', change(readWork('ada.backprop-work')))
  return 'tampered.backprop-work'
}

const TAMPERINGS: readonly [string, (work: Work) => Work, RegExp][] = [
  [
    'an answer changed by hand',
    (work) => ({ ...work, answers: { ...work.answers, sum: { value: '5', tries: 1 } } }),
    /changed after it was handed in/,
  ],
  [
    'better measures with a fitting checksum',
    (work) => {
      const run = work.runs.trained!
      const epochs = run.epochs.map((epoch) => ({ ...epoch, validationAccuracy: 1 }))
      return sealAnew({ ...work, runs: { trained: { ...run, epochs } } })
    },
    /trained anew, the run comes out differently: the measures of epoch 0/,
  ],
  [
    'other weights',
    (work) =>
      sealAnew({ ...work, runs: { trained: { ...work.runs.trained!, weightsSha256: 'a'.repeat(64) } } }),
    /its weights are others/,
  ],
  [
    'more epochs than are free',
    (work) => {
      const run = work.runs.trained!
      return sealAnew({ ...work, runs: { trained: { ...run, recipe: { ...run.recipe, epochs: 1 } } } })
    },
    /more was changed than is free: epochs: expected 2 as in the assignment, got 1/,
  ],
  [
    'the run of another student',
    (work) => sealAnew({ ...work, runs: readWork('bob.backprop-work').runs }),
    /expected the student’s own seed/,
  ],
  [
    'another assignment',
    (work) =>
      sealAnew({
        ...work,
        assignment: { ...work.assignment, id: '123e4567-e89b-42d3-a456-426614174000', title: 'Exercise 2' },
      }),
    /belongs to another assignment, ‘Exercise 2’/,
  ],
  [
    'another edition',
    (work) => {
      const sha256 = 'b'.repeat(64)
      return sealAnew({ ...work, assignment: { ...work.assignment, sha256, seal: sha256 } })
    },
    /another edition/,
  ],
  [
    'a changed file of the assignment',
    (work) => sealAnew({ ...work, assignment: { ...work.assignment, sha256: 'b'.repeat(64) } }),
    /a file of this assignment that was changed after it was made/,
  ],
]

describe('an assignment', () => {
  it('gives each student a seed, and each run is trained anew to the same weights', PATIENCE, async () => {
    await prepare()
    expect(read('task.backprop-task')).toMatchObject({ format: 'backprop-task', solutions: {} })
    expect(read('task.backprop-key')).toMatchObject({ solutions: { sum: { number: 4 } } })
    const { id } = read('task.backprop-task') as { id: string }
    const work = readWork('ada.backprop-work')
    expect(work.runs.trained!.recipe.seed).toBe(personalSeed(id, 'ada'))
    expect(personalSeed(id, ' ADA ')).toBe(personalSeed(id, 'ada'))
    expect(personalSeed(id, 'bob')).not.toBe(personalSeed(id, 'ada'))
    const { status, lines } = await check('ada.backprop-work', 'bob.backprop-work')
    expect(lines).toMatchObject([
      { student: { id: 'ada' }, problems: [], runsConfirmed: 1, points: { got: 3, of: 3, toRead: 3 } },
      { student: { id: 'bob' }, problems: [], runsConfirmed: 1, likenesses: [] },
    ])
    expect(status).toBe(0)
  })

  it('says of a folder its name and fingerprint, and not where it lies', PATIENCE, async () => {
    await prepare()
    const { dataSet } = commandLine
    const fingerprint = readWork('ada.backprop-work').runs.trained!.dataSha256!
    for (const file of ['task.backprop-task', 'task.backprop-key']) {
      expect(JSON.stringify(read(file))).not.toContain(path.dirname(dataSet))
    }
    expect(read('task.backprop-task')).toMatchObject({
      recipe: { data: { dataSet: `folder:${path.basename(dataSet)}`, fingerprint } },
    })
  })

  it('refuses a folder that is not there', PATIENCE, async () => {
    commandLine = makeCommandLine()
    const { run, folder } = commandLine
    const absent = path.join(folder, 'absent')
    const questions = [{ id: 'why', kind: 'text', words: 'Why?', points: 1 }]
    write('draft.json', { title: 'Exercise 1', recipe: tinyRecipe(absent), questions })
    const { status, stderr } = await run('assignment', 'new', 'draft.json')
    expect([status, stderr]).toEqual([1, expect.stringContaining('absent')])
  })

  it('takes a folder of data for the same wherever it lies, and hands in no path', PATIENCE, async () => {
    await prepare()
    const { dataSet, run } = commandLine
    const fingerprint = readWork('ada.backprop-work').runs.trained!.dataSha256!
    const draft = read('draft.json') as { recipe: { data: object } }
    const data = { ...draft.recipe.data, dataSet: 'folder:of the teacher', fingerprint }
    write('draft.json', { ...draft, recipe: { ...draft.recipe, data } })
    expect((await run('assignment', 'new', 'draft.json', '--out', 'task')).status).toBe(0)
    await solve('fay', 'I took the rate that was best on paper.', 1.5, '--data', dataSet)
    const work = readWork('fay.backprop-work')
    expect(JSON.stringify(work)).not.toContain(dataSet)
    expect(work.runs.trained!.recipe.data).toMatchObject({
      dataSet: `folder:${path.basename(dataSet)}`,
      fingerprint,
    })
    const { status, lines } = await check('fay.backprop-work')
    expect([status, lines[0]!.problems]).toEqual([0, []])
    expect(lines[0]).toMatchObject({ runsConfirmed: 1 })
  })

  it('tells of whatever was tampered with', PATIENCE, async () => {
    await prepare()
    for (const [what, change, words] of TAMPERINGS) {
      const { status, lines } = await check(tamper(change))
      expect([what, status, (lines[0]!.problems as string[]).join('; ')]).toEqual([
        what,
        1,
        expect.stringMatching(words),
      ])
    }
  })

  it('tells of work on an assignment whose file was edited', PATIENCE, async () => {
    await prepare()
    const task = read('task.backprop-task') as { free: unknown[] }
    write('task.backprop-task', { ...task, free: [...task.free, { path: 'epochs' }] })
    await solve('carl', 'I let it train for longer.', 2)
    const { status, lines } = await check('carl.backprop-work')
    expect([status, lines[0]!.problems]).toEqual([
      1,
      ['It was solved on a file of this assignment that was changed after it was made'],
    ])
    expect(lines[0]).toMatchObject({ runsConfirmed: 1 })
  })

  it('opens files of version 1, which had no seal', PATIENCE, async () => {
    await prepare()
    const { seal, ...task } = read('task.backprop-task') as { seal: string }
    expect(seal).toMatch(/^[0-9a-f]{64}$/)
    const earlier = { ...task, version: 1 }
    write('task.backprop-task', earlier)
    write('task.backprop-key', { ...(read('task.backprop-key') as object), version: 1, assignment: earlier })
    await solve('dora', 'I took the rate that was best on paper.', 1.5)
    expect(readWork('dora.backprop-work').assignment).toEqual({
      ...{ id: expect.any(String) as string, title: 'Exercise 1', sha256: hashJson(earlier) },
    })
    const work: Work = { ...readWork('dora.backprop-work'), version: 1 }
    write('dora.backprop-work', sealAnew(work))
    const { status, lines } = await check('dora.backprop-work')
    expect([status, lines[0]!.problems]).toEqual([0, []])
  })

  it('refuses what is another file, newer, or needs a newer program', PATIENCE, async () => {
    await prepare()
    const handIn = async (task: unknown) => {
      write('other.backprop-task', task)
      const names = ['--name', 'Ada', '--student', 'ada']
      const { status, stderr } = await commandLine.run(
        ...['assignment', 'hand-in', 'other.backprop-task', ...names],
      )
      return [status, stderr]
    }
    const task = read('task.backprop-task') as object
    for (const [given, words] of [
      [read('task.backprop-key'), 'expected an assignment (.backprop-task), got a key (.backprop-key)'],
      [{ ...task, version: 3 }, 'of version 2 at most, got version 3; it was made by a newer program'],
      [{ ...task, leastProgram: '99.0.0' }, 'needs version 99.0.0 of the workbench or a newer one, got '],
      [[], 'expected an assignment (.backprop-task), got another file'],
    ] as const) {
      expect(await handIn(given)).toEqual([2, expect.stringContaining(words)])
    }
  })

  it('points out equal texts and equal runs of two students, and judges neither', PATIENCE, async () => {
    await prepare()
    const copied = tamper((work) => sealAnew({ ...work, student: { name: 'Eve', id: 'eve' } }))
    const { lines } = await check('ada.backprop-work', copied)
    expect(lines[0]!.likenesses).toEqual([
      'Question trained: the same weights as in tampered.backprop-work',
      'Question why: the same text as in tampered.backprop-work',
    ])
    expect(lines[0]!.problems).toEqual([])
  })

  it('prints a line for each student, or a table', PATIENCE, async () => {
    await prepare()
    writeFileSync(inFolder('broken.backprop-work'), '{"format": ')
    const { run } = commandLine
    const words = await run(
      'assignment',
      'check',
      'ada.backprop-work',
      'broken.backprop-work',
      '--key',
      'task.backprop-key',
    )
    expect(words.status).toBe(1)
    expect(words.stdout.split('\n')).toEqual([
      'ADA (ada): 3 of 3 points, 3 to read, 1 run confirmed.',
      'broken.backprop-work: It cannot be read: expected handed-in work (.backprop-work), got a file that is cut off in line 1.',
      '',
    ])
    const table = await run('assignment', 'check', 'ada.backprop-work', '--key', 'task.backprop-key', '--csv')
    expect(table.stdout.split('\r\n').slice(0, 2)).toEqual([
      'file,name,id,points,of,to read,runs confirmed,sum,trained,why,problems,alike',
      'ada.backprop-work,ADA,ada,3,3,3,1,right,right,read,,',
    ])
  })

  it('is made of its own example, and a draft that is wrong is refused by name', PATIENCE, async () => {
    commandLine = makeCommandLine()
    const { run } = commandLine
    const { stdout } = await run('assignment', 'new', '--example')
    writeFileSync(inFolder('example.json'), stdout)
    expect((await run('assignment', 'new', 'example.json')).status).toBe(0)
    const again = await run('assignment', 'new', 'example.json')
    expect([again.status, again.stderr]).toEqual([2, expect.stringContaining('exists already')])
    write('wrong.json', { title: 'x' })
    const wrong = await run('assignment', 'new', 'wrong.json')
    expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringMatching(/recipe|questions/)])
    const tuned = JSON.parse(stdout) as { recipe: object }
    write('tuned.json', { ...tuned, recipe: { ...tuned.recipe, startsFrom: 'ab'.repeat(32) } })
    const started = await run('assignment', 'new', 'tuned.json')
    expect([started.status, started.stderr]).toEqual([2, expect.stringContaining('draws first weights')])
    expect((await run('assignment', 'new')).stderr).toContain('--example')
  })
})
