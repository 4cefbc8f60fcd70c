import { keyWords } from '../model/keys.ts'

/** A combination as this computer's keyboard names it, for a sentence: `Ctrl+Z`, and ⌘Z on a Mac. */
export function keyWordsHere(keys: string): string {
  return keyWords(keys, /Macintosh|Mac OS X/.test(navigator.userAgent))
}
