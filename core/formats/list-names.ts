/** Names that a sentence lists, and characters of each, at most. */
const MOST_NAMES = 10
const MOST_CHARACTERS = 60

/** Names of a file as a sentence lists them: `fc1, fc2 and 30 more`. */
export const listNames = (names: readonly string[]): string =>
  names
    .slice(0, MOST_NAMES)
    .map((name) => (name.length > MOST_CHARACTERS ? `${name.slice(0, MOST_CHARACTERS)}…` : name))
    .join(', ') + (names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '')
