import { openBridgeChannel } from '#contract/bridge-channel.ts'
import { bridgeName, type WorkbenchBridge } from '#contract/bridge.ts'
import { openWebSocketChannel, webSocketAddress } from '#contract/web-socket-channel.ts'
import { browserFiles } from './browser-files.ts'
import type { WorkbenchClient } from './client.ts'
import { createReconnectingClient } from './reconnecting.ts'

/** Connects the window to its backend: through Electron's bridge where there is one, else to browser mode's server. */
export function connectWindow(): WorkbenchClient {
  const bridge = (globalThis as { [bridgeName]?: WorkbenchBridge })[bridgeName]
  if (bridge === undefined) {
    return {
      kind: 'browser',
      ...createReconnectingClient(() => openWebSocketChannel(webSocketAddress(globalThis.location))),
      onCommand: () => () => undefined,
      openExternal: (url) => {
        window.open(url, '_blank', 'noopener,noreferrer')
        return Promise.resolve()
      },
      files: browserFiles,
    }
  }
  return {
    kind: 'electron',
    ...createReconnectingClient(() => Promise.resolve(openBridgeChannel(bridge))),
    onCommand: (listener) => bridge.onCommand(listener),
    openExternal: (url) => bridge.openExternal(url),
    files: bridge,
  }
}
