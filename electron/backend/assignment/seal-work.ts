import { createHash } from 'node:crypto'
import { type Assignment, readAssignment, type Work } from '#core/assignment/assignment.ts'
import { canonicalJson } from '#core/assignment/canonical-json.ts'
import { readJson } from '#core/formats/read-json.ts'

/** SHA-256 of a value as canonical JSON, hexadecimal. */
export const hashJson = (value: unknown): string =>
  createHash('sha256').update(canonicalJson(value), 'utf8').digest('hex')

/**
 * Work with its checksum. It shows accidents and clumsy changes; who rewrites the checksum, too, passes, so that what
 * cannot be forged cheaply is the training of the runs.
 */
export function sealWork(work: Omit<Work, 'sha256'>): Work {
  return { ...work, sha256: hashJson(work) }
}

/** An assignment with its seal. As a work's checksum, it shows clumsy changes; the key has the seal that counts. */
export function sealAssignment(assignment: Omit<Assignment, 'seal'>): Assignment {
  return { ...assignment, seal: hashJson(assignment) }
}

/**
 * Whether the text of a work is as it was sealed. The text counts and not what is read of it: a newer program may read
 * more into an old recipe than stands there.
 */
export function isSealed(text: string): boolean {
  const { sha256, ...work } = readJson(text, 'handed-in work') as Record<string, unknown>
  return hashJson(work) === sha256
}

/** An assignment as its file has it. */
export interface OpenedAssignment {
  readonly assignment: Assignment
  /** What tells this edition of it from others. */
  readonly sha256: string
  /** Whether the file is another than the one that was made; false for version 1, which has no seal. */
  readonly isChanged: boolean
}

/** Reads an assignment and holds it against its seal. @throws FormatError naming the field */
export function openAssignment(text: string): OpenedAssignment {
  const assignment = readAssignment(text)
  if (assignment.version === 1) return { assignment, sha256: editionOf(assignment), isChanged: false }
  const { seal, ...content } = readJson(text, 'an assignment') as Record<string, unknown>
  const sha256 = hashJson(content)
  return { assignment, sha256, isChanged: sha256 !== seal }
}

/** The hash of an assignment as it was made. */
export function editionOf(assignment: Assignment): string {
  return assignment.seal ?? hashJson(assignment)
}

/** The seed of a student's runs: everybody's numbers differ slightly, and each can be trained anew. */
export function personalSeed(assignmentId: string, studentId: string): number {
  const hash = createHash('sha256').update(`${assignmentId}\n${studentId.trim().toLowerCase()}`, 'utf8')
  return hash.digest().readUInt32BE(0)
}
