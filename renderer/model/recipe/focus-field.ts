/** An unfolding section shows its content within a few frames; what is hidden cannot take the focus. */
const LONGEST_UNFOLDING_FRAMES = 60

/** The element of a field; of a part, such as `layers`, that of its first field. */
function findField(path: readonly (string | number)[]): HTMLElement | null {
  const name = path.join('.')
  return (
    document.querySelector<HTMLElement>(`[data-field="${name}"]`) ??
    document.querySelector<HTMLElement>(`[data-field^="${name}."]`)
  )
}

/**
 * Brings the first of these fields, in the order of the form, into view, unfolding what it lies in, and puts the focus into
 * its control.
 */
export async function focusFirstField(paths: readonly (readonly (string | number)[])[]): Promise<void> {
  const [field] = paths
    .map(findField)
    .filter((each) => each !== null)
    .sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1))
  if (field === undefined) return
  for (
    let fold = field.closest('[data-fold]');
    fold !== null;
    fold = fold.parentElement?.closest('[data-fold]') ?? null
  ) {
    fold.querySelector<HTMLElement>('[data-fold-button][aria-expanded=false]')?.click()
  }
  await waitUntilVisible(field)
  field.scrollIntoView({ block: 'center' })
  const control = field.matches('input, button')
    ? field
    : field.querySelector<HTMLElement>('input, [role=combobox], [role=switch]')
  control?.focus()
}

async function waitUntilVisible(element: HTMLElement): Promise<void> {
  for (let frame = 0; frame < LONGEST_UNFOLDING_FRAMES && !element.checkVisibility(); frame++) {
    await new Promise((resolve) => requestAnimationFrame(resolve))
  }
}
