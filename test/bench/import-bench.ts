import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { openDatabase } from '#backend/store/open-database.ts'
import { ChildLines } from './child-lines.ts'
import type { ImportMeasured, ImportRunsJob } from './children/import-runs.ts'
import type { LockWaits, WantLockJob } from './children/want-lock.ts'
import { fillRunFile } from './filled-store.ts'
import { formatNumber, markdownTable } from './markdown.ts'
import { runChild } from './run-child.ts'
import type { BenchOptions, Section } from './section.ts'
import { childCommand } from './variants.ts'

/** Bytes of the files that are imported: memory must not grow with them. */
const FILE_BYTES = [100e6, 1e9]
const QUICK_BYTES = [10e6, 20e6]

/** Trained beside: epochs of about a tenth of a second, each of which is a transaction of the main thread. */
const RECIPE: Recipe = {
  ...LECTURE_RECIPE,
  data: {
    ...LECTURE_RECIPE.data,
    dataSet: 'pen-digits-2',
    trainSize: 10_000,
    validationSize: 1000,
    testSize: 1000,
  },
  epochs: 100_000,
}

interface Measured extends ImportMeasured {
  readonly fileBytes: number
  readonly lock: LockWaits
}

/** What an import of a large file does to the rest: memory, pauses of the main thread, and waits for the write lock. */
export async function measureImport({ isQuick, log }: BenchOptions): Promise<Section> {
  const folder = mkdtempSync(path.join(tmpdir(), 'backprop-bench-'))
  try {
    const measured: Measured[] = []
    for (const bytes of isQuick ? QUICK_BYTES : FILE_BYTES) {
      const file = path.join(folder, 'runs.backprop')
      log(`A file of ${Math.round(bytes / 1e6)} MB of runs`)
      fillRunFile(file, bytes)
      log('Its import while a training goes on and another program writes')
      measured.push(await measure(file, folder))
      rmSync(file)
    }
    return { name: 'import', markdown: toMarkdown(measured), data: measured, versions: {} }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function measure(file: string, folder: string): Promise<Measured> {
  const home = mkdtempSync(path.join(folder, 'home-'))
  const storePath = path.join(home, 'workbench.sqlite')
  openDatabase(storePath).close()
  const other = new ChildLines(childCommand('want-lock.ts', { storePath } satisfies WantLockJob))
  try {
    await other.read()
    const job: ImportRunsJob = { storePath, dataFolder: path.join(folder, 'data'), file, recipe: RECIPE }
    const imported = (await runChild('import-runs.ts', job)) as ImportMeasured
    await other.close()
    const lock = (await other.read()) as LockWaits
    return { ...imported, lock, fileBytes: statSync(file).size }
  } finally {
    await other.close()
    rmSync(home, { recursive: true })
  }
}

function toMarkdown(measured: readonly Measured[]): string {
  const row = (what: string, read: (of: Measured) => string, goal = ''): string[] => [
    what,
    ...measured.map(read),
    goal,
  ]
  const ms = (value: number): string => `${formatNumber(value)} ms`
  const table = markdownTable(
    ['What', ...measured.map(({ fileBytes }) => `${Math.round(fileBytes / 1e6)} MB`), 'Goal: under'],
    [
      row('Runs of 30 epochs', ({ runs }) => String(runs)),
      row('Time', ({ seconds }) => `${formatNumber(seconds)} s`),
      row('Memory of the process before', ({ megabytesBefore }) => `${formatNumber(megabytesBefore)} MB`),
      row('Its peak meanwhile', ({ peakMegabytes }) => `${formatNumber(peakMegabytes)} MB`, 'constant'),
      row('Longest pause of the event loop', ({ longestPauseMs }) => ms(longestPauseMs), '50 ms'),
      row('The same with the training alone', ({ trainingPauseMs }) => ms(trainingPauseMs)),
      row('Longest wait of another program for the write lock', ({ lock }) => ms(lock.longestMs), '1,000 ms'),
      row('Its mean wait', ({ lock }) => ms(lock.meanMs)),
      row('Its writes, at the most 40 a second', ({ lock }) => String(lock.count)),
      row('Epochs of the training meanwhile', ({ epochs }) => String(epochs)),
      row('The training after that', ({ status }) => status, ''),
    ],
  )
  return [
    '## A large file of runs',
    '`npm run bench -- --import`: a file of runs is imported in a program that trains, while another program writes to the same store.',
    table,
  ].join('\n\n')
}
