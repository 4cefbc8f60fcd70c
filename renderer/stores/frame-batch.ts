/** Plans a call for the next frame the window draws; where nothing is drawn (tests, a hidden window), soon. */
function nextFrame(callback: () => void): void {
  if (typeof requestAnimationFrame === 'function' && document.visibilityState === 'visible') {
    requestAnimationFrame(callback)
  } else setTimeout(callback, 16)
}

/**
 * Collects items and hands them over together, once per drawn frame, so that many events
 * change the window at most once a frame.
 */
export function createFrameBatch<Item>(handle: (items: Item[]) => void): (item: Item) => void {
  let items: Item[] = []
  return (item) => {
    items.push(item)
    if (items.length > 1) return
    nextFrame(() => {
      const batch = items
      items = []
      handle(batch)
    })
  }
}
