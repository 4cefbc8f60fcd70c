/** Threads of one training, at most. */
export const THREAD_LIMIT = 256

/** Characters of a run's notes, at most. */
export const NOTES_LIMIT = 100_000

/** Characters of a tag, at most. */
export const TAG_LIMIT = 40

/** Tags of one run, at most. */
export const TAG_COUNT_LIMIT = 50

/** Colours that a run can take in the window. */
export const RUN_COLOUR_COUNT = 10
