import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { openWorkbench, type Workbench, type WorkbenchOptions } from '#backend/workbench.ts'
import { type RunDetail, type RunStatus, type RunSummary, WorkbenchError } from '#contract/types.ts'
import type { WorkbenchEvents } from '#contract/api.ts'
import type { LabelledImages } from '#core/data/data-set.ts'
import { writeIdxImages, writeIdxLabels } from '#core/data/idx.ts'
import { Random } from '#core/random/random.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { readRun } from './read-run.ts'

/** A folder of its own for one test, removed after it. */
export function makeFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'backprop-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const ROWS = 5
const COLUMNS = 6
const PIXELS = ROWS * COLUMNS
export const TINY_TRAINING_COUNT = 240
export const TINY_TEST_COUNT = 60

/** Images that can be learned: three bright pixels at a place of each digit's own, in noise. */
function makeImages(count: number, seed: number): LabelledImages {
  const random = new Random(seed)
  const labels = Uint8Array.from({ length: count }, (_, k) => k % 10)
  const images = new Uint8Array(count * PIXELS)
  labels.forEach((digit, k) => {
    const image = images.subarray(k * PIXELS, (k + 1) * PIXELS)
    for (let p = 0; p < PIXELS; p++) image[p] = random.integer(90)
    for (let p = 3 * digit; p < 3 * digit + 3; p++) image[p] = 130 + random.integer(126)
  })
  return { count, rows: ROWS, columns: COLUMNS, images, labels }
}

/** Writes a data set of 240 training and 60 test images of 5 × 6 pixels. @returns its folder */
export function writeTinyDataSet(folder: string, seed = 7): string {
  mkdirSync(folder, { recursive: true })
  const parts = { train: makeImages(TINY_TRAINING_COUNT, seed), t10k: makeImages(TINY_TEST_COUNT, seed + 1) }
  for (const [stem, part] of Object.entries(parts)) {
    writeFileSync(path.join(folder, `${stem}-images-idx3-ubyte`), writeIdxImages(part))
    writeFileSync(path.join(folder, `${stem}-labels-idx1-ubyte`), writeIdxLabels(part.labels))
  }
  return folder
}

/** A recipe for the tiny data set. */
export function tinyRecipe(dataSet: string, change: Partial<Recipe> = {}): Recipe {
  return {
    ...LECTURE_RECIPE,
    data: { ...LECTURE_RECIPE.data, dataSet, trainSize: 200, validationSize: 40, testSize: 60 },
    inputSize: PIXELS,
    layers: [
      { units: 12, activation: 'sigmoid', batchNorm: false, dropout: 0 },
      { units: 10, activation: 'sigmoid', batchNorm: false, dropout: 0 },
    ],
    epochs: 4,
    ...change,
  }
}

export interface TinyWorkbench {
  readonly workbench: Workbench
  readonly storePath: string
  readonly dataSet: string
  /** The same store opened anew, after this one was closed. */
  readonly reopen: () => Workbench
}

/** A workbench on a store and a tiny data set of its own, closed and removed after the test. */
export function openTinyWorkbench(options: Partial<WorkbenchOptions> = {}): TinyWorkbench {
  const folder = makeFolder()
  const dataSet = writeTinyDataSet(path.join(folder, 'tiny'))
  const storePath = options.storePath ?? path.join(folder, 'workbench.sqlite')
  const open = (): Workbench => {
    const workbench = openWorkbench({
      dataFolder: path.join(folder, 'data-sets'),
      version: '0.0.0',
      maxWorkers: 2,
      ...options,
      storePath,
    })
    onTestFinished(() => workbench.close())
    return workbench
  }
  return { workbench: open(), storePath, dataSet, reopen: open }
}

/** Waits for the first event that satisfies `isWanted`; one that comes before the call is not seen. */
export function nextEvent<Name extends keyof WorkbenchEvents>(
  workbench: Workbench,
  name: Name,
  isWanted: (event: Parameters<WorkbenchEvents[Name]>[0]) => boolean = () => true,
): Promise<Parameters<WorkbenchEvents[Name]>[0]> {
  return new Promise((resolve) => {
    const unsubscribe = workbench.subscribe({
      [name]: (event: Parameters<WorkbenchEvents[Name]>[0]) => {
        if (!isWanted(event)) return
        unsubscribe()
        resolve(event)
      },
    })
  })
}

/** Waits until a run has a status. */
export async function reachStatus(
  workbench: Workbench,
  runId: string,
  ...statuses: RunStatus[]
): Promise<RunDetail> {
  const reached = nextEvent(
    workbench,
    'runChanged',
    (run) => run.id === runId && statuses.includes(run.status),
  )
  const now = await workbench.api.runs.get({ runId })
  if (!statuses.includes(now.status)) await reached
  return readRun(workbench, runId)
}

/** Waits until a run has finished so many epochs. */
export async function reachEpochs(workbench: Workbench, runId: string, count: number): Promise<RunSummary> {
  const reached = nextEvent(workbench, 'runChanged', (run) => run.id === runId && run.epochsDone >= count)
  const now = await workbench.api.runs.get({ runId })
  return now.epochsDone >= count ? now : reached
}

/** Trains to the end. */
export async function trainToEnd(workbench: Workbench, recipe: Recipe): Promise<RunDetail> {
  const { id } = await workbench.api.runs.start({ recipe })
  return reachStatus(workbench, id, 'completed', 'diverged', 'failed')
}

/** The WorkbenchError that a call is refused with. */
export async function refusal(promise: Promise<unknown>): Promise<WorkbenchError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(WorkbenchError)
  return error as WorkbenchError
}

/** Enough epochs that a person could not see the end. */
export const ENDLESS = 100_000
