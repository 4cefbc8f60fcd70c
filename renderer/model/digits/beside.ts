import { listAnd } from '#core/math/list-words.ts'
import { withArticle } from '../article.ts'
import { type OutputBar, outputBars } from './output-bars.ts'

/** What one of several networks says of the same drawing. */
export interface BesideAnswer {
  /** Null before it is known, and where the network cannot read the drawing. */
  readonly prediction: { readonly digit: number; readonly outputs: ArrayLike<number> } | null
  /** What each of its outputs stands for. */
  readonly classNames: readonly string[]
}

/** A class with the output that each network has for it, in the networks' order; null where a network does not know the class. */
export interface BesideRow {
  readonly name: string
  readonly cells: readonly (OutputBar | null)[]
}

/**
 * The outputs of several networks in rows of the same class, which goes by its name: those of the first network in its order, then
 * what only others know.
 */
export function besideRows(answers: readonly BesideAnswer[]): BesideRow[] {
  const columns = answers.map(
    ({ prediction, classNames }) =>
      new Map(outputBars(prediction, classNames).map((bar) => [bar.name, bar] as const)),
  )
  const names = new Set(columns.flatMap((column) => [...column.keys()]))
  return [...names].map((name) => ({ name, cells: columns.map((column) => column.get(name) ?? null) }))
}

/** What a network answers, by the name of the class; null before it is known. */
export function answerName({ prediction, classNames }: BesideAnswer): string | null {
  return prediction === null ? null : (classNames[prediction.digit] ?? String(prediction.digit))
}

/**
 * Whether networks agree: `All 3 read a 7.`, or `2 of 3 read a 7; slow reads a 1.`, what most read first, and of as many what the
 * first of them reads.
 * @param answers of those that have one, the run's name and the class that it answers
 * @returns empty for fewer than two
 */
export function describeAgreement(
  answers: readonly { readonly run: string; readonly answer: string }[],
): string {
  if (answers.length < 2) return ''
  const byAnswer = new Map<string, string[]>()
  for (const { run, answer } of answers) byAnswer.set(answer, [...(byAnswer.get(answer) ?? []), run])
  const groups = [...byAnswer].sort(([, a], [, b]) => b.length - a.length)
  const [[most, agreed], ...others] = groups as [(typeof groups)[0], ...typeof groups]
  if (others.length === 0) return `All ${answers.length} read ${withArticle(most)}.`
  const said = others.map(
    ([answer, names]) => `${listAnd(names)} ${names.length === 1 ? 'reads' : 'read'} ${withArticle(answer)}`,
  )
  const first =
    agreed.length === 1
      ? `${agreed[0]!} reads ${withArticle(most)}`
      : `${agreed.length} of ${answers.length} read ${withArticle(most)}`
  return `${[first, ...said].join('; ')}.`
}
