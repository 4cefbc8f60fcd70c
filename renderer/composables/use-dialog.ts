import { useOverlay } from '@nuxt/ui/composables'
import type { Component } from 'vue'

const make = <Dialog extends Component>(dialog: Dialog) => useOverlay().create(dialog)
type MadeDialog<Dialog extends Component> = ReturnType<typeof make<Dialog>>

const made = new Map<Component, unknown>()

/** What opens a dialog. The window has one of each, whoever opens it: Nuxt UI never forgets one that it made. */
export function useDialog<Dialog extends Component>(dialog: Dialog): MadeDialog<Dialog> {
  if (!made.has(dialog)) made.set(dialog, make(dialog))
  return made.get(dialog) as MadeDialog<Dialog>
}
