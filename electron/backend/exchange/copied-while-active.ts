import { type RunReason, writeReason } from '#core/runs/reason.ts'

const reason: RunReason = { code: 'copied-while-active' }

/** The stored reason of a run that is active where it was copied from: in its new store nobody trains it. */
export const COPIED_WHILE_ACTIVE = writeReason(reason)
