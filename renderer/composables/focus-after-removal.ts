const FOCUSABLE =
  ':is(button, input, select, textarea, a[href], [tabindex]):not(:disabled, [tabindex="-1"], [aria-hidden="true"])'
/** Layers return the focus themselves, and a place takes it to its heading. */
const ON_THEIR_OWN = '[role="dialog"], [role="menu"], [role="listbox"], #place-title'

/**
 * What the keys go on with once what had the focus has gone: what came in its stead, the same control of the row that took
 * its place or of the one before, or what the list or its end has to offer, such as a button that adds a row. Null where
 * none of these is there, and undefined where something else sees to it.
 * @param records what changed at once
 */
export function findFocusAfterRemoval(
  focused: Element,
  records: readonly MutationRecord[],
): HTMLElement | null | undefined {
  for (const { target, removedNodes, nextSibling, previousSibling } of records) {
    const gone = [...removedNodes].find((node) => node.contains(focused))
    if (!(gone instanceof Element)) continue
    // A table knows more rows than it draws.
    if (gone.matches(`tr, ${ON_THEIR_OWN}`) || gone.querySelector(ON_THEIR_OWN) !== null) return undefined
    const isAlike = (other: Node): other is Element =>
      other instanceof Element && other.tagName === gone.tagName && other.className === gone.className
    const instead = records
      .filter((record) => record.target === target && record.nextSibling === nextSibling)
      .flatMap(({ addedNodes }) => [...addedNodes].filter(isAlike))
    if (gone === focused) return instead.map((each) => controlsOf(each)[0]).find(canTake) ?? null
    const controls = controlsOf(gone)
    // Rows differ in what lies before the button at their end.
    const fromEnd = controls.indexOf(focused as HTMLElement) - controls.length
    const rows = [
      ...instead,
      ...elementsFrom(nextSibling, 'next'),
      ...elementsFrom(previousSibling, 'previous'),
    ]
    const below = gone.matches('li') ? [...rows, ...elementsFrom(target.nextSibling, 'next')] : []
    const alike = rows.filter(isAlike).map((row) => controlsOf(row).at(fromEnd))
    return alike.find(canTake) ?? below.flatMap(controlsOf).find(canTake) ?? null
  }
  return undefined
}

function* elementsFrom(start: Node | null, way: 'next' | 'previous'): Generator<Element> {
  for (let node = start; node !== null; node = way === 'next' ? node.nextSibling : node.previousSibling) {
    if (node instanceof Element && node.isConnected) yield node
  }
}

function controlsOf(row: Element): HTMLElement[] {
  const inside = [...row.querySelectorAll<HTMLElement>(FOCUSABLE)]
  return row instanceof HTMLElement && row.matches(FOCUSABLE) ? [row, ...inside] : inside
}

/** Whether an element takes the focus as things are. */
export function canTake(element: HTMLElement | undefined): element is HTMLElement {
  return (
    element?.isConnected === true &&
    element.checkVisibility() &&
    !element.matches(':disabled') &&
    element.closest('[inert]') === null
  )
}
