/** Threads of one training, at most. */
export const THREAD_LIMIT = 256

/** Runs of one report, at most. */
export const REPORT_RUN_LIMIT = 100

/** Bytes of a file of runs that one message carries, at most. */
export const RUN_FILE_PIECE_BYTES = 4 * 2 ** 20

/** Characters of a run's notes, at most. */
export const NOTES_LIMIT = 100_000

/** Characters of a tag, at most. */
export const TAG_LIMIT = 40

/** Tags of one run, at most. */
export const TAG_COUNT_LIMIT = 50

/** Colours that a run can take in the window. */
export const RUN_COLOUR_COUNT = 10
