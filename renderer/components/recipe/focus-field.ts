/** Brings a field of the form into view and puts the focus into its control. */
export function focusField(path: readonly (string | number)[]): void {
  // A problem of a part, such as `layers`, leads to the first field of that part.
  const name = path.join('.')
  const field =
    document.querySelector<HTMLElement>(`[data-field="${name}"]`) ??
    document.querySelector<HTMLElement>(`[data-field^="${name}."]`)
  if (field === null) return
  field.scrollIntoView({ block: 'center' })
  const control = field.matches('input, button')
    ? field
    : field.querySelector<HTMLElement>('input, [role=combobox], [role=switch]')
  control?.focus()
}
