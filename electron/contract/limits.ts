/** Characters of a run's name, at most. */
export const RUN_NAME_LIMIT = 120

/** Characters of an own preset's name, at most. */
export const PRESET_NAME_LIMIT = 60

/** Characters of the name of a new store, at most. */
export const STORE_NAME_LIMIT = 80

/** Characters of a path, at most: as many as Linux takes. */
export const PATH_LIMIT = 4096

/** Threads of one training, at most. */
export const THREAD_LIMIT = 256

/** Epochs between two of which weights are kept, at most. */
export const KEEP_EVERY_LIMIT = 100_000

/** Seeds of a learning curve, at most. */
export const MAX_CURVE_SEEDS = 5

/** Epochs of one training of a what-if, at most: it is to be watched, not waited for. */
export const MAX_WHAT_IF_EPOCHS = 100

/** Points along each side of a slice of the loss, at most. */
export const LARGEST_SLICE = 101

/** Units whose weights are pictured at once, at most. */
export const LARGEST_PICTURE_PAGE = 60

/** Drawings that are read in one call, at most: their answers come at once. */
export const MOST_DRAWINGS = 500

/** Digits that a person keeps, at most: as many as MNIST has to test on, twice. They are listed at once. */
export const MOST_OWN_DIGITS = 20_000

/** Images on which units are looked at, at most: all their outputs are kept at once. */
export const MOST_LOOKED_AT = 5000

/** Training images that are found near to a drawing, at most. */
export const MOST_NEAREST = 60

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

/** Bytes of a message of a window: what it makes itself, with some room for the call around it. */
export const MOST_MESSAGE_BYTES = LARGEST_CONTENT_BYTES + 2 ** 20

/** Bytes of a message that brings no content: 100,000 ids of runs take two million. */
export const MOST_PLAIN_MESSAGE_BYTES = 4 * 2 ** 20

/** Levels of lists and maps in a message: a recipe in a call has six. */
export const MOST_MESSAGE_DEPTH = 32

/** Values of a message of any level: 100,000 ids of runs are the most of any call. */
export const MOST_MESSAGE_VALUES = 300_000

/** Bytes that wait for a window that does not read: from there on it is dropped, and connects again once it reads. */
export const MOST_UNSENT_BYTES = 64 * 2 ** 20

/** Calls of one window that are answered at once; a window makes a dozen when it opens. */
export const MOST_CALLS_AT_ONCE = 200

/** Epochs that one answer holds at most, so that others are answered in between. */
export const EPOCHS_AT_ONCE = 1000
