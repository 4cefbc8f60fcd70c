import path from 'node:path'
import envPaths from 'env-paths'

/** Where the workbench keeps what it makes. */
export interface WorkbenchPaths {
  /** The base folder: the account's data folder, or `BACKPROP_HOME`. */
  readonly home: string
  /** The SQLite file of all runs. */
  readonly storePath: string
  /** Data sets that the workbench made or downloaded. */
  readonly dataFolder: string
  /** A folder that holds MNIST already (`BACKPROP_MNIST`), or undefined. */
  readonly mnistFolder: string | undefined
}

export interface ResolvePathsOptions {
  /** Store file, instead of the one in the base folder. */
  readonly store?: string | undefined
  /** Base folder, instead of `BACKPROP_HOME` and of the account's data folder. */
  readonly home?: string | undefined
}

/** Says where the store and the data sets lie; relative paths count from the working folder. */
export function resolvePaths({ store, home }: ResolvePathsOptions = {}): WorkbenchPaths {
  const { BACKPROP_HOME, BACKPROP_MNIST } = process.env
  const base = path.resolve(
    home ?? (isSet(BACKPROP_HOME) ? BACKPROP_HOME : envPaths('backprop-workbench', { suffix: '' }).data),
  )
  return {
    home: base,
    storePath: store === undefined ? path.join(base, 'workbench.sqlite') : path.resolve(store),
    dataFolder: path.join(base, 'data-sets'),
    mnistFolder: isSet(BACKPROP_MNIST) ? path.resolve(BACKPROP_MNIST) : undefined,
  }
}

/** An environment variable that is set to nothing counts as not set. */
function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== ''
}
