import { formatActivation } from '#core/recipe/activation-text.ts'
import { z } from 'zod'
import { drawingToImage } from '#core/data/network-input.ts'
import { sceneSchema } from '#core/explain/scene.ts'
import { traceImage } from '#core/explain/trace-image.ts'
import { traceScene } from '#core/explain/trace.ts'
import type { ExampleTrace, Trace } from '#core/explain/trace-types.ts'
import { FormatError } from '#core/formats/format-error.ts'
import { readJson } from '#core/formats/read-json.ts'
import { describeIssue } from '#core/recipe/describe-issue.ts'
import { describeEpochChoice } from '#shared/words/epoch-words.ts'
import { EXIT, UsageError } from '../common/errors.ts'
import { epochOf, findRun, type NamedEpoch } from '../common/find-run.ts'
import { Output } from '../common/output.ts'
import { readInputText } from '../common/read-input.ts'
import { type StoreOptions, withWorkbench } from '../common/session.ts'
import type { Terminal } from '../common/terminal.ts'
import type { TracedLine } from '../json-lines/trace-lines.ts'

export interface TraceOptions extends StoreOptions {
  readonly json?: boolean
  readonly epoch?: number | NamedEpoch
  readonly image?: number
  readonly part: 'train' | 'validation' | 'test'
  readonly strokes?: string
  readonly label?: number
  readonly scene?: string
}

const strokesSchema = z
  .array(z.array(z.strictObject({ x: z.number(), y: z.number() })).max(100_000))
  .max(1000)

/** Prints every number of one image's, or of a scene's examples', forward and backward pass. */
export async function trace(
  wanted: string | undefined,
  options: TraceOptions,
  terminal: Terminal,
): Promise<number> {
  const output = new Output(terminal, options.json === true)
  if (options.scene !== undefined) {
    if (wanted !== undefined) throw new UsageError(`run: expected none with --scene, got '${wanted}'`)
    print(output, traceScene(readFile(options.scene, sceneSchema, 'a scene as JSON')))
    return EXIT.done
  }
  if (wanted === undefined) throw new UsageError('run: expected one, or --scene, but it is missing')
  if (options.strokes === undefined && options.image === undefined) {
    throw new UsageError('image: expected --image or --strokes, but both are missing')
  }
  if (options.label !== undefined && options.strokes === undefined) {
    throw new UsageError(
      "--label: expected --strokes with it, as the data set's images have labels of their own",
    )
  }
  return withWorkbench(options, output, async (workbench) => {
    const run = await findRun(workbench, wanted)
    const epoch = epochOf(run, options.epoch)
    if (epoch !== undefined) output.note(`By ${run.name}, ${describeEpochChoice(run, epoch)}`)
    const image =
      options.strokes === undefined
        ? { part: options.part, index: options.image! }
        : { pixels: readDrawing(options.strokes, run.recipe.inputSize), label: options.label ?? null }
    const { network } = await workbench.api.analysis.traceRun({ runId: run.id, epoch, image })
    print(output, traceImage(network))
    return EXIT.done
  })
}

function print(output: Output, { examples, activations }: Trace): void {
  examples.forEach((example, n) => {
    const title = examples.length > 1 ? `Example ${n + 1}` : null
    output.result(lineOf(example), summarize(example, activations, title))
  })
}

function lineOf({ input, target, loss, layers }: ExampleTrace): TracedLine {
  return {
    ...{ input, target, loss },
    layers: layers.map(({ normalization, ...layer }) => ({
      ...layer,
      ...(normalization && { normalization: { ...normalization } }),
    })),
  }
}

/** Some lines for a person: the loss, and of each layer its sums, outputs and derivatives, the largest where there are many. */
function summarize(
  { loss, target, layers, input }: ExampleTrace,
  activations: Trace['activations'],
  title: string | null,
): string {
  const lines = layers.map(({ z, output, dZ, dWeights }, k) => {
    const squares = dWeights.reduce((sum, row) => sum + row.reduce((all, each) => all + each * each, 0), 0)
    return [
      `Layer ${k + 1}, ${z.length} ${formatActivation(activations[k]!)}`,
      `  z       ${list(z)}`,
      `  y       ${list(output)}`,
      `  ∂Div/∂z ${list(dZ)}`,
      `  ∂Div/∂w norm ${digits(Math.sqrt(squares))}`,
    ].join('\n')
  })
  return [
    ...(title === null ? [] : [title]),
    `Input   ${list(input)}`,
    `Wanted  ${list(target)}`,
    ...lines,
    `Div     ${digits(loss)}`,
  ].join('\n')
}

const digits = (value: number): string => value.toPrecision(6)

function list(values: readonly number[]): string {
  const shown = values.slice(0, 10).map(digits).join(' ')
  return values.length > 10 ? `${shown} and ${values.length - 10} more` : shown
}

function readDrawing(file: string, inputSize: number): Uint8Array {
  const side = Math.round(Math.sqrt(inputSize))
  if (side * side !== inputSize) {
    throw new UsageError(`--strokes: expected a network of square images, got one of ${inputSize} inputs`)
  }
  const strokes = readFile(file, strokesSchema, 'strokes as JSON')
  const pixels = drawingToImage(strokes, { side })
  if (pixels === null) throw new UsageError(`${file}: expected a point at least, got none`)
  return pixels
}

/** @throws UsageError naming the file and what is wrong with it */
function readFile<T>(file: string, schema: z.ZodType<T>, expected: string): T {
  const text = readInputText(file)
  try {
    const result = schema.safeParse(readJson(text, expected))
    if (result.success) return result.data
    throw new UsageError(`${file}: ${result.error.issues.map(describeIssue).join('; ')}`)
  } catch (error) {
    throw error instanceof FormatError ? new UsageError(`${file}: ${error.message}`) : error
  }
}
