export interface UseChartKeysOptions {
  readonly canZoom: () => boolean
  /** A factor below 1 comes closer. */
  readonly zoom: (factor: number) => void
  /** By shares of what is seen. */
  readonly pan: (shareX: number, shareY: number) => void
  readonly showAll: () => void
  /** For every other key. */
  readonly other: (event: KeyboardEvent) => void
}

const KEY_ZOOM = 0.7
const KEY_PAN = 0.2

/** Plus and minus zoom, Shift with an arrow moves, 0 shows all, where there is anything to zoom. */
export function useChartKeys({
  canZoom,
  zoom,
  pan,
  showAll,
  other,
}: UseChartKeysOptions): (event: KeyboardEvent) => void {
  const keys: Readonly<Record<string, () => void>> = {
    '+': () => zoom(KEY_ZOOM),
    '=': () => zoom(KEY_ZOOM),
    '-': () => zoom(1 / KEY_ZOOM),
    '0': showAll,
    'Shift ArrowLeft': () => pan(-KEY_PAN, 0),
    'Shift ArrowRight': () => pan(KEY_PAN, 0),
  }
  return (event) => {
    const name = event.shiftKey && event.key.startsWith('Arrow') ? `Shift ${event.key}` : event.key
    if (!canZoom() || !Object.hasOwn(keys, name) || event.altKey || event.ctrlKey || event.metaKey) {
      other(event)
      return
    }
    event.preventDefault()
    keys[name]!()
  }
}
