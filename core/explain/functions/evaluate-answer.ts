import {
  parse,
  type ConstantNode,
  type FunctionNode,
  type MathNode,
  type OperatorNode,
  type ParenthesisNode,
  type SymbolNode,
} from 'mathjs/number'
import { ln } from '../../math/logarithm.ts'
import { wholePower } from '../../math/exponential.ts'
import type { ExercisePoint } from './exercises.ts'
import { AnswerError, normalizeAnswer } from './read-answer.ts'

/** An answer that was read. */
export interface ParsedAnswer {
  /** Its value at a point; NaN where it has none. */
  readonly at: (point: ExercisePoint) => number
  /** Which of the variables it has. */
  readonly variables: ReadonlySet<'output' | 'wanted'>
  /** Whether a product, quotient or minus stands before its difference: a trace of an inner derivative. */
  readonly hasOuterFactor: boolean
}

type Evaluate = ParsedAnswer['at']

const FUNCTIONS: Readonly<Record<string, (x: number) => number>> = {
  sqrt: (x) => Math.sqrt(x),
  abs: (x) => Math.abs(x),
  ln: (x) => (x > 0 ? ln(x) : NaN),
}

const MOST_POWER = 20

/**
 * Reads an answer: parsed by mathjs, whose own evaluation is never used, and made of numbers, ŷ, y, the four operations, whole powers,
 * square root, absolute value and natural logarithm alone.
 * @throws AnswerError saying what cannot be read
 */
export function parseAnswer(answer: string): ParsedAnswer {
  const text = normalizeAnswer(answer)
  let root: MathNode
  try {
    root = parse(text)
  } catch {
    throw new AnswerError({ code: 'unreadable' })
  }
  const variables = new Set<'output' | 'wanted'>()
  const at = compile(root, variables)
  if (variables.size === 0) throw new AnswerError({ code: 'no-variable' })
  return { at, variables, hasOuterFactor: hasOuterFactor(root) }
}

/** The arithmetic of a node of an allowed kind; every other is refused by name. */
function compile(node: MathNode, variables: Set<'output' | 'wanted'>): Evaluate {
  switch (node.type) {
    case 'ParenthesisNode':
      return compile((node as ParenthesisNode).content, variables)
    case 'ConstantNode': {
      const { value } = node as ConstantNode
      if (typeof value !== 'number') throw new AnswerError({ code: 'not-allowed', what: String(value) })
      return () => value
    }
    case 'SymbolNode': {
      const { name } = node as SymbolNode
      if (name !== 'output' && name !== 'wanted') throw new AnswerError({ code: 'unknown-word', word: name })
      variables.add(name)
      return (point) => point[name]
    }
    case 'FunctionNode': {
      const { fn, args } = node as FunctionNode
      const apply = Object.hasOwn(FUNCTIONS, fn.name) ? FUNCTIONS[fn.name] : undefined
      const [argument, ...others] = args
      if (!apply || !argument || others.length > 0)
        throw new AnswerError({ code: 'not-allowed', what: fn.name })
      const inner = compile(argument, variables)
      return (point) => apply(inner(point))
    }
    case 'OperatorNode':
      return compileOperator(node as OperatorNode, variables)
    default:
      throw new AnswerError({ code: 'not-allowed', what: node.toString() })
  }
}

function compileOperator({ op, args }: OperatorNode, variables: Set<'output' | 'wanted'>): Evaluate {
  const [left, right] = args.map((each) => compile(each, variables))
  if (!left) throw new AnswerError({ code: 'unreadable' })
  if (!right) {
    if (op === '-') return (point) => -left(point)
    if (op === '+') return left
    throw new AnswerError({ code: 'not-allowed', what: op })
  }
  switch (op) {
    case '+':
      return (point) => left(point) + right(point)
    case '-':
      return (point) => left(point) - right(point)
    case '*':
      return (point) => left(point) * right(point)
    case '/':
      return (point) => left(point) / right(point)
    case '^':
      return (point) => power(left(point), right(point))
    default:
      throw new AnswerError({ code: 'not-allowed', what: op })
  }
}

/** Whole powers, and one half as the square root; other powers have no value. */
function power(base: number, exponent: number): number {
  if (exponent === 0.5) return Math.sqrt(base)
  if (!Number.isInteger(exponent) || Math.abs(exponent) > MOST_POWER) return NaN
  return exponent < 0 ? 1 / wholePower(base, -exponent) : wholePower(base, exponent)
}

function hasOuterFactor(node: MathNode): boolean {
  if (node.type === 'ParenthesisNode') return hasOuterFactor((node as ParenthesisNode).content)
  if (node.type !== 'OperatorNode') return false
  const { op, args } = node as OperatorNode
  return op === '*' || op === '/' || (op === '-' && args.length === 1)
}
