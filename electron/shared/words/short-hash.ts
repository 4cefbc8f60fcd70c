/** Digits of a SHA-256 that tell two apart for a person. */
const TELLING_DIGITS = 8

/** The beginning of a SHA-256, for a person. */
export const shortHash = (sha256: string): string => sha256.slice(0, TELLING_DIGITS)
