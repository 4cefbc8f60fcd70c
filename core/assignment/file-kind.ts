import { FormatError } from '../formats/format-error.ts'
import { describeValue } from '../recipe/describe-value.ts'

/** What each file of an assignment is called. */
const TITLES = {
  'backprop-task': 'an assignment (.backprop-task)',
  'backprop-key': 'a key (.backprop-key)',
  'backprop-work': 'handed-in work (.backprop-work)',
} as const
/** The `format` of a file of an assignment, which is the ending of its name, too. */
export type AssignmentFileKind = keyof typeof TITLES

export const ASSIGNMENT_FILE_KINDS = Object.keys(TITLES) as AssignmentFileKind[]

/** The newest version of all three files. */
export const ASSIGNMENT_VERSION = 2

export const titleOfKind = (kind: AssignmentFileKind): string => TITLES[kind]

/** What the name of a file says that it is; null where it is no file of an assignment. */
export function kindOfName(name: string): AssignmentFileKind | null {
  const lower = name.toLowerCase()
  return ASSIGNMENT_FILE_KINDS.find((kind) => lower.endsWith(`.${kind}`)) ?? null
}

/**
 * Says of a file's content whether it is of a kind and of a version that can be read, before anything else of it is looked at.
 * @throws FormatError saying what was expected and what came
 */
export function checkFileKind(content: unknown, expected: AssignmentFileKind): void {
  const { format, version } = (content ?? {}) as { format?: unknown; version?: unknown }
  if (format !== expected) {
    const known = ASSIGNMENT_FILE_KINDS.find((kind) => kind === format)
    throw new FormatError(`expected ${TITLES[expected]}, got ${known ? TITLES[known] : 'another file'}`)
  }
  if (version === 1 || version === ASSIGNMENT_VERSION) return
  const isNewer = Number.isInteger(version) && Number(version) > ASSIGNMENT_VERSION
  throw new FormatError(
    `expected ${TITLES[expected]} of version ${ASSIGNMENT_VERSION} at most, got ${
      isNewer
        ? `version ${Number(version)}; it was made by a newer program: update the workbench`
        : `version ${describeValue(version)}`
    }`,
  )
}
