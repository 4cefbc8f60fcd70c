/** Threads of one training, at most. */
export const THREAD_LIMIT = 256
