import { erfc } from '../math/error-function.ts'
import { wholePower } from '../math/exponential.ts'

/** McNemar's test between two networks, A and B, on the same images. */
export interface McNemarResult {
  readonly total: number
  readonly correctA: number
  readonly correctB: number
  /** Images that A reads rightly and B wrongly. */
  readonly onlyA: number
  /** Images that B reads rightly and A wrongly. */
  readonly onlyB: number
  /** How the p-value was found: from the binomial distribution, or by χ² with continuity correction. */
  readonly method: 'exact-binomial' | 'chi-square'
  /** (|onlyA − onlyB| − 1)² / (onlyA + onlyB); null with `exact-binomial`. */
  readonly statistic: number | null
  /** How likely so large a difference, or a larger one, is between networks that are equally good; two-sided. */
  readonly p: number
}

/** From so many images on that one of the two alone reads rightly, χ² approximates well (Edwards 1948). */
const CHI_SQUARE_FROM = 25

/** A p-value below it counts as a real difference. */
export const SIGNIFICANCE = 0.05

/**
 * Compares two networks by the images on which only one of them is right (McNemar 1947).
 * @param a A's predictions, `(count)`
 * @param b B's predictions on the same images, `(count)`
 * @param labels `(count)`
 * @throws RangeError where the three differ in length
 */
export function comparePredictions(a: Uint8Array, b: Uint8Array, labels: Uint8Array): McNemarResult {
  if (a.length !== labels.length || b.length !== labels.length) {
    throw new RangeError(
      `Predictions: expected ${labels.length} of each network, one a label, got ${a.length} and ${b.length}`,
    )
  }
  let both = 0
  let onlyA = 0
  let onlyB = 0
  labels.forEach((label, i) => {
    if (a[i] === label && b[i] === label) both++
    else if (a[i] === label) onlyA++
    else if (b[i] === label) onlyB++
  })
  return {
    total: labels.length,
    correctA: both + onlyA,
    correctB: both + onlyB,
    onlyA,
    onlyB,
    ...mcnemarTest(onlyA, onlyB),
  }
}

/** The test itself, from the numbers of images that one of the two alone reads rightly. */
export function mcnemarTest(onlyA: number, onlyB: number): Pick<McNemarResult, 'method' | 'statistic' | 'p'> {
  const discordant = onlyA + onlyB
  if (discordant < CHI_SQUARE_FROM) {
    return { method: 'exact-binomial', statistic: null, p: binomialTwoSided(onlyA, onlyB) }
  }
  const distance = Math.max(0, Math.abs(onlyA - onlyB) - 1)
  const statistic = (distance * distance) / discordant
  return { method: 'chi-square', statistic, p: erfc(Math.sqrt(statistic / 2)) }
}

/** 2 Σ_{k ≤ min} C(n, k) / 2ⁿ, at most 1: both outcomes are equally likely between equals. */
function binomialTwoSided(onlyA: number, onlyB: number): number {
  const n = onlyA + onlyB
  let ways = 1
  let sum = 1
  for (let k = 1; k <= Math.min(onlyA, onlyB); k++) {
    ways = (ways * (n - k + 1)) / k
    sum += ways
  }
  return Math.min(1, (2 * sum) / wholePower(2, n))
}

/**
 * The result as a person reads it, as in 'B gets 37 more of 10,000 test images of MNIST right than A; this could be chance
 * (p = 0.21)'.
 * @param images which images they were and how many
 */
export function describeComparison(
  result: McNemarResult,
  names: { readonly a: string; readonly b: string },
  images: string,
): string {
  const { correctA, correctB, onlyA, onlyB, p } = result
  if (onlyA + onlyB === 0) return describeAgreement(result, names, images)
  if (correctA === correctB) {
    return `${names.a} and ${names.b} get equally many of ${images} right, though each is right on ${onlyA.toLocaleString('en-US')} that the other gets wrong (${describeP(p)})`
  }
  const [better, worse] = correctB > correctA ? [names.b, names.a] : [names.a, names.b]
  const more = Math.abs(correctB - correctA).toLocaleString('en-US')
  return `${better} gets ${more} more of ${images} right than ${worse}; ${describeChance(p)}`
}

/** Of two networks that are right and wrong on the same images. */
function describeAgreement(
  { correctA, total }: McNemarResult,
  { a, b }: { readonly a: string; readonly b: string },
  images: string,
): string {
  if (correctA === 0) return `${a} and ${b} both get none of ${images} right`
  if (correctA === total) return `${a} and ${b} both get all of ${images} right`
  return `${a} and ${b} get the same ${correctA.toLocaleString('en-US')} of ${images} right`
}

/** Whether a difference of this p-value may be chance, as in 'this could be chance (p = 0.21)'. */
export function describeChance(p: number): string {
  return `${p < SIGNIFICANCE ? 'this is hardly chance' : 'this could be chance'} (${describeP(p)})`
}

function describeP(p: number): string {
  if (p < 0.0001) return 'p < 0.0001'
  return `p = ${p < 0.01 ? p.toFixed(4) : p.toFixed(2)}`
}
