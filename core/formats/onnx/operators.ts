import { FormatError } from '../format-error.ts'
import {
  readClip,
  readElu,
  readFunction,
  readGelu,
  readJoin,
  readLeakyRelu,
} from './elementwise-operators.ts'
import { FUNCTIONS } from './elementwise.ts'
import { readBatchNorm, readDropout, readGemm, readMatMul, readSoftmax } from './layer-operators.ts'
import {
  readCast,
  readConcat,
  readConstant,
  readFlatten,
  readGather,
  readIdentity,
  readReshape,
  readShape,
  readSlice,
  readSqueeze,
  readTranspose,
  readUnsqueeze,
} from './shape-operators.ts'
import type { Step, Value } from './values.ts'

/** What a step of a model gives. */
type ReadOperator = (step: Step) => Value

const readLabels: ReadOperator = () => ({ kind: 'labels' })

/** ONNX's own operators that a fully connected network may have. */
const OPERATORS: Readonly<Record<string, ReadOperator>> = {
  ...Object.fromEntries(Object.keys(FUNCTIONS).map((name) => [name, readFunction])),
  ...Object.fromEntries(['Add', 'Sub', 'Mul', 'Div', 'Max', 'Min', 'Pow'].map((name) => [name, readJoin])),
  ArgMax: readLabels,
  BatchNormalization: readBatchNorm,
  Cast: readCast,
  Celu: readElu,
  Clip: readClip,
  Concat: readConcat,
  Constant: readConstant,
  Dropout: readDropout,
  Elu: readElu,
  Flatten: readFlatten,
  Gather: readGather,
  Gelu: readGelu,
  Gemm: readGemm,
  Identity: readIdentity,
  LeakyRelu: readLeakyRelu,
  LogSoftmax: readSoftmax,
  MatMul: readMatMul,
  PRelu: readLeakyRelu,
  Reshape: readReshape,
  Shape: readShape,
  Slice: readSlice,
  Softmax: readSoftmax,
  Squeeze: readSqueeze,
  Transpose: readTranspose,
  Unsqueeze: readUnsqueeze,
}

/** Those of scikit-learn's classifiers, which name the class that was chosen. */
const CLASSIFIER_OPERATORS: Readonly<Record<string, ReadOperator>> = {
  ArrayFeatureExtractor: readLabels,
  ZipMap: readIdentity,
}

/** Operators that show what else a network is, by a part of their names. */
const OTHER_NETWORKS: readonly (readonly [RegExp, string])[] = [
  [
    /quantize|^QLinear|Integer$|^QGemm/i,
    'expected weights as floats, got whole numbers of a quantized model; export the model before it is quantized',
  ],
  [/Conv/, 'expected fully connected layers, got a convolution, which the workbench does not have'],
  [/Pool/, 'expected fully connected layers, got pooling, as convolutional networks have'],
  [/^(LSTM|GRU|RNN|Scan)$/, 'expected fully connected layers, got a recurrent network'],
  [/^(If|Loop)$/, 'expected one chain of layers, got steps that depend on a condition'],
  [/Attention|LayerNorm/, 'expected fully connected layers, got those of a transformer'],
]

/** Reads a step. @throws FormatError naming it, where a fully connected network has none of its kind */
export function readStep(step: Step): Value {
  const { node, title } = step
  const known = node.domain === 'ai.onnx.ml' ? CLASSIFIER_OPERATORS : node.domain === '' ? OPERATORS : {}
  if (Object.hasOwn(known, node.operator)) return known[node.operator]!(step)
  const other = OTHER_NETWORKS.find(([pattern]) => pattern.test(node.operator))
  if (other !== undefined) throw new FormatError(`${title}: ${other[1]}`)
  const domain = node.domain === '' ? '' : ` of ${node.domain.slice(0, 80)}`
  throw new FormatError(
    `${title}: expected steps of a fully connected network (Gemm, MatMul and Add, activations, BatchNormalization, Softmax), got another${domain}`,
  )
}
