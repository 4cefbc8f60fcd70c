import { randomUUID } from 'node:crypto'
import { WorkbenchError } from '#contract/types.ts'
import {
  assignmentSchema,
  type Assignment,
  type AssignmentKey,
  readAssignment,
  readDraft,
} from '#core/assignment/assignment.ts'
import { ASSIGNMENT_VERSION } from '#core/assignment/file-kind.ts'
import { isProgramEnough } from '#core/assignment/least-program.ts'
import { FormatError } from '#core/formats/format-error.ts'
import { isPath } from '#core/recipe/data-set-name.ts'
import { parseMix } from '#core/recipe/mixed-data-set.ts'
import { hasFolder, portableRecipe } from '#core/recipe/portable-recipe.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import type { DataLibrary } from '../data/data-library.ts'
import { openAssignment, type OpenedAssignment, personalSeed, sealAssignment } from './seal-work.ts'

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

/**
 * Makes the file for students and the key of what a teacher wrote.
 * @throws WorkbenchError `invalid` naming the field; `data` for a folder that cannot be read
 */
export async function makeAssignment(
  draft: string,
  library: Pick<DataLibrary, 'addImages' | 'hash'>,
): Promise<{ task: string; key: string }> {
  const { assignment: drafted, solutions } = readGiven(readDraft, draft, 'Draft')
  if (drafted.recipe.engine === 'wasm-relaxed') {
    throw new WorkbenchError(
      'invalid',
      'Draft: expected an engine that gives the same bytes everywhere, got wasm-relaxed',
    )
  }
  if (drafted.recipe.startsFrom !== undefined) {
    throw new WorkbenchError(
      'invalid',
      'Draft: expected a recipe that draws first weights, as handed-in runs are trained anew from them, got startsFrom',
    )
  }
  const isTold = drafted.tell === 'at-once'
  const made: Assignment = {
    ...drafted,
    format: 'backprop-task',
    version: ASSIGNMENT_VERSION,
    id: randomUUID(),
    recipe: await withoutPath(drafted.recipe, library),
    solutions: isTold ? { ...solutions } : {},
  }
  // As it is read: what a draft leaves out has its default in both files, so that they have one hash.
  const assignment = sealAssignment(assignmentSchema.parse(made))
  const key: AssignmentKey = {
    ...{ format: 'backprop-key', version: ASSIGNMENT_VERSION },
    ...{ assignment, solutions: { ...solutions } },
  }
  return { task: writeFileText(assignment), key: writeFileText(key) }
}

/**
 * A recipe that says nothing of where a folder lies on the teacher's machine: it goes by its own name and by its fingerprint.
 * The folder is remembered, so that a check finds it.
 */
async function withoutPath(
  recipe: Recipe,
  library: Pick<DataLibrary, 'addImages' | 'hash'>,
): Promise<Recipe> {
  const { dataSet, fingerprint } = recipe.data
  if (!hasFolder(dataSet)) return recipe
  if (fingerprint !== undefined) return portableRecipe(recipe, fingerprint)
  for (const part of parseMix(dataSet) ?? [{ dataSet }]) {
    if (isPath(part.dataSet)) await library.addImages(part.dataSet)
  }
  return portableRecipe(recipe, await library.hash({ dataSet }))
}

/**
 * Opens an assignment to solve it.
 * @param program version of this program
 * @throws WorkbenchError `invalid` naming the field, or the version that it needs
 */
export function openToSolve(task: string, program: string): OpenedAssignment {
  const opened = readGiven(openAssignment, task, 'Assignment')
  const { title, leastProgram } = opened.assignment
  if (leastProgram !== undefined && !isProgramEnough(program, leastProgram)) {
    throw new WorkbenchError(
      'invalid',
      `Assignment: ‘${title}’ needs version ${leastProgram} of the workbench or a newer one, got ${program}: update the workbench`,
    )
  }
  return opened
}

/** The recipe of an assignment with a student's own seed. @throws WorkbenchError `invalid` naming the field */
export function personalRecipe(task: string, studentId: string): Recipe {
  const { id, fixedSeed, recipe } = readGiven(readAssignment, task, 'Assignment')
  return fixedSeed ? recipe : { ...recipe, seed: personalSeed(id, studentId) }
}
