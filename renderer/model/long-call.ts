/** The state of a long call. */
export type LongCallState = 'running' | 'done' | 'cancelled' | 'failed'
