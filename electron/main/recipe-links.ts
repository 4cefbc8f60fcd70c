import { app } from 'electron'
import { findRecipePayload, LINK_SCHEME } from '#shared/recipe-link.ts'
import { windowAddress } from './window-address.ts'

/**
 * Lets the system open links to recipes with this program. A link only ever reaches the form: the window reads it, says
 * what is wrong with it, and starts nothing. An unpacked program would register Electron itself, and does not.
 * @param open called with a link while the program runs (macOS); elsewhere a second instance passes it, see `findLink`
 */
export function acceptRecipeLinks(open: (payload: string | null) => void): void {
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME)
  app.on('open-url', (event, url) => {
    event.preventDefault()
    open(findRecipePayload(url))
  })
}

/** The recipe of a link among the words that the program was started with; null for none. */
export function findLink(words: readonly string[]): string | null {
  return words.map(findRecipePayload).find((payload) => payload !== null) ?? null
}

/** The window's address, with the recipe that it should take into the form. */
export function addressOf(payload: string | null): string {
  return payload === null ? windowAddress : `${windowAddress}#/train?recipe=${payload}`
}
