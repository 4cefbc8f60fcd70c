import path from 'node:path'
import { parseInput } from '#contract/parse-input.ts'
import { assignmentCalls } from '#contract/calls/assignments.ts'
import { readAssignment } from '#core/assignment/assignment.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { EXIT, UsageError } from '../common/errors.ts'
import { Output } from '../common/output.ts'
import { readInputText } from '../common/read-input.ts'
import { type StoreOptions, withWorkbench } from '../common/session.ts'
import type { Terminal } from '../common/terminal.ts'
import { writeOutputFile } from '../common/write-output-file.ts'

export interface NewOptions extends StoreOptions {
  readonly json?: boolean
  readonly out?: string
  readonly example?: boolean
}

/** A draft with a question of each kind. */
const EXAMPLE = {
  title: 'The lecture’s network',
  author: '',
  language: 'en',
  text: 'Train the network, and say what its learning rate does.',
  recipe: LECTURE_RECIPE,
  free: [
    { path: 'optimizer.learningRate', min: 0.01, max: 10 },
    { path: 'layers.0.units', min: 10, max: 100 },
  ],
  tell: 'never',
  questions: [
    {
      ...{ id: 'parameters', kind: 'number', points: 1 },
      words: 'How many weights and biases has a network 784-30-10?',
      solution: { number: 23_860, tolerance: 0 },
    },
    {
      ...{ id: 'derivative', kind: 'formula', points: 2, exercise: 'squared' },
      words: 'The derivative of ½ (ŷ − y)² by ŷ?',
    },
    {
      ...{ id: 'bias', kind: 'choice', points: 1 },
      words: 'Wrong even on the training images: what is it?',
      options: [
        { id: 'bias', label: 'Bias' },
        { id: 'variance', label: 'Variance' },
      ],
      solution: { choice: 'bias' },
    },
    {
      ...{ id: 'run', kind: 'run', points: 3 },
      words: 'Bring the validation accuracy to 95 %.',
      solution: { validationAccuracy: 0.95 },
    },
    { id: 'why', kind: 'text', points: 3, words: 'What did you change, and why?' },
  ],
}

/** Makes an assignment and its key, or prints a draft. */
export async function newAssignment(
  draft: string | undefined,
  options: NewOptions,
  terminal: Terminal,
): Promise<number> {
  const output = new Output(terminal, options.json === true)
  if (options.example === true) {
    output.file(`${JSON.stringify(EXAMPLE, null, 2)}\n`)
    return EXIT.done
  }
  if (draft === undefined) throw new UsageError("draft: expected a file, or '--example', but it is missing")
  const input = parseInput(assignmentCalls.make, { draft: readInputText(draft) })
  const made = await withWorkbench(options, output, ({ api }) => api.assignments.make(input))
  const name = options.out ?? path.join(path.dirname(draft), path.basename(draft, path.extname(draft)))
  const files = { task: `${name}.backprop-task`, key: `${name}.backprop-key` }
  const writing = { mayReplace: options.out !== undefined, option: '--out' }
  await writeOutputFile(files.task, made.task, writing)
  await writeOutputFile(files.key, made.key, writing)
  const { id, title, questions } = readAssignment(made.task)
  output.result(
    { event: 'assignmentMade', id, title, questions: questions.length, ...files },
    `${files.task}: for students, ${questions.length} questions\n${files.key}: keep it, it has the solutions`,
  )
  return EXIT.done
}
