import { readSetting } from '../activations/settings.ts'
import { evaluate, type Expression, type ReadQuantity } from './expression.ts'
import type { Formula } from './formula.ts'
import { reader } from './formula.ts'
import { nameOf, type Notation } from './notation.ts'
import { decimalsFor, numberText } from './number-text.ts'
import type { QuantityId } from './quantity.ts'
import type { Trace } from './trace-types.ts'

/** A formula, or a part of one, set and spoken. */
export interface RenderedFormula {
  /** For KaTeX; what stands for a quantity is `\htmlData{quantity=ID}{…}`. */
  readonly tex: string
  readonly words: string
}

export interface RenderOptions {
  readonly trace: Trace
  readonly example?: number
  readonly notation?: Notation
  readonly decimals?: number
  /** Quantities whose numbers are not to be seen: not computed yet, or to be guessed; they are shown as a question mark. */
  readonly isCovered?: (id: QuantityId) => boolean
}

interface Context {
  readonly read: ReadQuantity
  readonly notation: Notation
  readonly decimals: number
  readonly learningRate: number
  readonly hasNumbers: boolean
  readonly isCovered: (id: QuantityId) => boolean
  /** Examples are told apart only where there are several. */
  readonly hasExamples: boolean
}

/** A formula as lines: its name and each of its forms with symbols, then with numbers, then what it comes to. */
export interface FormulaLines {
  readonly name: RenderedFormula
  readonly symbols: readonly RenderedFormula[]
  /** One for each of `symbols`. */
  readonly numbers: readonly RenderedFormula[]
  /** What it comes to; null where it is not formed, or covered. */
  readonly result: RenderedFormula | null
  /** Everything in one line: name = symbols = numbers = result, of the last form. */
  readonly whole: RenderedFormula
}

/** Sets a formula with symbols and with numbers. */
export function renderFormula(formula: Formula, options: RenderOptions): FormulaLines {
  const { trace, example = 0, notation = 'lecture', isCovered = () => false } = options
  const read = reader(trace, example)
  const decimals = options.decimals ?? decimalsFor([formula.value])
  const context = (hasNumbers: boolean): Context => ({
    ...{ read, notation, decimals, hasNumbers, isCovered },
    learningRate: trace.learningRate,
    hasExamples: trace.examples.length > 1,
  })
  const named = nameOf(formula.id, notation)
  const name = lit(formula.id, {
    tex: formula.of === 'example' ? named.tex : `{${named.tex}}${SUFFIX_TEX[formula.of]}`,
    words: named.words + SUFFIX[formula.of],
  })
  const symbols = formula.lines.map((line) => render(line, context(false)))
  const numbers = formula.lines.map((line) => render(line, context(true)))
  const isHidden = formula.of === 'example' && isCovered(formula.id)
  const result =
    formula.value === null || isHidden ? null : lit(formula.id, numberText(formula.value, decimals))
  const isRounded = formula.value !== null && numberText(formula.value, decimals).isRounded
  const last = symbols.length - 1
  const parts = [symbols[last], numbers[last], result].filter((part) => part !== undefined && part !== null)
  return {
    ...{ name, symbols, numbers, result },
    whole: {
      tex: [name, ...parts]
        .map(({ tex }) => tex)
        .reduce((all, tex, i) => {
          const sign = i === parts.length && result && isRounded ? '\\approx' : '='
          return `${all} ${sign} ${tex}`
        }),
      words: [name, ...parts].map(({ words }) => words).join(' is '),
    },
  }
}

const SUFFIX = { example: '', batch: ', over the mini-batch', update: ', after the update' } as const
const SUFFIX_TEX = { batch: '_{\\text{mini-batch}}', update: '^{\\text{new}}' } as const

const lit = (id: QuantityId, { tex, words }: RenderedFormula): RenderedFormula => ({
  tex: `\\htmlData{quantity=${id}}{${tex}}`,
  words,
})
/** In brackets of a fixed size, as a long sum can break within these and not within those that grow. */
function bracket({ tex, words }: RenderedFormula, isSpoken = false): RenderedFormula {
  const isHigh = tex.includes('\\frac')
  return {
    tex: isHigh ? `\\Bigl(${tex}\\Bigr)` : `(${tex})`,
    words: isSpoken ? `open bracket ${words} close bracket` : words,
  }
}

/** Whether a part begins with a minus sign, as it would stand after a dot. */
const beginsWithMinus = ({ tex }: RenderedFormula): boolean => /^(\\htmlData\{[^}]*\}\{)?-/.test(tex)

function render(expression: Expression, context: Context): RenderedFormula {
  switch (expression.type) {
    case 'quantity':
      return renderQuantity(expression, context)
    case 'number':
      return numberText(expression.value, 8)
    case 'rate':
      return context.hasNumbers ? numberText(context.learningRate, 6) : { tex: '\\eta', words: 'eta' }
    case 'sum':
      return expression.terms
        .map((term) => [term, render(term, context)] as const)
        .reduce<RenderedFormula | null>(
          (all, [term, part]) => (all === null ? part : append(all, term, part)),
          null,
        )!
    case 'product':
      return renderProduct(expression.factors, context)
    case 'negative': {
      const part = render(expression.of, context)
      const isSum = expression.of.type === 'sum'
      const shown = isSum || beginsWithMinus(part) ? bracket(part, isSum) : part
      return { tex: `-${shown.tex}`, words: `minus ${shown.words}` }
    }
    case 'fraction': {
      const [above, below] = [render(expression.above, context), render(expression.below, context)]
      if (above.tex === '1' && below.tex === '2') return { tex: '\\tfrac12', words: 'one half' }
      return { tex: `\\frac{${above.tex}}{${below.tex}}`, words: `${above.words} over ${below.words}` }
    }
    case 'square': {
      const part = render(expression.of, context)
      // A name has indices of its own, a number may have a sign.
      const { tex, words } = bracket(part, expression.of.type === 'sum')
      return { tex: `${tex}^2`, words: `${words} squared` }
    }
    case 'root': {
      const part = render(expression.of, context)
      return { tex: `\\sqrt{${part.tex}}`, words: `the root of ${part.words}` }
    }
    case 'ln': {
      const part = render(expression.of, context)
      return { tex: `\\ln ${bracket(part).tex}`, words: `the logarithm of ${part.words}` }
    }
    case 'exp': {
      const part = render(expression.of, context)
      return { tex: `e^{${part.tex}}`, words: `e to the ${part.words}` }
    }
    case 'activation': {
      const part = render(expression.of, context)
      const { name } = expression.activation
      const setting = readSetting(expression.activation)
      const shape = setting === null ? '' : `_{${setting.value}}`
      const letter = context.hasNumbers ? `\\operatorname{${name}}${shape}` : 'f'
      return {
        tex: `${letter}${expression.isSlope ? "'" : ''}${bracket(part).tex}`,
        words: `${expression.isSlope ? 'the slope of ' : ''}${name}${setting === null ? '' : ` with ${setting.name} ${setting.value}`} at ${part.words}`,
      }
    }
    case 'rest': {
      const label = `the rest, ${expression.terms.length} ${expression.what}`
      if (!context.hasNumbers)
        return { tex: `\\text{rest of ${expression.terms.length} ${expression.what}}`, words: label }
      const number = numberText(evaluate(expression, context.read), context.decimals)
      return { tex: `\\underbrace{${number.tex}}_{\\text{rest}}`, words: `${label}, ${number.words}` }
    }
  }
}

function renderQuantity(
  { id, example }: Extract<Expression, { type: 'quantity' }>,
  { read, notation, decimals, hasNumbers, isCovered, hasExamples }: Context,
): RenderedFormula {
  if (hasNumbers) {
    const value = isCovered(id) ? null : read(id, example)
    return lit(
      id,
      value === null ? { tex: '\\text{?}', words: 'something unknown' } : numberText(value, decimals),
    )
  }
  const { tex, words } = nameOf(id, notation)
  if (example === undefined || !hasExamples) return lit(id, { tex, words })
  return lit(id, { tex: `${tex}[${example + 1}]`, words: `${words}, of example ${example + 1}` })
}

/** Adds a term, with a minus sign where it begins with one: `a − 0.7 · 0.6`, not `a + −0.7 · 0.6`. */
function append(all: RenderedFormula, term: Expression, part: RenderedFormula): RenderedFormula {
  if (term.type === 'negative' || beginsWithMinus(part)) {
    const isMarked = part.tex.startsWith('\\htmlData')
    const tex = isMarked
      ? ` - ${part.tex.replace(/^(\\htmlData\{[^}]*\}\{)-/, '$1')}`
      : ` - ${part.tex.replace(/^-/, '')}`
    return { tex: all.tex + tex, words: `${all.words} ${part.words}` }
  }
  return { tex: `${all.tex} + ${part.tex}`, words: `${all.words} plus ${part.words}` }
}

function renderProduct(factors: readonly Expression[], context: Context): RenderedFormula {
  const parts = factors.map((factor, i) => {
    const part = render(factor, context)
    const needsBracket =
      factor.type === 'sum' || (i > 0 && (factor.type === 'negative' || beginsWithMinus(part)))
    return needsBracket ? bracket(part, factor.type === 'sum') : part
  })
  return {
    tex: parts.map(({ tex }) => tex).join(context.hasNumbers ? ' \\cdot ' : ' \\, '),
    words: parts.map(({ words }) => words).join(' times '),
  }
}
