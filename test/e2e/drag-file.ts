import type { Locator } from 'playwright-core'

/** Drags files from the disk over an element, as from a file manager. @returns what lets them fall there */
export async function dragFile(target: Locator, ...paths: readonly string[]): Promise<() => Promise<void>> {
  const page = target.page()
  const { x, y, width, height } = (await target.boundingBox())!
  const session = await page.context().newCDPSession(page)
  const dispatch = async (type: 'dragEnter' | 'dragOver' | 'drop'): Promise<void> => {
    const data = { items: [], files: [...paths], dragOperationsMask: 1 }
    await session.send('Input.dispatchDragEvent', { type, x: x + width / 2, y: y + height / 2, data })
  }
  await dispatch('dragEnter')
  await dispatch('dragOver')
  return async () => {
    await dispatch('drop')
    await session.detach()
  }
}
