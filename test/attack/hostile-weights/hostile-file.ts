import { readFileSync } from 'node:fs'
import path from 'node:path'

/** A file of a stranger that must be refused. */
export interface HostileFile {
  readonly name: string
  readonly make: () => Uint8Array
}

export const MEGABYTE = 2 ** 20
export const zeros = (length: number): Uint8Array => new Uint8Array(length)
export const times = <Item>(count: number, make: (k: number) => Item): Item[] =>
  Array.from({ length: count }, (_, k) => make(k))

const FIXTURES = path.join(import.meta.dirname, '../../fixtures/weights')
export const fixture = (name: string): Uint8Array => readFileSync(path.join(FIXTURES, name))
