import type Database from 'better-sqlite3'
import type { SetAside } from './set-aside.ts'

/** Row numbers that are tried one by one, at most: damage may have left any number as the highest. */
const MAX_TRIED_ROWS = 5_000_000

interface Column {
  readonly name: string
  /** As declared in the table, which is STRICT. */
  readonly type: string
  /** 1 where NULL is refused. */
  readonly notnull: number
  /** Its place in the key, from 1; 0 for none. */
  readonly pk: number
}

/**
 * Copies all rows of a table that can still be read: from the front up to the damage, from the back down to it, and
 * what lies between row by row or run by run. A row that breaks the table's rules keeps what it can; the rest is set
 * aside.
 */
export function salvageRows(
  from: Database.Database,
  to: Database.Database,
  table: string,
  aside: SetAside,
): void {
  const columns = to.prepare('SELECT * FROM pragma_table_info(?)').all(table) as Column[]
  const source = findSource(from, table, columns)
  if (source === null) return
  const names = source.columns.map((name) => `"${name}"`).join(', ')
  const inserter = new RowInserter(to, table, columns, aside)
  const isKeyed = to
    .prepare("SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?")
    .pluck()
    .get(table)
  const order = isKeyed === 1 ? keyOf(columns).map((name) => nameIn(source, columns, name)) : ['rowid']
  const statements = new Map<string, Database.Statement>()
  const rowid = isKeyed === 1 ? '' : ', rowid'
  const copy = (where: string, direction: 'ASC' | 'DESC', ...values: unknown[]): boolean => {
    try {
      const by = order.map((name) => `${name} ${direction}`).join(', ')
      const text = `SELECT ${names}${rowid} FROM "${source.table}" ${where} ORDER BY ${by}`
      const statement = statements.get(text) ?? from.prepare(text).raw()
      statements.set(text, statement)
      const rows = statement.iterate(...values)
      for (const row of rows) inserter.insert(row as unknown[])
      return true
    } catch {
      // The damage begins here; what lies behind it is reached another way.
      return false
    }
  }
  const keyNames = keyOf(columns).map((name) => nameIn(source, columns, name))
  const keys = isKeyed === 1 ? [] : listKeys(from, source.table, keyNames)
  inserter.learnKeys(keys)
  if (copy('', 'ASC')) return
  copy('', 'DESC')
  if (isKeyed === 1) {
    if (!columns.some(({ name }) => name === 'run_id')) return
    const runs = to.prepare('SELECT id FROM run').pluck().all()
    const ofRun = `WHERE ${nameIn(source, columns, 'run_id')} = ?`
    for (const run of runs) if (!copy(ofRun, 'ASC', run)) copy(ofRun, 'DESC', run)
    return
  }
  // The index of the keys lies on other pages, and leads to rows that the table's own order no longer reaches.
  const ofKey = `WHERE ${keyNames.map((name) => `${name} = ?`).join(' AND ')}`
  for (const key of keys) copy(ofKey, 'ASC', ...key.slice(0, -1))
  for (let row = 1, last = lastRow(from, source.table); row <= last; row++)
    copy('WHERE rowid = ?', 'ASC', row)
}

/** A table of the damaged store, under the names that it has there. */
interface Source {
  readonly table: string
  readonly columns: readonly string[]
}

/** A table keeps its place and that of its columns where damage has changed a name. @returns null where it is not there */
function findSource(from: Database.Database, table: string, columns: readonly Column[]): Source | null {
  try {
    const read = from.prepare('SELECT name FROM pragma_table_info(?)').pluck()
    const present = read.all(table) as string[]
    if (present.length === columns.length) return { table, columns: present }
    const tables = from
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")
      .pluck()
      .all()
    const others = (tables as string[]).map((name) => ({ table: name, columns: read.all(name) as string[] }))
    // Of two tables, no two have most of their columns in common.
    const isMeant = (other: Source): boolean =>
      other.columns.length === columns.length &&
      other.columns.filter((name, k) => name === columns[k]!.name).length >= columns.length - 1
    return others.find(isMeant) ?? null
  } catch {
    return null
  }
}

/** A column's name in the damaged store, quoted. */
function nameIn(source: Source, columns: readonly Column[], wanted: string): string {
  return `"${source.columns[columns.findIndex(({ name }) => name === wanted)]!}"`
}

/** Puts rows into a table of the new store. */
class RowInserter {
  readonly #statement: Database.Statement
  readonly #table: string
  readonly #columns: readonly Column[]
  readonly #aside: SetAside
  readonly #keyOfRow = new Map<unknown, readonly unknown[]>()
  readonly #keys = new Set<string>()

  constructor(database: Database.Database, table: string, columns: readonly Column[], aside: SetAside) {
    const names = columns.map(({ name }) => `"${name}"`).join(', ')
    // A row of a key that is there already was reached another way before.
    this.#statement = database.prepare(
      `INSERT INTO "${table}" (${names}) VALUES (${columns.map(() => '?').join(', ')}) ON CONFLICT DO NOTHING`,
    )
    this.#table = table
    this.#columns = columns
    this.#aside = aside
  }

  /** The index of the table's keys, which lies apart from its rows, each with the number of its row. */
  learnKeys(keys: readonly (readonly unknown[])[]): void {
    for (const entry of keys) {
      const key = entry.slice(0, -1)
      this.#keyOfRow.set(entry.at(-1), key)
      this.#keys.add(JSON.stringify(key))
    }
  }

  /**
   * A row that breaks the table's rules was hit by the damage.
   * @param given its columns, and its number where the table has numbers
   */
  insert(given: readonly unknown[]): void {
    const row = this.#restoreKey(given)
    try {
      this.#statement.run(...row)
    } catch {
      this.#insertRest(row)
    }
  }

  /** A key that the index does not know was damaged in the row. */
  #restoreKey(given: readonly unknown[]): readonly unknown[] {
    const row = given.slice(0, this.#columns.length)
    const places = keyOf(this.#columns).map((name) =>
      this.#columns.findIndex((column) => column.name === name),
    )
    const key = places.map((k) => row[k])
    const indexed = this.#keyOfRow.get(given[this.#columns.length])
    if (indexed === undefined || this.#keys.has(JSON.stringify(key))) return row
    this.#aside.add({
      table: this.#table,
      key: this.#pick(row, ({ pk }) => pk > 0),
      columns: {},
      reason: `its key: expected ${JSON.stringify(indexed)} as in the table's index`,
    })
    places.forEach((k, part) => (row[k] = indexed[part]))
    return row
  }

  #insertRest(row: readonly unknown[]): void {
    const isWrong = this.#columns.map((column, k) => !fits(column, row[k]))
    const wrong = this.#pick(row, (_, k) => isWrong[k]!)
    const key = this.#pick(row, ({ pk }) => pk > 0)
    try {
      this.#statement.run(...row.map((value, k) => (isWrong[k]! ? standIn(this.#columns[k]!) : value)))
      const reason = `expected ${Object.keys(wrong)
        .map((name) => `${this.#columns.find((column) => column.name === name)!.type} in ${name}`)
        .join(', ')}`
      this.#aside.add({ table: this.#table, key, columns: wrong, reason })
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      this.#aside.add({ table: this.#table, key, columns: this.#pick(row, () => true), reason })
    }
  }

  #pick(row: readonly unknown[], wanted: (column: Column, k: number) => boolean): Record<string, unknown> {
    return Object.fromEntries(
      this.#columns.flatMap((column, k) => (wanted(column, k) ? [[column.name, row[k]]] : [])),
    )
  }
}

function fits({ type, notnull, pk }: Column, value: unknown): boolean {
  if (value === null) return notnull === 0 && pk === 0
  switch (type) {
    case 'TEXT':
      return typeof value === 'string'
    case 'INTEGER':
      return Number.isInteger(value)
    case 'REAL':
      return typeof value === 'number'
    default:
      return Buffer.isBuffer(value)
  }
}

/** What a column holds whose value is lost, until the repair of the run finds something better; none for a key. */
function standIn({ type, notnull, pk }: Column): unknown {
  if (pk > 0 || notnull === 0) return null
  if (type === 'TEXT') return ''
  return type === 'BLOB' ? Buffer.alloc(0) : 0
}

function keyOf(columns: readonly Column[]): string[] {
  return columns
    .filter(({ pk }) => pk > 0)
    .sort((a, b) => a.pk - b.pk)
    .map(({ name }) => name)
}

/** The keys of a table with the numbers of their rows, as far as their index can be read, from both its ends. */
function listKeys(from: Database.Database, table: string, names: readonly string[]): unknown[][] {
  return (['ASC', 'DESC'] as const).flatMap((direction) => {
    const keys: unknown[][] = []
    try {
      const order = names.map((name) => `${name} ${direction}`).join(', ')
      const read = from.prepare(`SELECT ${names.join(', ')}, rowid FROM "${table}" ORDER BY ${order}`).raw()
      for (const key of read.iterate()) keys.push(key as unknown[])
    } catch {
      // The damage begins here.
    }
    return keys
  })
}

/** How many row numbers are tried where not even the last can be read. */
const TRIED_BLINDLY = 10_000

function lastRow(from: Database.Database, table: string): number {
  try {
    const last = from.prepare(`SELECT max(rowid) FROM "${table}"`).pluck().get() as number | null
    return Math.min(last ?? 0, MAX_TRIED_ROWS)
  } catch {
    return TRIED_BLINDLY
  }
}
