import { customAlphabet } from 'nanoid'

/** Digits and small letters without those that look alike (0 o, 1 i l). */
export const RUN_ID_ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz'

/** Characters of a run's id. */
export const RUN_ID_LENGTH = 10

/** A new run's id: ten characters, easy to read out and to type. */
export const makeRunId: () => string = customAlphabet(RUN_ID_ALPHABET, RUN_ID_LENGTH)
