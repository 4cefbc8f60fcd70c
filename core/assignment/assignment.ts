import { z } from 'zod'
import { EXERCISE_IDS } from '../explain/functions/exercises.ts'
import { FormatError } from '../formats/format-error.ts'
import { readJson } from '../formats/read-json.ts'
import { describeIssue } from '../recipe/describe-issue.ts'
import { parseRecipe, type Recipe } from '../recipe/recipe.ts'
import { ASSIGNMENT_VERSION, type AssignmentFileKind, checkFileKind, titleOfKind } from './file-kind.ts'
import { TASK_VIEWS } from './task-views.ts'

/** Characters of a file of an assignment, at most. */
export const MOST_ASSIGNMENT_CHARACTERS = 2 ** 20

const line = z.string().trim().min(1).max(200)
const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected small letters, digits and hyphens')
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected a SHA-256 of 64 hexadecimal digits')
const points = z.number().min(0).max(1000)

const asked = { id, words: z.string().trim().min(1).max(5000), points }
const option = z.strictObject({ id, label: line })
/** What is asked, without what is right. */
const questionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('choice'), ...asked, options: z.array(option).min(2).max(20) }),
  z.strictObject({ kind: z.literal('number'), ...asked, unit: line.optional() }),
  /** A derivative, see `EXERCISES`, in any form. */
  z.strictObject({ kind: z.literal('formula'), ...asked, exercise: z.enum(EXERCISE_IDS) }),
  /** Read by the teacher. */
  z.strictObject({ kind: z.literal('text'), ...asked }),
  /** A run of the assignment's recipe, in which only its free fields are changed. */
  z.strictObject({ kind: z.literal('run'), ...asked }),
])
export type Question = z.infer<typeof questionSchema>

/** What is right: of a choice the option's id, of a number it and how far off counts as right, of a run what it must reach. */
const solutionSchema = z.union([
  z.strictObject({ choice: id }),
  z.strictObject({ number: z.number(), tolerance: z.number().min(0) }),
  z.strictObject({ validationAccuracy: z.number().gt(0).max(1) }),
])
export type Solution = z.infer<typeof solutionSchema>

/** A field of the recipe that may be changed, as `optimizer.learningRate`, and how far. */
const freeFieldSchema = z.strictObject({
  path: z.string().min(1).max(200),
  min: z.number().optional(),
  max: z.number().optional(),
})
export type FreeField = z.infer<typeof freeFieldSchema>

const recipe = z.unknown().transform((value, context): Recipe => {
  try {
    return parseRecipe(value)
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) })
    return z.NEVER
  }
})

const body = {
  title: line,
  author: z.string().trim().max(200).default(''),
  /** Language of the words, as in `en`. */
  language: z
    .string()
    .regex(/^[a-z]{2,3}$/, 'expected two or three small letters')
    .default('en'),
  /** Markdown. */
  text: z.string().max(100_000).default(''),
  /** What runs are trained by; the seed is each student's own unless `fixedSeed`. */
  recipe,
  free: z.array(freeFieldSchema).max(50).default([]),
  fixedSeed: z.boolean().default(false),
  /** Whether a student learns at once that an answer is wrong; then the solutions stand in the file. */
  tell: z.enum(['at-once', 'never']).default('never'),
  // Without a default, so that a file of version 1, which has none of them, keeps its hash.
  /** Views of Learn that stay in sight while the assignment is open; without it, all. */
  views: z.array(z.enum(TASK_VIEWS)).max(TASK_VIEWS.length).optional(),
  /** The oldest program that it can be solved with, as in `0.1.0`. */
  leastProgram: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/, 'expected a version as in 0.1.0')
    .optional(),
  /** Until when, in the teacher's words; nothing watches over it. */
  deadline: line.optional(),
}
const version = z.union([z.literal(1), z.literal(ASSIGNMENT_VERSION)])

/** What a teacher writes: questions with their solutions. */
const draftSchema = z.strictObject({
  ...body,
  questions: z
    .array(z.looseObject({ solution: solutionSchema.optional() }))
    .min(1)
    .max(100),
})

const solutions = z.record(id, solutionSchema)

/** `.backprop-task`: what a student gets. */
export const assignmentSchema = z.strictObject({
  format: z.literal('backprop-task'),
  version,
  id: z.uuid(),
  ...body,
  questions: z.array(questionSchema).min(1).max(100),
  /** Of questions whose answers are judged at once. */
  solutions: solutions.default({}),
  /** SHA-256 of all else as the file has it, as canonical JSON; files of version 1 have none. */
  seal: sha256.optional(),
})
export type Assignment = z.infer<typeof assignmentSchema>

/** `.backprop-key`: what a teacher keeps. */
const keySchema = z.strictObject({
  format: z.literal('backprop-key'),
  version,
  /** The whole assignment, so that nothing else is needed to check. */
  assignment: assignmentSchema,
  solutions,
})
export type AssignmentKey = z.infer<typeof keySchema>

const measures = z.strictObject({
  epoch: z.int(),
  trainLoss: z.number().nullable(),
  trainAccuracy: z.number().nullable(),
  validationLoss: z.number().nullable(),
  validationAccuracy: z.number().nullable(),
  testLoss: z.number().nullable(),
  testCorrect: z.number().nullable(),
})

/** A run as it is handed in; its weights follow from the recipe. */
const handedRunSchema = z.strictObject({
  recipe,
  epochs: z.array(measures).max(100_000),
  weightsSha256: sha256,
  dataSha256: sha256.nullable(),
})
export type HandedRun = z.infer<typeof handedRunSchema>

const answerSchema = z.strictObject({
  /** As typed; of a choice the option's id; empty: none. */
  value: z.string().max(20_000),
  tries: z.int().min(0),
})

/** `.backprop-work`: what a student hands in. */
const workSchema = z.strictObject({
  format: z.literal('backprop-work'),
  version,
  assignment: z.strictObject({
    ...{ id: z.uuid(), title: line },
    /** Of the assignment as it was opened. */
    sha256,
    /** The seal that stood in it, which differs from `sha256` where it was changed. */
    seal: sha256.optional(),
  }),
  student: z.strictObject({ name: line, id: line }),
  /** Version of the program. */
  program: line,
  answers: z.record(id, answerSchema),
  runs: z.record(id, handedRunSchema),
  /** SHA-256 of all else, as canonical JSON. */
  sha256,
})
export type Work = z.infer<typeof workSchema>

/** A draft as it is read: an assignment without its ids, and the solutions. */
export interface Draft {
  readonly assignment: Omit<Assignment, 'format' | 'version' | 'id' | 'solutions' | 'seal'>
  readonly solutions: Readonly<Record<string, Solution>>
}

/** Reads what a teacher wrote. @throws FormatError naming the field */
export function readDraft(text: string): Draft {
  const { questions, ...rest } = parse(draftSchema, text, 'an assignment’s draft as JSON')
  const solved: Record<string, Solution> = {}
  const bare = questions.map((question, k) => {
    const { solution, ...asked } = question
    const result = questionSchema.safeParse(asked)
    if (!result.success) throw new FormatError(`questions.${k}: ${describeIssue(result.error.issues[0]!)}`)
    if (solution !== undefined) solved[result.data.id] = solution
    checkSolution(result.data, solution)
    return result.data
  })
  refuseDoubles(bare)
  return { assignment: { ...rest, questions: bare }, solutions: solved }
}

/** @throws FormatError where a solution does not fit its question, or is missing */
function checkSolution(question: Question, solution: Solution | undefined): void {
  const refuse = (expected: string): never => {
    throw new FormatError(`Question ${question.id}: expected ${expected}`)
  }
  switch (question.kind) {
    case 'choice':
      if (solution === undefined || !('choice' in solution)) return refuse('a solution with `choice`')
      if (!question.options.some((each) => each.id === solution.choice)) {
        return refuse(`one of its options as solution, got '${solution.choice}'`)
      }
      return
    case 'number':
      if (solution === undefined || !('number' in solution))
        refuse('a solution with `number` and `tolerance`')
      return
    case 'run':
      if (solution !== undefined && !('validationAccuracy' in solution))
        refuse('a solution with `validationAccuracy`, or none')
      return
    case 'formula':
    case 'text':
      if (solution !== undefined) refuse('no solution: it is known, or read by the teacher')
  }
}

function refuseDoubles(questions: readonly Question[]): void {
  const ids = questions.map((question) => question.id)
  const double = ids.find((each, k) => ids.indexOf(each) !== k)
  if (double !== undefined)
    throw new FormatError(`questions: expected ids that differ, got '${double}' twice`)
}

/** Reads a file of an assignment. @throws FormatError naming the field */
export const readAssignment = (text: string): Assignment => {
  const assignment = readKind(assignmentSchema, text, 'backprop-task')
  refuseDoubles(assignment.questions)
  return assignment
}
/** Reads a key. @throws FormatError naming the field */
export const readKey = (text: string): AssignmentKey => readKind(keySchema, text, 'backprop-key')
/** Reads what a student handed in. @throws FormatError naming the field */
export const readWork = (text: string): Work => readKind(workSchema, text, 'backprop-work')

function readKind<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
  kind: AssignmentFileKind,
): z.output<Schema> {
  return parse(schema, text, titleOfKind(kind), (content) => checkFileKind(content, kind))
}

function parse<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
  expected: string,
  check: (content: unknown) => void = () => undefined,
): z.output<Schema> {
  if (text.length > MOST_ASSIGNMENT_CHARACTERS) {
    throw new FormatError(`expected at most ${MOST_ASSIGNMENT_CHARACTERS} characters, got ${text.length}`)
  }
  const content = readJson(text, expected)
  check(content)
  const result = schema.safeParse(content)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new FormatError(`expected ${expected}: ${describeIssue(issue!)}`)
}
