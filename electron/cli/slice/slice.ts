import type { RunPlane, RunSlice, SliceUpdate } from '#contract/types.ts'
import type { LossGrid } from '#core/explain/slice/loss-grid.ts'
import { parseInput } from '#contract/parse-input.ts'
import { analysisCalls } from '#contract/calls/analysis.ts'
import { EXIT } from '../common/errors.ts'
import { epochOf, findRun, type NamedEpoch } from '../common/find-run.ts'
import { followWork } from '../common/follow-work.ts'
import { about, alignColumns, percent } from '../common/format.ts'
import { Output } from '../common/output.ts'
import { dataSetNameOf } from '../common/read-input.ts'
import { type StoreOptions, withWorkbench } from '../common/session.ts'
import type { Terminal } from '../common/terminal.ts'
import type { PlaneLine, SliceLine } from '../json-lines/slice-lines.ts'

export interface SliceOptions extends StoreOptions {
  readonly json?: boolean
  readonly epoch?: number | NamedEpoch
  readonly grid: number
  readonly images: number
  readonly seed: number
  readonly extent: number
  readonly plane?: boolean
  readonly data?: string
}

/** Prints the loss around a run's weights, or on the plane of its epochs. */
export async function slice(wanted: string, options: SliceOptions, terminal: Terminal): Promise<number> {
  const output = new Output(terminal, options.json === true)
  return withWorkbench(options, output, async (workbench) => {
    const run = await findRun(workbench, wanted)
    const images = {
      runId: run.id,
      dataSet: options.data === undefined ? undefined : dataSetNameOf(options.data),
      count: options.images,
      size: options.grid,
    }
    const onProgress = (update: SliceUpdate): void => {
      if (update.type === 'progressed') output.progress(describeProgress(update.progress))
    }
    const { analysis } = workbench.api
    if (options.plane === true) {
      const input = parseInput(analysisCalls.planeOfRun, images)
      const answer = await followWork(output, (signal) => analysis.planeOfRun(input, { signal, onProgress }))
      if ('status' in answer) return answer.status
      output.result(planeLine(answer.result), describePlane(answer.result))
      return EXIT.done
    }
    const { seed, extent } = options
    const epoch = epochOf(run, options.epoch)
    const input = parseInput(analysisCalls.sliceRun, { ...images, epoch, seed, extent })
    const answer = await followWork(output, (signal) => analysis.sliceRun(input, { signal, onProgress }))
    if ('status' in answer) return answer.status
    output.result(sliceLine(answer.result), describeSlice(answer.result))
    return EXIT.done
  })
}

function describeProgress({
  done,
  total,
  remainingMs,
}: {
  done: number
  total: number
  remainingMs: number | null
}): string {
  return `Measuring: ${done} of ${total} points${remainingMs === null ? '' : `, ${about(remainingMs)} left`}`
}

function sliceLine({ epoch, seed, centre, margin, storedLoss, cosine, ...rest }: RunSlice): SliceLine {
  return { event: 'slice', epoch, ...{ seed, centre, margin, storedLoss, cosine }, ...gridLine(rest) }
}

function planeLine({ epochs, leftOut, shares, walkShares, ...rest }: RunPlane): PlaneLine {
  return { event: 'plane', ...{ epochs, leftOut, shares, walkShares }, ...gridLine(rest) }
}

function gridLine({
  images,
  usesBatchStatistics,
  grid,
}: Pick<RunSlice, 'images' | 'usesBatchStatistics' | 'grid'>) {
  const { size, xs, ys, losses } = grid
  const row = (k: number): (number | null)[] =>
    [...losses.subarray(k * size, (k + 1) * size)].map((loss) => (Number.isFinite(loss) ? loss : null))
  const { dataSet, part, count } = images
  return { dataSet, part, images: count, usesBatchStatistics, xs, ys, losses: ys.map((_, k) => row(k)) }
}

function describeSlice(slice: RunSlice): string {
  const { epoch, centre, margin, storedLoss, cosine } = slice
  return [
    `Loss of epoch ${epoch}: ${digits(centre)}${margin === null ? '' : ` ± ${digits(margin)}`} on ${describeImages(slice)}`,
    ...(storedLoss === null ? [] : [`The training measured ${digits(storedLoss)} on all of them`]),
    describeRange(slice.grid),
    `Cosine of the directions' angle: ${cosine.toFixed(4)}`,
    ...describeStatistics(slice),
  ].join('\n')
}

function describePlane(plane: RunPlane): string {
  const { shares, walkShares, epochs, leftOut } = plane
  const sum = ([first, second]: readonly [number, number]): string =>
    `${percent(first + second, 1)} (${percent(first, 1)} and ${percent(second, 1)})`
  const rows = epochs.map(({ epoch, x, y, loss, offPlane }) => [
    epoch < 0 ? 'start' : String(epoch),
    ...[x, y, loss].map(digits),
    percent(offPlane, 0),
  ])
  return [
    `The plane holds ${sum(shares)} of the weights' variance; of a random walk it would hold ${sum(walkShares)}`,
    ...alignColumns([['EPOCH', 'X', 'Y', 'LOSS', 'OFF THE PLANE'], ...rows], 1),
    ...(leftOut > 0 ? [`${leftOut} more kept epochs were left out`] : []),
    describeRange(plane.grid),
    `Losses are of ${describeImages(plane)}`,
    ...describeStatistics(plane),
  ].join('\n')
}

function describeImages({ images: { dataSet, part, count }, partCount }: RunSlice | RunPlane): string {
  return `the first ${count} of ${partCount} ${part} images of ${dataSet}`
}

function describeRange({ size, losses }: LossGrid): string {
  const finite = losses.filter(Number.isFinite)
  const beyond = losses.length - finite.length
  const range = `${digits(finite.reduce((a, b) => Math.min(a, b), Infinity))} to ${digits(finite.reduce((a, b) => Math.max(a, b), -Infinity))}`
  return `On ${size} × ${size} points: ${range}${beyond > 0 ? `, and ${beyond} beyond all bounds` : ''}`
}

function describeStatistics({ usesBatchStatistics }: RunSlice | RunPlane): string[] {
  return usesBatchStatistics
    ? ['Batch normalization took the statistics of these images, as the running ones are of other weights']
    : []
}

const digits = (value: number): string => value.toPrecision(5)
