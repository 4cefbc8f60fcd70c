/** What is wrong with a filter, in one sentence. */
export class FilterError extends Error {
  override readonly name = 'FilterError'
}

/** A part of a filter's text. */
export interface Token {
  readonly kind: 'word' | 'operator' | 'open' | 'close'
  readonly text: string
  /** A quoted word is never a keyword or the name of a field. */
  readonly isQuoted: boolean
}

const SIGNS: Readonly<Record<string, string>> = { '≤': '<=', '≥': '>=', '≠': '!=', '==': '=' }
const TOKEN = /\s*(?:([()])|(<=|>=|!=|==|[<>=:≤≥≠])|"([^"]*)("?)|((?:!(?!=)|[^\s()<>=:≤≥≠"!])+))/y

/** Takes a filter's text apart. @throws FilterError for a quotation that does not end */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  const end = text.trimEnd().length
  while (TOKEN.lastIndex < end) {
    const match = TOKEN.exec(text)
    // Every character is in one of the groups.
    if (match === null) break
    const [, bracket, operator, quoted, closing, word] = match as (string | undefined)[]
    if (bracket !== undefined)
      tokens.push({ kind: bracket === '(' ? 'open' : 'close', text: bracket, isQuoted: false })
    else if (operator !== undefined)
      tokens.push({ kind: 'operator', text: SIGNS[operator] ?? operator, isQuoted: false })
    else if (quoted !== undefined) {
      if (closing === '') throw new FilterError(`"${quoted}: expected a closing quote, got none`)
      tokens.push({ kind: 'word', text: quoted, isQuoted: true })
    } else tokens.push({ kind: 'word', text: word ?? '', isQuoted: false })
  }
  return tokens
}

/** Whether a part is that word, and not in quotes. */
export function isKeyword(token: Token | undefined, keyword: string): boolean {
  return token?.kind === 'word' && !token.isQuoted && token.text.toLowerCase() === keyword
}
