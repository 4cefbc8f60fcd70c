import { createHash } from 'node:crypto'
import { canonicalJson } from '#core/assignment/canonical-json.ts'
import type { Work } from '#core/assignment/assignment.ts'

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

/** Whether work is as it was sealed. */
export function isSealed({ sha256, ...work }: Work): boolean {
  return hashJson(work) === sha256
}

/** The seed of a student's runs: everybody's numbers differ slightly, and each can be trained anew. */
export function personalSeed(assignmentId: string, studentId: string): number {
  const hash = createHash('sha256').update(`${assignmentId}\n${studentId.trim().toLowerCase()}`, 'utf8')
  return hash.digest().readUInt32BE(0)
}
