import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { SLOWNESS } from '../../slowness.ts'
import { findFocusFault } from './find-focus-fault.ts'

/** More steps than any place has between two things. */
const MAX_TABS = 90

/** A person who has a keyboard alone, and who looks where the focus is after every key. */
export class KeyboardUser {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  /** Presses keys one after the other; the focus must be seen after each. */
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      await this.#page.keyboard.press(key)
      await this.#look(`after ${key}`)
    }
  }

  /** Types a text into what has the focus. */
  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text)
    await this.#look(`after typing ${text}`)
  }

  /** Tabs on until something has the focus. */
  async tabTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    await target.first().waitFor()
    for (let k = 0; k < MAX_TABS; k++) {
      if (await hasFocus(target)) return
      await this.press(key)
    }
    throw new Error(`${String(target)} is not reached by ${MAX_TABS} times ${key}`)
  }

  /** Leaves a field, from which the focus then goes on. */
  async leaveField(): Promise<void> {
    await this.#page.keyboard.press('Escape')
  }

  async #look(when: string): Promise<void> {
    await expect
      .poll(() => this.#page.evaluate(findFocusFault), { message: when, timeout: 10_000 * SLOWNESS })
      .toBeNull()
  }
}

export function hasFocus(target: Locator): Promise<boolean> {
  return target.evaluateAll((elements) => elements.some((element) => element === document.activeElement))
}
