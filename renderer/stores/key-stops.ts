import { defineStore } from 'pinia'
import { onScopeDispose, shallowReactive } from 'vue'

/** A part of the window that F6 goes to, with the buttons in it; null before it is drawn. */
export type KeyStop = () => HTMLElement | null

/** What F6 goes to beside the message below: far from the field in which a person types, and wanted next. */
export const useKeyStopsStore = defineStore('key-stops', () => {
  const stops = shallowReactive(new Set<KeyStop>())
  return { stops }
})

/** Lets F6 go to an element for as long as the calling component lives. */
export function useKeyStop(element: KeyStop): void {
  const { stops } = useKeyStopsStore()
  stops.add(element)
  onScopeDispose(() => stops.delete(element))
}
