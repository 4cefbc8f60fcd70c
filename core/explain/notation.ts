import { parseQuantity, plainId, type Quantity, type QuantityId, type UnitKind } from './quantity.ts'

/*
 * Four ways to name one quantity. They differ in more than letters:
 *
 *               layers from   order of a weight's indices   units from   output   wanted
 *   lecture     1             from, to                      1            y        d
 *   book        2             to, from                      1            a        y
 *   PyTorch     1             to, from                      0            a        target
 *   network.py  0             to, from                      0            a        y
 */

export const NOTATIONS = ['lecture', 'book', 'pytorch', 'network.py'] as const
export type Notation = (typeof NOTATIONS)[number]

/** What each notation is called. */
export const NOTATION_LABELS: Readonly<Record<Notation, string>> = {
  lecture: 'Lecture',
  book: 'Book',
  pytorch: 'PyTorch',
  'network.py': 'network.py',
}

/** A name of a quantity. */
export interface QuantityName {
  /** As KaTeX sets it. */
  readonly tex: string
  /** As plain text, with indices as superscripts and subscripts. */
  readonly text: string
  /** As it is spoken; the same in every notation but for letters and numbers. */
  readonly words: string
}

/**
 * The name of a quantity in a notation.
 * @throws RangeError for what is no id
 */
export function nameOf(id: QuantityId, notation: Notation = 'lecture'): QuantityName {
  const quantity = parseQuantity(id)
  if (!quantity.isDerivative) return plainName(quantity, notation)
  const name = plainName(parseQuantity(plainId(id)), notation)
  if (notation === 'pytorch' || notation === 'network.py') {
    return codeName(gradientCode(quantity, notation), `derivative of ${lossWord(notation)} by ${name.words}`)
  }
  const loss = plainName({ kind: 'div', isDerivative: false }, notation)
  return {
    tex: `\\frac{\\partial ${loss.tex}}{\\partial ${name.tex}}`,
    text: `∂${loss.text}/∂${name.text}`,
    words: `derivative of ${loss.words} by ${name.words}`,
  }
}

/** The name of a quantity in each notation, for a table of them. */
export function namesOf(id: QuantityId): Readonly<Record<Notation, QuantityName>> {
  return {
    lecture: nameOf(id, 'lecture'),
    book: nameOf(id, 'book'),
    pytorch: nameOf(id, 'pytorch'),
    'network.py': nameOf(id, 'network.py'),
  }
}

const lossWord = (notation: Notation): string =>
  plainName({ kind: 'div', isDerivative: false }, notation).words

function plainName(quantity: Quantity, notation: Notation): QuantityName {
  return notation === 'lecture' || notation === 'book'
    ? writtenName(quantity, notation)
    : codeName(code(quantity, notation), codeWords(quantity, notation))
}

/** Letters of the lecture and of the book: TeX, plain text and spoken. */
const LETTERS: Readonly<Record<UnitKind | 'w', readonly [tex: string, text: string, words: string]>> = {
  w: ['w', 'w', 'w'],
  b: ['b', 'b', 'b'],
  z: ['z', 'z', 'z'],
  mu: ['\\mu', 'μ', 'mu'],
  var: ['\\sigma^2', 'σ²', 'sigma squared'],
  hat: ['\\hat z', 'ẑ', 'z hat'],
  gamma: ['\\gamma', 'γ', 'gamma'],
  beta: ['\\beta', 'β', 'beta'],
  s: ['s', 's', 's'],
  slope: ["f'", 'f′', 'slope'],
  y: ['y', 'y', 'y'],
}

function writtenName(quantity: Quantity, notation: 'lecture' | 'book'): QuantityName {
  const isBook = notation === 'book'
  if (quantity.kind === 'div') {
    return isBook ? { tex: 'C', text: 'C', words: 'C' } : { tex: '\\mathrm{Div}', text: 'Div', words: 'Div' }
  }
  const unit = quantity.unit + 1
  if (quantity.kind === 'x' || quantity.kind === 'd') {
    const letter = quantity.kind === 'x' ? 'x' : isBook ? 'y' : 'd'
    return { tex: `${letter}_{${unit}}`, text: `${letter}${lower(unit)}`, words: `${letter} ${unit}` }
  }
  const layer = quantity.layer + (isBook ? 1 : 0)
  const [tex, text, spoken] = quantity.kind === 'y' && isBook ? ['a', 'a', 'a'] : LETTERS[quantity.kind]
  const above = isBook ? `${layer}` : `(${layer})`
  const place = quantity.kind === 'w' ? weightPlace(quantity.from + 1, unit, isBook) : `${unit}`
  return {
    // Two superscripts need braces around the first.
    tex: `${quantity.kind === 'var' ? `{${tex}}` : tex}${quantity.kind === 'slope' ? `{}^{${above}}` : `^{${above}}`}_{${place}}`,
    text: `${text}${upper(above)}${lower(place)}`,
    words:
      quantity.kind === 'w'
        ? `w of layer ${layer} from ${quantity.from + 1} to ${unit}`
        : `${spoken} of layer ${layer}, unit ${unit}`,
  }
}

/** `12`, or `1,12` where an index has two digits. */
function weightPlace(from: number, to: number, isToFrom: boolean): string {
  const [first, second] = isToFrom ? [to, from] : [from, to]
  return `${first}${first > 9 || second > 9 ? ',' : ''}${second}`
}

function code(quantity: Quantity, notation: 'pytorch' | 'network.py'): string {
  const isPyTorch = notation === 'pytorch'
  if (quantity.kind === 'div') return isPyTorch ? 'loss' : 'cost'
  if (quantity.kind === 'x') return isPyTorch ? `x[${quantity.unit}]` : `x[${quantity.unit}][0]`
  if (quantity.kind === 'd') return isPyTorch ? `target[${quantity.unit}]` : `y[${quantity.unit}][0]`
  const { layer, unit } = quantity
  if (isPyTorch) {
    if (quantity.kind === 'w') return `fc${layer}.weight[${unit}, ${quantity.from}]`
    if (quantity.kind === 'b') return `fc${layer}.bias[${unit}]`
    if (quantity.kind === 'gamma') return `bn${layer}.weight[${unit}]`
    if (quantity.kind === 'beta') return `bn${layer}.bias[${unit}]`
    return `${CODE_LETTERS[quantity.kind]}${layer}[${unit}]`
  }
  if (quantity.kind === 'w') return `weights[${layer - 1}][${unit}][${quantity.from}]`
  if (quantity.kind === 'b') return `biases[${layer - 1}][${unit}][0]`
  if (quantity.kind === 'z') return `zs[${layer - 1}][${unit}][0]`
  if (quantity.kind === 'slope') return `sigmoid_prime(zs[${layer - 1}])[${unit}][0]`
  if (quantity.kind === 'y') return `activations[${layer}][${unit}][0]`
  // network.py has no batch normalization; its numbers are named as they would be.
  return `${CODE_LETTERS[quantity.kind]}s[${layer - 1}][${unit}][0]`
}

const CODE_LETTERS: Readonly<Record<Exclude<UnitKind, 'b'>, string>> = {
  z: 'z',
  mu: 'mean',
  var: 'var',
  hat: 'z_hat',
  gamma: 'gamma',
  beta: 'beta',
  s: 's',
  slope: 'slope',
  y: 'a',
}

/** Where the two programs keep derivatives: `fc1.weight.grad[0, 1]`, `nabla_w[0][0][1]`, `delta` for those by z. */
function gradientCode(quantity: Quantity, notation: 'pytorch' | 'network.py'): string {
  const plain = code(quantity, notation)
  if (notation === 'pytorch') {
    const at = plain.indexOf('[')
    return at < 0 ? `${plain}.grad` : `${plain.slice(0, at)}.grad${plain.slice(at)}`
  }
  if (quantity.kind === 'w') return plain.replace('weights', 'nabla_w')
  if (quantity.kind === 'b') return plain.replace('biases', 'nabla_b')
  if (quantity.kind === 'z') return `delta[${quantity.unit}][0]`
  return `d_${plain}`
}

function codeName(text: string, words: string): QuantityName {
  return { tex: `\\texttt{${text.replaceAll('_', '\\_')}}`, text, words }
}

const SPOKEN_CODE: Partial<Record<Quantity['kind'], string>> = { w: 'weight', b: 'bias', y: 'a' }

function codeWords(quantity: Quantity, notation: 'pytorch' | 'network.py'): string {
  if (quantity.kind === 'div') return code(quantity, notation)
  if (quantity.kind === 'x') return `x ${quantity.unit}`
  if (quantity.kind === 'd') return `${notation === 'pytorch' ? 'target' : 'y'} ${quantity.unit}`
  const shift = notation === 'pytorch' ? 0 : quantity.kind === 'y' ? 0 : -1
  const letter = SPOKEN_CODE[quantity.kind] ?? LETTERS[quantity.kind][2]
  const place = quantity.kind === 'w' ? `to ${quantity.unit} from ${quantity.from}` : `unit ${quantity.unit}`
  return `${letter} of layer ${quantity.layer + shift}, ${place}`
}

const UPPER = '⁰¹²³⁴⁵⁶⁷⁸⁹'
const LOWER = '₀₁₂₃₄₅₆₇₈₉'
const upper = (text: string): string =>
  text
    .replace(/\d/g, (digit) => UPPER[Number(digit)]!)
    .replace('(', '⁽')
    .replace(')', '⁾')
const lower = (text: string | number): string => `${text}`.replace(/\d/g, (digit) => LOWER[Number(digit)]!)
