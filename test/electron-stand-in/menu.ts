import type { MenuItemConstructorOptions } from 'electron'

/** Electron's `Menu`: keeps the template, for a test to look at and to click in. */
export class MenuStandIn {
  readonly items: readonly MenuItemConstructorOptions[]

  readonly #poppedUp: (menu: MenuStandIn) => void

  constructor(
    items: readonly MenuItemConstructorOptions[],
    poppedUp: (menu: MenuStandIn) => void = () => undefined,
  ) {
    this.items = items
    this.#poppedUp = poppedUp
  }

  popup(): void {
    this.#poppedUp(this)
  }

  /** All entries, those of submenus included. */
  get entries(): MenuItemConstructorOptions[] {
    const flatten = (items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
      items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flatten(item.submenu) : [])])
    return flatten(this.items)
  }

  /** @throws Error where no entry has this id */
  click(id: string): void {
    const entry = this.entries.find((entry) => entry.id === id)
    if (entry?.click === undefined) throw new Error(`There is no menu entry '${id}'.`)
    ;(entry.click as () => void)()
  }
}
