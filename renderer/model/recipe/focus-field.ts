/** An unfolding section shows its content within a few frames; what is hidden cannot take the focus. */
const LONGEST_UNFOLDING_FRAMES = 60

/** Brings a field of the form into view, unfolding what it lies in, and puts the focus into its control. */
export async function focusField(path: readonly (string | number)[]): Promise<void> {
  // A problem of a part, such as `layers`, leads to the first field of that part.
  const name = path.join('.')
  const field =
    document.querySelector<HTMLElement>(`[data-field="${name}"]`) ??
    document.querySelector<HTMLElement>(`[data-field^="${name}."]`)
  if (field === null) return
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
