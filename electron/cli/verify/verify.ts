import { parseVectorFile, type VectorFile } from '#core/verification/vector-file.ts'
import { VERIFIED_ENGINES } from '#core/verification/verified-engines.ts'
import { verifyCase } from '#core/verification/verify.ts'
import type { EngineName } from '#core/engine/names.ts'
import { FormatError } from '#core/formats/format-error.ts'
import { EXIT, UsageError } from '../common/errors.ts'
import { alignColumns, describeError } from '../common/format.ts'
import { Output } from '../common/output.ts'
import { readInputText } from '../common/read-input.ts'
import type { Terminal } from '../common/terminal.ts'

export interface VerifyOptions {
  readonly json?: boolean
  readonly engine: EngineName
}

/** Runs every case of a file of reference vectors through an engine and compares. */
export function verify(file: string, options: VerifyOptions, terminal: Terminal): number {
  const output = new Output(terminal, options.json === true)
  const { engine } = options
  const { tolerance } = VERIFIED_ENGINES[engine]
  const { cases, source } = readVectors(file)
  output.note(`${cases.length} cases from ${source}`)
  const names = alignColumns(cases.map(({ name }) => [name, '']))
  const width = Math.max(...names.map((name) => name.length))
  let failed = 0
  let worst = 0
  for (const vectorCase of cases) {
    const { name, maxRelativeError, errors } = named(file, vectorCase.name, () =>
      verifyCase(vectorCase, engine),
    )
    // A comparison with what is not a number fails.
    const isWithin = maxRelativeError <= tolerance
    if (!isWithin) failed++
    // NaN stays the worst.
    worst = Math.max(worst, maxRelativeError)
    const broken = Object.entries(errors)
      .filter(([, error]) => !(error <= tolerance))
      .map(([quantity, error]) => `${quantity} ${describeError(error)}`)
    output.result(
      { event: 'case', name, engine, maxRelativeError },
      `${name.padEnd(width)}  ${describeError(maxRelativeError)}${isWithin ? '' : `  FAILED: ${broken.join(', ')}`}`,
    )
  }
  output.result(
    { event: 'done', engine, cases: cases.length, failed, tolerance, maxRelativeError: worst },
    `${failed === 0 ? `All ${cases.length} cases agree` : `${failed} of ${cases.length} cases differ`}: largest relative error ${describeError(worst)}, ${tolerance.toExponential()} allowed`,
  )
  return failed === 0 ? EXIT.done : EXIT.failed
}

function readVectors(file: string): VectorFile {
  return named(file, undefined, () => parseVectorFile(readInputText(file)))
}

/** Puts the file's name before what is wrong with it. */
function named<T>(file: string, name: string | undefined, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    throw new UsageError(`${file}: ${name === undefined ? '' : `case ${name}: `}${error.message}`)
  }
}
