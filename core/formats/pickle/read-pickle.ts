import { FormatError } from '../format-error.ts'
import { decodeText } from '../text.ts'
import { setArray, setType } from './numpy-values.ts'
import { nameOpcode, OPCODES as Op } from './opcodes.ts'
import { checkGlobal, functionOf } from './pickle-globals.ts'
import { PickleSource } from './pickle-source.ts'
import { pairsOf, PickleStack } from './pickle-stack.ts'
import { describePickled, isObject, itemsOf, type PickleValue, textOf } from './pickle-value.ts'
import { readFloat, readInteger, readQuoted, readRawText } from './text-values.ts'

const NEWEST_PROTOCOL = 5

/** What surrounds a pickle. */
export interface PickleOptions {
  /** Where it begins in the bytes. */
  readonly from?: number
  /** Makes values of ids that refer to something outside the pickle; without it such ids are refused. */
  readonly load?: (id: PickleValue) => PickleValue
}

/** A pickle's value, and where it ends in the bytes. */
export interface ReadPickle {
  readonly value: PickleValue
  readonly end: number
}

/**
 * Reads a pickle as data. Python's pickles are programs: here only those steps are taken, and only those names are known,
 * that weights need, and nothing is run.
 * @throws FormatError naming the step or name that is refused
 */
export function readPickle(bytes: Uint8Array, options: PickleOptions = {}): ReadPickle {
  return new PickleMachine(bytes, options).run()
}

class PickleMachine {
  readonly #source: PickleSource
  readonly #load: PickleOptions['load']
  readonly #stack = new PickleStack()

  constructor(bytes: Uint8Array, { from = 0, load }: PickleOptions) {
    this.#source = new PickleSource(bytes, from)
    this.#load = load
  }

  run(): ReadPickle {
    for (;;) {
      this.#stack.spend(1)
      const code = this.#source.byte()
      if (code === Op.STOP) return { value: this.#stack.pop(), end: this.#source.at }
      if (!this.#readScalar(code) && !this.#gather(code) && !this.#make(code)) {
        throw new FormatError(
          `pickle: expected steps that make numbers, texts, lists, dicts and arrays, got ${nameOpcode(code)} at byte ${this.#source.at - 1}`,
        )
      }
    }
  }

  /** Values that stand in the pickle itself. */
  #readScalar(code: number): boolean {
    const source = this.#source
    switch (code) {
      case Op.PROTO:
        return checkProtocol(source.byte())
      case Op.FRAME:
        source.uint64()
        return true
      case Op.NONE:
        return this.#stack.push(null)
      case Op.NEWTRUE:
        return this.#stack.push(true)
      case Op.NEWFALSE:
        return this.#stack.push(false)
      case Op.BININT:
        return this.#stack.push(source.int32())
      case Op.BININT1:
        return this.#stack.push(source.byte())
      case Op.BININT2:
        return this.#stack.push(source.uint16())
      case Op.LONG1:
        return this.#stack.push(readLong(source.take(source.byte())))
      case Op.BINFLOAT:
        return this.#stack.push(source.float64())
      case Op.BINUNICODE:
        return this.#stack.push(decodeText(source.take(source.uint32())))
      case Op.SHORT_BINUNICODE:
        return this.#stack.push(decodeText(source.take(source.byte())))
      case Op.BINUNICODE8:
        return this.#stack.push(decodeText(source.take(source.uint64())))
      case Op.BINBYTES:
      case Op.BINSTRING:
        return this.#stack.push(source.take(source.uint32()))
      case Op.SHORT_BINBYTES:
      case Op.SHORT_BINSTRING:
        return this.#stack.push(source.take(source.byte()))
      case Op.BINBYTES8:
      case Op.BYTEARRAY8:
        return this.#stack.push(source.take(source.uint64()))
      case Op.INT:
      case Op.LONG:
        return this.#stack.push(readInteger(source.line()))
      case Op.FLOAT:
        return this.#stack.push(readFloat(source.line()))
      case Op.STRING:
        return this.#stack.push(readQuoted(source.line()))
      case Op.UNICODE:
        return this.#stack.push(readRawText(source.line()))
      default:
        return false
    }
  }

  /** Lists, tuples and dicts, and the memory of values that come again. */
  #gather(code: number): boolean {
    const source = this.#source
    switch (code) {
      case Op.MARK:
        return this.#stack.mark()
      case Op.POP:
        this.#stack.pop()
        return true
      case Op.EMPTY_LIST:
        return this.#stack.create({ kind: 'list', items: [] })
      case Op.EMPTY_DICT:
        return this.#stack.create({ kind: 'dict', entries: [] })
      case Op.EMPTY_TUPLE:
        return this.#stack.create({ kind: 'tuple', items: [] })
      case Op.LIST:
        return this.#stack.create({ kind: 'list', items: this.#stack.popGroup() })
      case Op.TUPLE:
        return this.#stack.create({ kind: 'tuple', items: this.#stack.popGroup() })
      case Op.TUPLE1:
      case Op.TUPLE2:
      case Op.TUPLE3:
        return this.#stack.create({ kind: 'tuple', items: this.#stack.popSome(code - Op.TUPLE1 + 1) })
      case Op.DICT:
        return this.#stack.create({ kind: 'dict', entries: pairsOf(this.#stack.popGroup()) })
      case Op.APPEND:
        return this.#stack.append(this.#stack.popSome(1))
      case Op.APPENDS:
        return this.#stack.append(this.#stack.popGroup())
      case Op.SETITEM:
        return this.#stack.setItems(this.#stack.popSome(2))
      case Op.SETITEMS:
        return this.#stack.setItems(this.#stack.popGroup())
      case Op.BINPUT:
        return this.#stack.remember(source.byte())
      case Op.LONG_BINPUT:
        return this.#stack.remember(source.uint32())
      case Op.PUT:
        return this.#stack.remember(indexOf(source.line()))
      case Op.MEMOIZE:
        return this.#stack.memoize()
      case Op.BINGET:
        return this.#stack.recall(source.byte())
      case Op.LONG_BINGET:
        return this.#stack.recall(source.uint32())
      case Op.GET:
        return this.#stack.recall(indexOf(source.line()))
      default:
        return false
    }
  }

  /** Names, what they make, and what refers to the outside. */
  #make(code: number): boolean {
    switch (code) {
      case Op.GLOBAL: {
        const module = decodeText(this.#source.line())
        return this.#pushGlobal(module, decodeText(this.#source.line()))
      }
      case Op.STACK_GLOBAL: {
        const [module, name] = this.#stack.popSome(2)
        return this.#pushGlobal(
          textOf(module) ?? describePickled(module),
          textOf(name) ?? describePickled(name),
        )
      }
      case Op.REDUCE:
        return this.#reduce()
      case Op.BUILD:
        return this.#build(this.#stack.pop())
      case Op.BINPERSID:
        if (this.#load === undefined) {
          throw new FormatError(
            'pickle: expected all numbers within it, got BINPERSID, which refers to another file',
          )
        }
        return this.#stack.create(this.#load(this.#stack.pop()))
      default: {
        // Its class stands in the step itself, and says more than the step's name.
        if (nameOpcode(code) === 'INST') {
          const module = decodeText(this.#source.line())
          checkGlobal(`${module}.${decodeText(this.#source.line())}`)
        }
        return false
      }
    }
  }

  #pushGlobal(module: string, name: string): true {
    const full = `${module}.${name}`
    checkGlobal(full)
    return this.#stack.create({ kind: 'global', name: full })
  }

  #reduce(): true {
    const args = itemsOf(this.#stack.pop(), 'REDUCE')
    const called = this.#stack.pop()
    const make = isObject(called) && called.kind === 'global' ? functionOf(called.name) : undefined
    if (make === undefined) {
      throw new FormatError(
        `pickle: expected a function that makes arrays, got ${describePickled(called)} called`,
      )
    }
    return this.#stack.create(make(args, (count) => this.#stack.spend(count)))
  }

  /** A dict's state are attributes of its class, as PyTorch's `_metadata`, which say nothing of weights. */
  #build(state: PickleValue): true {
    const target = this.#stack.top()
    if (isObject(target)) {
      if (target.kind === 'dict') return true
      if (target.kind === 'dtype') {
        setType(target, state)
        return true
      }
      if (target.kind === 'array') {
        setArray(target, state)
        return true
      }
    }
    throw new FormatError(`pickle: expected BUILD on a dict or an array, got ${describePickled(target)}`)
  }
}

/** Two's complement, lowest byte first. */
function readLong(bytes: Uint8Array): number | bigint {
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).reverse()
  const long = digits.length === 0 ? 0n : BigInt.asIntN(bytes.length * 8, BigInt(`0x${digits.join('')}`))
  const number = Number(long)
  return Number.isSafeInteger(number) ? number : long
}

function checkProtocol(protocol: number): true {
  if (protocol <= NEWEST_PROTOCOL) return true
  throw new FormatError(`pickle: expected protocol ${NEWEST_PROTOCOL} at most, got ${protocol}`)
}

function indexOf(line: Uint8Array): number {
  const index = readInteger(line)
  return typeof index === 'number' ? index : -1
}
