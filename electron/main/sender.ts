import type { IpcMainEvent, IpcMainInvokeEvent } from 'electron'
import { isWindowAddress } from './window-address.ts'

/** Whether a message comes from the main frame of the workbench's own page, and from nowhere within it. */
export function isFromWindow(event: IpcMainEvent | IpcMainInvokeEvent): boolean {
  const { senderFrame } = event
  return senderFrame !== null && senderFrame.parent === null && isWindowAddress(senderFrame.url)
}
