import type { ResourceLimits } from 'node:worker_threads'

/**
 * Limits of each worker thread's heap. V8 would let the part for new objects grow to 32 MB for each half, which a long training
 * comes to without a use for it: with 8 MB for each half (a third of what is set here) trainings and imports take as long.
 */
export const THREAD_LIMITS: ResourceLimits = { maxYoungGenerationSizeMb: 24 }
