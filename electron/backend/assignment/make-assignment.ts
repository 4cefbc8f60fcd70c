import { randomUUID } from 'node:crypto'
import { WorkbenchError } from '#contract/types.ts'
import {
  assignmentSchema,
  type Assignment,
  type AssignmentKey,
  readAssignment,
  readDraft,
} from '#core/assignment/assignment.ts'
import { FormatError } from '#core/formats/format-error.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { personalSeed } from './seal-work.ts'

/** A value as the text of a file. */
export const writeFileText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** Reads a file, and says which one it is where it cannot. @throws WorkbenchError `invalid` */
export function readGiven<T>(read: (text: string) => T, text: string, what: string): T {
  try {
    return read(text)
  } catch (error) {
    if (error instanceof FormatError) throw new WorkbenchError('invalid', `${what}: ${error.message}`)
    throw error
  }
}

/** Makes the file for students and the key of what a teacher wrote. @throws WorkbenchError `invalid` naming the field */
export function makeAssignment(draft: string): { task: string; key: string } {
  const { assignment: drafted, solutions } = readGiven(readDraft, draft, 'Draft')
  const isTold = drafted.tell === 'at-once'
  const made: Assignment = {
    ...drafted,
    format: 'backprop-task',
    version: 1,
    id: randomUUID(),
    solutions: isTold ? { ...solutions } : {},
  }
  if (made.recipe.engine === 'wasm-relaxed') {
    throw new WorkbenchError(
      'invalid',
      'Draft: expected an engine that gives the same bytes everywhere, got wasm-relaxed',
    )
  }
  // As it is read: what a draft leaves out has its default in both files, so that they have one hash.
  const assignment = assignmentSchema.parse(made)
  const key: AssignmentKey = {
    ...{ format: 'backprop-key', version: 1 },
    ...{ assignment, solutions: { ...solutions } },
  }
  return { task: writeFileText(assignment), key: writeFileText(key) }
}

/** The recipe of an assignment with a student's own seed. @throws WorkbenchError `invalid` naming the field */
export function personalRecipe(task: string, studentId: string): Recipe {
  const { id, fixedSeed, recipe } = readGiven(readAssignment, task, 'Assignment')
  return fixedSeed ? recipe : { ...recipe, seed: personalSeed(id, studentId) }
}
