import { z } from 'zod'
import { ACTIVATION_NAMES } from '../activations/names.ts'
import { FormatError } from '../formats/format-error.ts'
import { readJson } from '../formats/read-json.ts'
import { LOSS_NAMES } from '../losses/names.ts'
import { optimizerSchema } from '../optimizers/schema.ts'
import { describeIssue } from '../recipe/describe-issue.ts'
import { activationFields } from '../recipe/layer-activation.ts'

/** What a training came to, which is NaN or infinite where it diverged; Python's json module writes such numbers. */
const result = z.custom<number>((value) => typeof value === 'number', 'expected a number')

const matrixOf = (number: z.ZodType<number>) => z.array(z.array(number))
const namedParametersOf = (number: z.ZodType<number>) =>
  z.object({
    weights: z.array(matrixOf(number)),
    biases: matrixOf(number),
    gamma: matrixOf(number).optional(),
    beta: matrixOf(number).optional(),
  })
const matrix = matrixOf(z.number())
const namedParameters = namedParametersOf(z.number())

/** An optimizer in PyTorch's words (lr, eps) becomes one in a recipe's. */
const optimizerInPyTorchWords = z
  .record(z.string(), z.unknown())
  .transform(({ lr, eps, ...rest }, context) => {
    const settings = { ...rest, learningRate: lr, ...(eps !== undefined && { epsilon: eps }) }
    const result = optimizerSchema.safeParse(settings)
    if (result.success) return result.data
    context.addIssue({
      code: 'custom',
      message: result.error.issues.map(({ message }) => message).join('; '),
    })
    return z.NEVER
  })

const caseSchema = z.object({
  name: z.string(),
  sizes: z.array(z.number().int().positive()).min(2),
  hidden: z.array(z.enum(ACTIVATION_NAMES)),
  /** Slope or α of each hidden layer; absent: the usual ones. */
  settings: z
    .array(z.strictObject({ slope: activationFields.slope, alpha: activationFields.alpha }))
    .optional(),
  output: z.enum(ACTIVATION_NAMES),
  loss: z.enum(LOSS_NAMES),
  batchNorm: z.boolean(),
  l2: z.number(),
  optimizer: optimizerInPyTorchWords,
  parameters: namedParameters,
  x: matrix,
  y: matrix,
  expect: z.object({
    z: z.array(matrixOf(result)),
    zn: z.array(matrixOf(result)),
    a: z.array(matrixOf(result)),
    loss: result,
    gradients: namedParametersOf(result),
    losses: z.array(result),
    afterFiveSteps: namedParametersOf(result),
  }),
})
const fileSchema = z.object({ source: z.string(), cases: z.array(caseSchema).min(1) })

/** One network with explicit parameters, one batch, and what another program says of them (test/reference/make_vectors.py). */
export type VectorCase = z.infer<typeof caseSchema>
export type VectorFile = z.infer<typeof fileSchema>
/** Each layer's tensors; batch normalization's, of the hidden layers. */
export type NamedParameters = z.infer<typeof namedParameters>

/** Reads a file as make_vectors.py writes it. @throws FormatError that names the case and the field */
export function parseVectorFile(text: string): VectorFile {
  const value = readJson(text, 'reference vectors as make_vectors.py writes them')
  const result = fileSchema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new FormatError(`Reference vectors: ${describeIssue(issue!)}`)
}
