/** Thrown for a file that is not of its format; `message` names what was expected and what came. */
export class FormatError extends Error {
  override readonly name = 'FormatError'
}
