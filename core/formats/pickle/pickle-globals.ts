import { FormatError } from '../format-error.ts'
import { makeFromBuffer, makeScalar, makeType } from './numpy-values.ts'
import { describePickled, isSequence, itemsOf, type PickleValue, textOf } from './pickle-value.ts'
import { makeParameter, makeTensor, STORAGE_TYPES } from './torch-values.ts'

/** Takes down that something was copied, and stops a pickle that copies without end. @throws FormatError */
export type Spend = (count: number) => void

/** What a function of the allow-list makes of its arguments. @throws FormatError */
export type PickleFunction = (args: readonly PickleValue[], spend: Spend) => PickleValue

const makeDict: PickleFunction = (args, spend) => {
  const pairs = args.length === 0 ? [] : itemsOf(args[0], 'collections.OrderedDict')
  spend(pairs.length)
  const entries = pairs.map((pair) => {
    const [key, value] = itemsOf(pair, 'collections.OrderedDict')
    return [key ?? null, value ?? null] as const
  })
  return { kind: 'dict', entries }
}

/** Bytes as Python 3 writes them for Python 2: each character is a byte. */
const encode: PickleFunction = ([value, coding], spend) => {
  const text = textOf(value)
  if (text === undefined || textOf(coding) !== 'latin1') {
    throw new FormatError(
      `_codecs.encode: expected a text and latin1, got ${describePickled(value)} and ${describePickled(coding)}`,
    )
  }
  // A step for every 16 bytes: a file of weights copies each of its bytes once.
  spend(text.length >> 4)
  const bytes = new Uint8Array(text.length)
  for (let k = 0; k < text.length; k++) bytes[k] = text.charCodeAt(k)
  return bytes
}

const startArray: PickleFunction = () => ({ kind: 'array' })

const size: PickleFunction = ([items]) =>
  isSequence(items) ? { kind: 'tuple', items: items.items } : { kind: 'tuple', items: [] }

const FUNCTIONS: Readonly<Record<string, PickleFunction>> = {
  'collections.OrderedDict': makeDict,
  'torch._utils._rebuild_tensor': makeTensor,
  'torch._utils._rebuild_tensor_v2': makeTensor,
  'torch._utils._rebuild_parameter': makeParameter,
  'torch.Size': size,
  'torch.device': ([type]) => type ?? null,
  '_codecs.encode': encode,
  'numpy.dtype': makeType,
  ...withBothPaths('multiarray', { _reconstruct: startArray, scalar: makeScalar }),
  ...withBothPaths('numeric', { _frombuffer: makeFromBuffer }),
}

/** NumPy 2 renamed `numpy.core` to `numpy._core`. */
function withBothPaths(
  module: string,
  functions: Readonly<Record<string, PickleFunction>>,
): Record<string, PickleFunction> {
  return Object.fromEntries(
    Object.entries(functions).flatMap(([name, make]) =>
      ['core', '_core'].map((path) => [`numpy.${path}.${module}.${name}`, make]),
    ),
  )
}

/** Names that stand for themselves, as arguments of the functions. */
const isConstant = (name: string): boolean =>
  name in STORAGE_TYPES || name === 'numpy.ndarray' || /^torch\.(b?float|u?int)(8|16|32|64)$/.test(name)

/** The function of that name; undefined for a class that only stands for itself. */
export const functionOf = (name: string): PickleFunction | undefined =>
  Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined

/**
 * Lets a name through that files of weights need.
 * @throws FormatError naming any other, and what would help
 */
export function checkGlobal(name: string): void {
  if (Object.hasOwn(FUNCTIONS, name) || isConstant(name)) return
  throw new FormatError(
    `pickle: expected numbers, texts, lists, dicts, tensors and arrays alone, got ${describeGlobal(name)}`,
  )
}

const RUNNING =
  /^(os|posix|nt|subprocess|sys|builtins|__builtin__|runpy|shutil|socket|importlib|pty|ctypes|code|webbrowser|operator|functools)\./

const HELP = 'save the weights alone with torch.save(model.state_dict(), file)'

function describeGlobal(fullName: string): string {
  const name = fullName.length > 80 ? `${fullName.slice(0, 80)}…` : fullName
  if (RUNNING.test(name)) return `${name}, which would run code; nothing of the file was run`
  if (name.startsWith('__torch__.')) return `${name}, a TorchScript program; ${HELP}`
  if (/^torch\.(nn|jit)\.|^torchvision\./.test(name)) return `${name}, as part of a whole model; ${HELP}`
  if (name === 'torch.storage._load_from_bytes') {
    return `${name}, as pickle writes tensors; ${HELP}, not with pickle.dump`
  }
  if (name.startsWith('torch.')) {
    return `${name}, which holds something else than plain numbers; ${HELP}, as dense float32`
  }
  if (name.startsWith('sklearn.')) {
    return `${name}, a whole model of scikit-learn; save its coefs_ and intercepts_ with numpy.savez`
  }
  return `${name}, an object of a program; ${HELP}, or as a dict of NumPy arrays`
}
