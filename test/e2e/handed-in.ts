import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Work } from '#core/assignment/assignment.ts'
import { hashJson } from '#backend/assignment/seal-work.ts'
import type { Workbench } from '#backend/workbench.ts'
import { makeTrainedHome, openHome, smallRecipe, trainRuns } from './trained-home.ts'

/** The files of an assignment as a teacher has them in the end. */
export interface HandedIn {
  readonly folder: string
  readonly task: string
  readonly key: string
  /** Of several students, by what is to be said of each. */
  readonly works: Readonly<Record<keyof typeof CHANGED | 'right' | 'other', string>>
  /** One that is cut off in the middle. */
  readonly cut: string
  remove(): Promise<void>
}

/** With a question of each kind but a derivative. */
const DRAFT = {
  ...{ title: 'Exercise 1', author: 'Prof. Rumelhart', deadline: 'Friday, 18:00', recipe: smallRecipe(2) },
  text: 'Train the **network**, then say what its learning rate does.',
  free: [{ path: 'optimizer.learningRate', min: 0.1, max: 5 }],
  questions: [
    {
      ...{ id: 'parameters', kind: 'number', points: 1, words: 'How many weights and biases?' },
      solution: { number: 23_860, tolerance: 0 },
    },
    { id: 'trained', kind: 'run', points: 2, words: 'Train it with a rate of 2.' },
    { id: 'why', kind: 'text', points: 3, words: 'What did the rate do, and why?' },
    {
      ...{ id: 'part', kind: 'choice', points: 1, words: 'Which part chooses the epoch?' },
      options: [
        { id: 'train', label: 'Training' },
        { id: 'validation', label: 'Validation' },
      ],
      solution: { choice: 'validation' },
    },
  ],
}

const WHY =
  'A larger rate takes larger steps: it was quicker at first, and beyond 3 the loss jumped about without getting lower.'

/** Work whose checksum fits whatever is in it. */
const sealAnew = (work: Omit<Work, 'sha256'> & Partial<Pick<Work, 'sha256'>>): Work => {
  const content = { ...work }
  delete content.sha256
  return { ...content, sha256: hashJson(content) }
}
const withRun = (work: Work, part: Partial<Work['runs'][string]>): Work =>
  sealAnew({ ...work, runs: { trained: { ...work.runs.trained!, ...part } } })

/** What students did to a work that was right. */
const CHANGED = {
  /** An answer was changed after the work was handed in. */
  tampered: (work: Work): Work => ({
    ...work,
    ...{ student: { name: 'Bob', id: 'bob-2' } },
    answers: { ...work.answers, parameters: { value: '23820', tries: 1 } },
  }),
  copied: (work: Work): Work => sealAnew({ ...work, student: { name: 'Eve', id: 'eve-5' } }),
  otherData: (work: Work): Work => withRun(work, { dataSha256: 'a'.repeat(64) }),
  otherFields: (work: Work): Work => {
    const { recipe } = work.runs.trained!
    return withRun(work, { recipe: { ...recipe, epochs: 20, batchSize: 32 } })
  },
} as const

/** Makes an assignment and works of it in a folder, by the calls that the window makes. */
export async function makeHandedIn(): Promise<HandedIn> {
  const trained = await makeTrainedHome({})
  const folder = await mkdtemp(join(tmpdir(), 'workbench-assignment-'))
  const write = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text)
    return join(folder, name)
  }
  const workbench = openHome(trained.home)
  try {
    const { task, key } = await workbench.api.assignments.make({ draft: JSON.stringify(DRAFT) })
    const other = await workbench.api.assignments.make({
      draft: JSON.stringify({ ...DRAFT, title: 'Exercise 2' }),
    })
    const right = await solve(workbench, task, 'Ada')
    const works = {
      right: await write('ada-1.backprop-work', right),
      other: await write('fay-1.backprop-work', await solve(workbench, other.task, 'Fay')),
    }
    const changed = await Promise.all(
      Object.entries(CHANGED).map(async ([what, change]) => {
        const work = JSON.stringify(change(JSON.parse(right) as Work))
        return [what, await write(`${what}.backprop-work`, work)] as const
      }),
    )
    return {
      folder,
      task: await write('exercise-1.backprop-task', task),
      key: await write('exercise-1.backprop-key', key),
      works: { ...works, ...(Object.fromEntries(changed) as Record<keyof typeof CHANGED, string>) },
      cut: await write('cut.backprop-work', right.slice(0, 700)),
      remove: () => rm(folder, { recursive: true, force: true }),
    }
  } finally {
    await workbench.close()
    await trained.remove()
  }
}

/** The work of a student who trains the recipe as it is. */
async function solve(workbench: Workbench, task: string, name: string): Promise<string> {
  const { assignments } = workbench.api
  const student = { name, id: `${name.toLowerCase()}-1` }
  const recipe = await assignments.getRecipe({ task, studentId: student.id })
  const [run] = await trainRuns(workbench, { [`of ${name}`]: recipe })
  const answer = (value: string) => ({ value, tries: 1 })
  const answers = { parameters: answer('23860'), why: answer(WHY), part: answer('validation') }
  const { work } = await assignments.handIn({ task, student, answers, runs: { trained: run!.id } })
  return work
}
