import type { WorkbenchBridge } from './bridge.ts'
import { ChannelListeners, type Channel } from './channel.ts'
import { toPlain } from './plain.ts'

/** The window's end of Electron's IPC. It lives as long as the window does. */
export function openBridgeChannel(bridge: Pick<WorkbenchBridge, 'send' | 'onMessage'>): Channel {
  const listeners = new ChannelListeners()
  const off = bridge.onMessage((message) => listeners.received(message))
  return {
    send: (message) => {
      // State of the window comes as proxies, which Electron's bridge cannot copy.
      if (!listeners.closed) bridge.send(toPlain(message))
    },
    onMessage: (listener) => listeners.onMessage(listener),
    onClose: (listener) => listeners.onClose(listener),
    close: () => {
      off()
      listeners.ended()
    },
  }
}
