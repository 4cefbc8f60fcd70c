import { customAlphabet } from 'nanoid'

/** Digits and small letters without those that look alike (0 o, 1 i l). */
const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz'

/** A new run's id: ten characters, easy to read out and to type. */
export const makeRunId: () => string = customAlphabet(ALPHABET, 10)
