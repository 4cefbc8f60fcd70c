import type { AnswerReasons } from '#core/explain/explain-answer.ts'
import { formatOutput } from '#core/math/format-output.ts'
import { withArticle } from '../article.ts'

/** What each pixel adds to a class's sum, or to the difference of two. */
export interface ReasonPicture {
  readonly title: string
  /** What its numbers are, in a few words. */
  readonly help: string
  /** `(inputSize)` */
  readonly values: Float64Array
  /** All of them together, in words. */
  readonly sum: string
}

/** The largest of some numbers without their signs; 0 for none. */
export function largestOf(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
}

/** The pixels for the answer, for the class that it is held against, and the difference of both. */
export function reasonPictures(
  { said, other, forSaid, forOther }: AnswerReasons,
  nameOf: (label: number) => string,
): ReasonPicture[] {
  const of = (values: Float64Array, title: string, help: string): ReasonPicture => ({
    ...{ values, title, help },
    sum: `together ${formatSigned(total(values))}`,
  })
  const first = of(forSaid, `For ${nameOf(said)}`, 'What each pixel adds to the sum for the answer')
  if (other === null || forOther === null) return [first]
  return [
    first,
    of(forOther, `For ${nameOf(other)}`, 'What each pixel adds to the sum for this class'),
    of(
      forSaid.map((value, k) => value - forOther[k]!),
      `For ${nameOf(said)} against ${nameOf(other)}`,
      'The difference of both',
    ),
  ]
}

/** How the pictures are read, in plain words. */
export function describePixels(
  { said, other }: Pick<AnswerReasons, 'said' | 'other'>,
  nameOf: (label: number) => string,
): string {
  const answer = withArticle(nameOf(said))
  const rule = `Each pixel’s input times the slope of the class’s sum: a blue pixel speaks for the class, an orange one against it, a grey one has ink that says nothing.`
  return other === null
    ? rule
    : `${rule} On the right, blue speaks for ${answer} rather than ${withArticle(nameOf(other))}.`
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0)
}

/** With its sign: `+1.250`, `−0.300`. */
function formatSigned(value: number): string {
  return value > 0 ? `+${formatOutput(value)}` : formatOutput(value)
}
