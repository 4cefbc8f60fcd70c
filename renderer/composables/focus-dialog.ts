/** What a person fills in or chooses from; of radio buttons the one that is chosen, as Tab goes there too. */
const FIELDS =
  'input, textarea, select, [role="combobox"], [role="slider"], [role="radio"][aria-checked="true"], [aria-pressed="true"]'
const BUTTONS = '[data-slot="footer"] button'
const BODY = '[data-slot="body"] :is(button, a[href], [tabindex="0"])'

/**
 * Gives the focus to what a dialog is opened for: what it marks with `autofocus`, else its first field, else its primary
 * action, which is the last button of its footer, else the first thing in it. Left alone, reka-ui would take the button
 * that closes the dialog, and Enter would throw away what was begun.
 */
export function focusDialog(event: Event): void {
  const dialog = event.target
  if (!(dialog instanceof HTMLElement)) return
  event.preventDefault()
  focusIn(dialog)
}

/** Gives the focus to what an open dialog is opened for. */
export function focusIn(dialog: HTMLElement): void {
  const find = (selector: string) => [...dialog.querySelectorAll<HTMLElement>(selector)].filter(isReachable)
  const first = find('[autofocus]')[0] ?? find(FIELDS)[0] ?? find(BUTTONS).at(-1) ?? find(BODY)[0] ?? dialog
  first.focus()
  if (first instanceof HTMLInputElement) first.select()
}

/** Hidden inputs stand behind selects and radio buttons for forms alone. */
const isReachable = (element: HTMLElement): boolean =>
  element.checkVisibility() &&
  !element.matches(':disabled, [aria-hidden="true"], [aria-hidden="true"] *') &&
  (element.tabIndex >= 0 || element.role === 'radio')

/** Does what a dialog is for: presses its primary action, where it has one that can be done now. */
export function confirmDialog(dialog: Element): void {
  const primary = [...dialog.querySelectorAll<HTMLElement>(BUTTONS)].at(-1)
  if (primary !== undefined && isReachable(primary)) primary.click()
}
