import type { FileWorkPhase } from '#contract/types/exchange.ts'

/** What a person reads of each phase of long work on a file. */
export const FILE_WORK_WORDS: Readonly<Record<FileWorkPhase, string>> = {
  waiting: 'Waiting for another import',
  reading: 'Reading',
  checking: 'Checking',
  adding: 'Adding',
  removing: 'Cleaning up',
  writing: 'Writing',
}
