/** What of a schema's issue a person reads. */
interface Issue {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

/**
 * An issue of a schema in this program's words, with its place in front: `data: expected object, but it is empty`. Messages
 * of our own bounds name their field themselves and stay as they are.
 */
export function describeIssue({ path, message }: Issue): string {
  const isSchemas = /^(Invalid|Too|Unrecognized)/.test(message)
  if (!isSchemas && message.includes(': expected')) return message
  const words = message
    .replace(/^(Invalid \w+|Too \w+): /, '')
    .replace(', received undefined', ', but it is missing')
    .replace('received', 'got')
  return path.length === 0 ? words : `${path.join('.')}: ${words}`
}
