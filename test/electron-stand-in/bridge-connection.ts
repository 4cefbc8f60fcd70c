import type { Page } from 'playwright-core'
import type { WorkbenchBridge } from '#contract/bridge.ts'
import { ChannelListeners } from '#contract/channel.ts'
import { connectWorkbench, type WorkbenchConnection } from '#contract/rpc.ts'

type WindowWithBridge = typeof globalThis & {
  workbenchBridge: WorkbenchBridge
  passToTest: (message: unknown) => Promise<void>
}

/** The workbench as the page reaches it: every message goes through the object that the preload handed out. */
export async function connectThroughBridge(page: Page): Promise<WorkbenchConnection> {
  const listeners = new ChannelListeners()
  await page.exposeFunction('passToTest', (message: unknown) => listeners.received(message))
  await page.evaluate(() => {
    const { workbenchBridge, passToTest } = globalThis as WindowWithBridge
    workbenchBridge.onMessage((message) => void passToTest(message))
  })
  return connectWorkbench({
    send: (message) => {
      void page.evaluate((message) => (globalThis as WindowWithBridge).workbenchBridge.send(message), message)
    },
    onMessage: (listener) => listeners.onMessage(listener),
    onClose: (listener) => listeners.onClose(listener),
    close: () => listeners.ended(),
  })
}

/** Calls a function of the object that the preload handed out. */
export function callBridge(page: Page, call: string, request: unknown): Promise<unknown> {
  return page.evaluate(
    ([call, request]) =>
      (globalThis as unknown as { workbenchBridge: Record<string, (request: unknown) => unknown> })
        .workbenchBridge[call as string]!(request),
    [call, request],
  )
}
