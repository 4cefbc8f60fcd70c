import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type Database from 'better-sqlite3'
import { listRunColumns, RUN_TABLES } from '../../electron/backend/exchange/run-columns.ts'
import { APPLICATION_ID, openDatabase } from '../../electron/backend/store/open-database.ts'
import { code, generatedFrom, table } from './markdown.ts'
import { type CommentedInterface, readInterfaces } from './read-comments.ts'

const SCHEMA_FILE = 'electron/backend/store/schema.ts'

interface Column {
  readonly name: string
  readonly type: string
  readonly notnull: 0 | 1
  readonly dflt_value: string | null
  /** From 1, its place in the primary key; 0 outside of it. */
  readonly pk: number
}

/** docs/store.md: the tables of a freshly made store, and the format of a run file. */
export function writeStorePage(): string {
  return withFreshStore((database) => {
    const interfaces = readInterfaces(SCHEMA_FILE)
    const tables = database
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
      .pluck()
      .all() as string[]
    const version = String(database.pragma('user_version', { simple: true }))
    return [
      generatedFrom(`a freshly made store and ${SCHEMA_FILE}`),
      '# The store and the run file',
      `All runs are in one SQLite file. \`PRAGMA application_id\` is ${APPLICATION_ID} ("BPWB"), \`PRAGMA user_version\` the layout,
which is ${version} now. \`electron/backend/store/migrations.ts\` brings older layouts up to date; a program that finds a newer
one leaves the file alone. While a program has it open, part of it may be in \`-wal\` beside it: copy it with
\`npm run -s backprop -- store backup FILE\`. Times are ISO 8601, UTC; shares are from 0 to 1; lists and objects in a column
are JSON; all tables are STRICT.`,
      '## The run file',
      `A run file (\`.backprop\`) is such a store in one file without \`-wal\`, with ${RUN_TABLES.map(code).join(', ')} filled and
nothing else. Of \`run\` it leaves out what belongs to the store alone: ${listOwnColumns(database)}.
A run that was being trained is \`interrupted\` in the file. With the weights of best and last epoch alone, \`keep_every\` is
NULL. Whole stores are read the same way, and older layouts too. A reader takes the rows, trusts none of them, and adds each run once: a run is known by its
\`id\`, and one with another training under the same \`id\` comes in under an id that is derived from both.`,
      '## Tables',
      ...tables.flatMap((name) => writeTable(database, name, tableInterface(interfaces, name))),
    ].join('\n\n')
  })
}

function withFreshStore<Result>(work: (database: Database.Database) => Result): Result {
  const folder = mkdtempSync(path.join(tmpdir(), 'backprop-docs-'))
  try {
    const database = openDatabase(path.join(folder, 'workbench.sqlite'))
    try {
      return work(database)
    } finally {
      database.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function listOwnColumns(database: Database.Database): string {
  const kept = new Set(listRunColumns(database, 'run'))
  const own = listColumns(database, 'run').filter(({ name }) => !kept.has(name))
  return own.map(({ name }) => code(name)).join(', ')
}

/** The interface that describes a table. @throws Error for a table without one */
function tableInterface(
  interfaces: ReadonlyMap<string, CommentedInterface>,
  name: string,
): CommentedInterface {
  const type = interfaces.get('StoreSchema')?.properties.find((property) => property.name === name)?.type
  const found = type === undefined ? undefined : interfaces.get(type)
  if (found === undefined) throw new Error(`Expected the table '${name}' in StoreSchema, ${SCHEMA_FILE}.`)
  return found
}

/** @throws Error for a column without a sentence */
function writeTable(database: Database.Database, name: string, described: CommentedInterface): string[] {
  const comments = new Map(described.properties.map((property) => [property.name, property.comment]))
  const references = database.pragma(`foreign_key_list("${name}")`) as { from: string; table: string }[]
  const rows = listColumns(database, name).map((column) => {
    const comment = comments.get(column.name)
    if (!comment) throw new Error(`Expected a sentence on '${name}.${column.name}' in ${SCHEMA_FILE}.`)
    const reference = references.find(({ from }) => from === column.name)
    return [code(column.name), describeColumn(column, reference?.table), comment]
  })
  const indexes = database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL")
    .pluck()
    .all(name) as string[]
  return [
    `### ${code(name)}`,
    described.comment,
    table(['Column', 'Type', 'What it holds'], rows),
    ...(indexes.length === 0 ? [] : [`Indexes: ${indexes.map(code).join(', ')}.`]),
  ]
}

function listColumns(database: Database.Database, name: string): Column[] {
  return database.pragma(`table_info("${name}")`) as Column[]
}

function describeColumn({ type, notnull, dflt_value, pk }: Column, reference: string | undefined): string {
  return [
    notnull === 1 || pk > 0 ? type : `${type} or NULL`,
    ...(pk > 0 ? ['primary key'] : []),
    ...(dflt_value === null || dflt_value === 'NULL' ? [] : [`default ${code(dflt_value)}`]),
    ...(reference === undefined ? [] : [`refers to ${code(reference)}`]),
  ].join(', ')
}
