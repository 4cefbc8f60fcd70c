/** What an answer may be written with. */
export type AnswerToken =
  | { readonly kind: 'number' | 'name' | 'function' | 'operator'; readonly text: string }
  | { readonly kind: 'open' | 'close'; readonly text: string }

/** Why an answer cannot be read; its sentence is made where it is shown. */
export type AnswerProblem =
  | { readonly code: 'empty' }
  | { readonly code: 'too-long'; readonly most: number }
  | { readonly code: 'unknown-word'; readonly word: string }
  | { readonly code: 'unreadable' }
  | { readonly code: 'not-allowed'; readonly what: string }
  | { readonly code: 'no-variable' }
  | { readonly code: 'not-a-number' }

/** Says that an answer cannot be read, and why. */
export class AnswerError extends Error {
  override readonly name = 'AnswerError'
  readonly problem: AnswerProblem

  constructor(problem: AnswerProblem) {
    super(problem.code)
    this.problem = problem
  }
}

const MOST_CHARACTERS = 200

/** Ways to write the two variables and the functions, longest first. */
const WORDS: readonly (readonly [string, AnswerToken])[] = [
  ['y_hat', { kind: 'name', text: 'output' }],
  ['yhat', { kind: 'name', text: 'output' }],
  ['ŷ', { kind: 'name', text: 'output' }],
  ['sqrt', { kind: 'function', text: 'sqrt' }],
  ['abs', { kind: 'function', text: 'abs' }],
  ['log', { kind: 'function', text: 'ln' }],
  ['ln', { kind: 'function', text: 'ln' }],
  ['√', { kind: 'function', text: 'sqrt' }],
  ['y', { kind: 'name', text: 'wanted' }],
]

/** Characters that stand for others. */
const SAME: Readonly<Record<string, string>> = {
  ...{ '−': '-', '–': '-', '·': '*', '⋅': '*', '×': '*', '∗': '*', '÷': '/', ':': '/', '∕': '/' },
  ...{ '½': '(1/2)', '¼': '(1/4)', '²': '^2', '³': '^3', '[': '(', ']': ')', '{': '(', '}': ')' },
}

/**
 * An answer as a person writes it, as an expression that mathjs parses: ŷ is `output`, y is `wanted`, '−' is '-', and a
 * product without a sign has one.
 * @throws AnswerError at an empty answer, one of more than 200 characters, or a word or sign that it does not know
 */
export function normalizeAnswer(answer: string): string {
  const written = answer.normalize('NFC').replaceAll('\\hat', '').trim()
  if (written === '') throw new AnswerError({ code: 'empty' })
  if (written.length > MOST_CHARACTERS) throw new AnswerError({ code: 'too-long', most: MOST_CHARACTERS })
  const text = withoutLeftSide(written)
    .replaceAll(/[−–·⋅×∗÷:∕½¼²³[\]{}]/g, (character) => SAME[character]!)
    .replaceAll('**', '^')
    .replaceAll(/(\d),(\d)/g, '$1.$2')
  return joinTokens(tokensOf(text))
}

/** The right side of 'dDiv/dŷ = ŷ − y'. */
const withoutLeftSide = (text: string): string => {
  const [left, ...right] = text.split('=')
  return right.length === 1 && /^\s*[d∂]\s*Div\s*\/\s*[d∂]\s*ŷ\s*$/iu.test(left!) ? right[0]! : text
}

function tokensOf(text: string): AnswerToken[] {
  const tokens: AnswerToken[] = []
  let rest = text
  let openBars = 0
  const take = (token: AnswerToken, length: number): void => {
    tokens.push(token)
    rest = rest.slice(length)
  }
  for (rest = rest.trimStart(); rest !== ''; rest = rest.trimStart()) {
    const number = /^(?:\d+\.?\d*|\.\d+)/.exec(rest)?.[0]
    const word = WORDS.find(([name]) => rest.toLowerCase().startsWith(name))
    const first = String.fromCodePoint(rest.codePointAt(0)!)
    if (number !== undefined) take({ kind: 'number', text: number }, number.length)
    else if (word) take(word[1], word[0].length)
    else if ('+-*/^'.includes(first)) take({ kind: 'operator', text: first }, 1)
    else if (first === '(') take({ kind: 'open', text: '(' }, 1)
    else if (first === ')') take({ kind: 'close', text: ')' }, 1)
    else if (first === '|') {
      // A bar behind something that is complete closes, any other opens.
      const closes = openBars > 0 && endsOperand(tokens.at(-1))
      openBars += closes ? -1 : 1
      take(closes ? { kind: 'close', text: ')' } : { kind: 'open', text: 'abs(' }, 1)
    } else throw new AnswerError({ code: 'unknown-word', word: /^\p{L}+/u.exec(rest)?.[0] ?? first })
  }
  return tokens
}

const endsOperand = (token: AnswerToken | undefined): boolean =>
  token !== undefined && ['number', 'name', 'close'].includes(token.kind)

const startsOperand = ({ kind }: AnswerToken): boolean =>
  ['number', 'name', 'function', 'open'].includes(kind)

function joinTokens(tokens: readonly AnswerToken[]): string {
  return tokens
    .map((token, k) => (endsOperand(tokens[k - 1]) && startsOperand(token) ? `*${token.text}` : token.text))
    .join(' ')
}
