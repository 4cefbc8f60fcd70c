import { nextTick } from 'vue'

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
  await nextTick()
  field.scrollIntoView({ block: 'center' })
  const control = field.matches('input, button')
    ? field
    : field.querySelector<HTMLElement>('input, [role=combobox], [role=switch]')
  control?.focus()
}
