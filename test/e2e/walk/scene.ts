import type { Page } from 'playwright-core'

/** A state of the window that a person reaches in a few steps from a place as it opens. */
export interface Scene {
  readonly place: 'Train' | 'Runs' | 'Sweeps' | 'Digits' | 'Inspect' | 'Learn' | 'Data'
  /** Empty for the place as it opens. */
  readonly name: string
  /** Where it is to be had: with runs, without, or both. */
  readonly homes: readonly Home[]
  readonly open?: (page: Page) => Promise<unknown>
  /** What it opens over the place. */
  readonly popup?: Popup
}

export type Popup = 'menu' | 'dialog' | 'listbox'

/** What a scene is called in tests and pictures. */
export function titleOf({ place, name }: Scene): string {
  return name === '' ? place : `${place}, ${name}`
}

/** Without any run, with some, with some of which one cannot be read, or without any for a scene that trains one. */
export type Home = 'empty' | 'full' | 'damaged' | 'training'

/** Clicks the first button of a name. */
export const press = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole('button', { name, exact: true }).first().click()
/** Chooses an entry of the open menu. */
export const choose = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole('menuitem', { name }).click()
/** Waits for what opened over the place. */
export const popup = (page: Page, role: Popup): Promise<void> => page.getByRole(role).first().waitFor()

/** In a narrow window a column is shown by its name; in a wide one it is there. */
export async function showColumn(page: Page, name: string): Promise<void> {
  const button = page.getByRole('group', { name: 'Columns' }).getByRole('button', { name, exact: true })
  if (await button.isVisible()) await button.click()
}

/** Scenes that are to be had with and without runs. */
export const BOTH: readonly Home[] = ['empty', 'full']
/** Scenes that need runs. */
export const FULL: readonly Home[] = ['full']
