import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { resolvePaths } from '#backend/paths.ts'
import { listBackups, writeBackup } from '#backend/store/backup.ts'
import { checkStore, type StoreReport } from '#backend/store/check-store.ts'
import { openReadOnly } from '#backend/store/open-database.ts'
import { repairStore } from '#backend/store/repair-store.ts'
import { quoteWords } from '#shared/shell-words.ts'
import { EXIT, UsageError } from '../common/errors.ts'
import { countOf } from '../common/format.ts'
import { Output } from '../common/output.ts'
import { storeWords } from '../common/hint-command.ts'
import type { StoreOptions } from '../common/session.ts'
import type { Terminal } from '../common/terminal.ts'

export interface StoreCommandOptions extends StoreOptions {
  readonly json?: boolean
}

/** Looks through the store and prints what is wrong. */
export function checkCommand(options: StoreCommandOptions, terminal: Terminal): number {
  const output = new Output(terminal, options.json === true)
  const storePath = findStore(options)
  const report = withStore(storePath, checkStore)
  const isSound = report.problems.length === 0
  for (const problem of report.problems) output.result({ event: 'problem', problem }, problem)
  output.result(
    { event: 'checked', store: storePath, isSound, ...report },
    isSound ? `${storePath} is sound: ${describeContent(report)}` : undefined,
  )
  if (!isSound) {
    output.note(`${storePath} has ${countOf(report.problems.length, 'problem')}`)
    for (const advice of listAdvice(storePath)) output.note(advice)
  }
  return isSound ? EXIT.done : EXIT.failed
}

/** Writes a copy of the store. */
export function backupCommand(file: string, options: StoreCommandOptions, terminal: Terminal): number {
  const output = new Output(terminal, options.json === true)
  const storePath = findStore(options)
  const target = path.resolve(file)
  if (existsSync(target)) throw new UsageError(`${target} exists already; name another file`)
  if (!existsSync(path.dirname(target)))
    throw new UsageError(`The folder ${path.dirname(target)} is not there`)
  withStore(storePath, (database) => writeBackup(database, target))
  const bytes = statSync(target).size
  const message = `Wrote ${target}, ${(bytes / 1e6).toFixed(1)} MB; to work on it: ${quoteWords(['--store', file])}`
  output.result({ event: 'backed-up', store: storePath, file: target, bytes }, message)
  return EXIT.done
}

/** Saves what can be read of a damaged store. */
export function repairCommand(options: StoreCommandOptions, terminal: Terminal): number {
  const output = new Output(terminal, options.json === true)
  const storePath = findStore(options)
  const { before, after, damagedPath, asidePath, losses } = repairStore(storePath)
  if (damagedPath === null) {
    output.result(
      { event: 'repaired', store: storePath, damagedPath, asidePath, losses, ...after },
      `${storePath} is sound, and was left as it is: ${describeContent(after)}`,
    )
    return EXIT.done
  }
  for (const problem of before.problems) output.note(problem)
  for (const loss of losses) output.result({ event: 'lost', loss }, `Lost: ${loss}`)
  output.result(
    { event: 'repaired', store: storePath, damagedPath, asidePath, losses, ...after },
    `${storePath} is sound again: ${describeContent(after)}; the damaged file is ${damagedPath}`,
  )
  if (asidePath !== null) output.note(`What was taken out of it is in ${asidePath}`)
  return EXIT.done
}

/** @throws UsageError where there is no store: these commands make none */
function findStore(options: StoreOptions): string {
  const { storePath } = resolvePaths({ store: options.store })
  if (!existsSync(storePath)) throw new UsageError(`There is no store at ${storePath}`)
  return storePath
}

function withStore<T>(storePath: string, work: (database: ReturnType<typeof openReadOnly>) => T): T {
  const database = openReadOnly(storePath)
  try {
    return work(database)
  } finally {
    database.close()
  }
}

function listAdvice(storePath: string): string[] {
  const backups = listBackups(storePath)
  return [
    `To save what can be read: ${quoteWords(['store', 'repair', ...storeWords(storePath)])}`,
    ...(backups.length > 0 ? [`An older copy is ${backups[0]}`] : []),
  ]
}

function describeContent({ runs, epochs, checkpoints }: StoreReport): string {
  return `${countOf(runs, 'run')}, ${countOf(epochs, 'epoch')}, ${countOf(checkpoints, 'set')} of weights`
}
