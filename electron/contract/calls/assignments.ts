import { z } from 'zod'
import {
  MOST_ASSIGNMENT_CHARACTERS,
  type Assignment,
  type AssignmentKey,
} from '#core/assignment/assignment.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { call, longCall } from '../define-calls.ts'
import { runId } from '../fields.ts'
import type { CheckedWork, CheckProgress } from '../types.ts'

/** Works that are checked at once, at most. */
const MOST_WORKS = 300

const text = z
  .string()
  .max(MOST_ASSIGNMENT_CHARACTERS, `File: expected at most ${MOST_ASSIGNMENT_CHARACTERS} characters`)
const shortLine = z.string().trim().min(1).max(200)
const answer = z.strictObject({ value: z.string().max(20_000), tries: z.int().min(0) })

/** Assignments: files that a teacher makes, a student hands in and the teacher's program checks. Nothing is stored. */
export const assignmentCalls = {
  /**
   * Makes the file for students and the key of what a teacher wrote; a folder goes by its name and fingerprint. Fails with `invalid`
   * naming the field, or `data` for a folder that cannot be read.
   */
  make: call(z.strictObject({ draft: text })).returns<{ readonly task: string; readonly key: string }>(),
  /** Reads a file for students. Fails with `invalid` naming the field. */
  open: call(z.strictObject({ task: text })).returns<{
    readonly assignment: Assignment
    /** What tells this edition of it from others. */
    readonly sha256: string
    /** Whether the file was changed after it was made; false for version 1, which cannot say. */
    readonly isChanged: boolean
  }>(),
  /** Reads a teacher's key. Fails with `invalid` naming the field. */
  openKey: call(z.strictObject({ key: text })).returns<AssignmentKey>(),
  /** The recipe with the seed of a student. */
  getRecipe: call(z.strictObject({ task: text, studentId: shortLine })).returns<Recipe>(),
  /** Makes the file to hand in: answers, and of runs what shows that they are what their recipe gives. */
  handIn: call(
    z.strictObject({
      task: text,
      student: z.strictObject({ name: shortLine, id: shortLine }),
      answers: z.record(z.string(), answer),
      runs: z.record(z.string(), runId),
    }),
  ).returns<{ readonly work: string }>(),
  /** Checks works one after the other and trains their runs anew. */
  check: longCall(
    z.strictObject({
      key: text,
      works: z
        .array(z.strictObject({ file: z.string().max(1000), text }))
        .min(1, 'Works: expected one at least, got none')
        .max(MOST_WORKS, `Works: expected ${MOST_WORKS} at most`),
    }),
  )
    .reports<CheckProgress>()
    .returns<readonly CheckedWork[]>(),
}
