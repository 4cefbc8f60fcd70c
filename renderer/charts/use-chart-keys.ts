import { isKey, type KeyId } from '../model/keys.ts'

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
  const actions: readonly (readonly [KeyId, () => void])[] = [
    ['zoomIn', () => zoom(KEY_ZOOM)],
    ['zoomOut', () => zoom(1 / KEY_ZOOM)],
    ['showAll', showAll],
    ['panLeft', () => pan(-KEY_PAN, 0)],
    ['panRight', () => pan(KEY_PAN, 0)],
  ]
  return (event) => {
    const action = canZoom() ? actions.find(([id]) => isKey(event, id)) : undefined
    if (action === undefined) {
      other(event)
      return
    }
    event.preventDefault()
    action[1]()
  }
}
