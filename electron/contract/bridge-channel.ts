import type { WorkbenchBridge } from './bridge.ts'
import { ChannelListeners, type Channel } from './channel.ts'

/** The window's end of Electron's IPC. It lives as long as the window does. */
export function openBridgeChannel(bridge: Pick<WorkbenchBridge, 'send' | 'onMessage'>): Channel {
  const listeners = new ChannelListeners()
  const off = bridge.onMessage((message) => listeners.received(message))
  return {
    send: (message) => {
      if (!listeners.closed) bridge.send(message)
    },
    onMessage: (listener) => listeners.onMessage(listener),
    onClose: (listener) => listeners.onClose(listener),
    close: () => {
      off()
      listeners.ended()
    },
  }
}
