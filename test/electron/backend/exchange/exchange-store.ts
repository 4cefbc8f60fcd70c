import { statSync, truncateSync } from 'node:fs'
import path from 'node:path'
import { ExchangeThreads } from '#backend/exchange/exchange-threads.ts'
import { RunExchange } from '#backend/exchange/run-exchange.ts'
import type { Store } from '#backend/store/store.ts'
import { openStore } from '../store/filled-store.ts'
import { makeFolder } from '../tiny-workbench.ts'

export interface ExchangeStore {
  readonly folder: string
  readonly store: Store
  readonly exchange: RunExchange
  /** Ids of runs that the import announced. */
  readonly announced: string[]
  readonly path: (name: string) => string
}

/** Shared by all stores of a test file: a thread takes a moment to start. */
const threads = new ExchangeThreads()

/** A store in a folder of its own, with its export and import. */
export function makeExchangeStore(): ExchangeStore {
  const folder = makeFolder()
  const store = openStore(path.join(folder, 'workbench.sqlite'))
  const announced: string[] = []
  const exchange = new RunExchange({
    store,
    threads,
    registry: { announce: (ids) => void announced.push(...ids) },
  })
  return { folder, store, exchange, announced, path: (name) => path.join(folder, name) }
}

/** Takes the checksum off a file of runs, so that it is as earlier versions wrote it. */
export function removeChecksum(file: string): void {
  truncateSync(file, statSync(file).size - 64)
}
