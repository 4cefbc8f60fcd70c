/**
 * The threads' programs where the sources run as they are, each made into one file by `scripts/ensure-programs.ts`.
 * A made program finds them too, as it lies in a folder beside this one.
 */
export const TRAINING_THREAD = new URL('../made/training-worker.mjs', import.meta.url)
export const EXCHANGE_THREAD = new URL('../made/exchange-worker.mjs', import.meta.url)
