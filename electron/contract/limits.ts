/** Characters of a run's name, at most. */
export const RUN_NAME_LIMIT = 120

/** Characters of an own preset's name, at most. */
export const PRESET_NAME_LIMIT = 60

/** Characters of the name of a new store, at most. */
export const STORE_NAME_LIMIT = 80

/** Threads of one training, at most. */
export const THREAD_LIMIT = 256

/** Epochs between two of which weights are kept, at most. */
export const KEEP_EVERY_LIMIT = 100_000

/** Seeds of a learning curve, at most. */
export const MAX_CURVE_SEEDS = 5

/** Epochs of one training of a what-if, at most: it is to be watched, not waited for. */
export const MAX_WHAT_IF_EPOCHS = 100

/** Runs of one report, at most. */
export const REPORT_RUN_LIMIT = 100

/** Characters or bytes of a file that the window makes itself, at most. */
export const LARGEST_CONTENT_BYTES = 32 * 2 ** 20

/** Characters of a run's notes, at most. */
export const NOTES_LIMIT = 100_000

/** Characters of a tag, at most. */
export const TAG_LIMIT = 40

/** Tags of one run, at most. */
export const TAG_COUNT_LIMIT = 50

/** Colours of which a person can choose one for a run: the first of those that runs are shown with. */
export const RUN_COLOUR_COUNT = 10

/** Colours that runs are shown with. */
export const SHOWN_COLOUR_COUNT = 20
