/** How a long call stands. */
export type LongCallState = 'running' | 'done' | 'cancelled' | 'failed'
