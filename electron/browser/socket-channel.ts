import { WebSocket, type RawData } from 'ws'
import { ChannelListeners, type Channel } from '#contract/channel.ts'
import { decodeMessage, encodeMessage } from '#contract/message-codec.ts'

/** Unsent bytes from which a window counts as too slow: a tab that the browser froze reads nothing at all. */
const congestedBytes = 2 ** 20

/** The server's end of a window's WebSocket. A message that cannot be decoded closes it. */
export function createSocketChannel(socket: WebSocket): Channel {
  const listeners = new ChannelListeners()
  socket.on('message', (data: RawData) => {
    let message: unknown
    try {
      message = decodeMessage(new Uint8Array(data as Buffer))
    } catch {
      socket.close(1007, 'not a message')
      return
    }
    listeners.received(message)
  })
  socket.on('close', () => listeners.ended())
  // A broken connection also closes; there is nothing to do about it but that.
  socket.on('error', () => socket.terminate())
  return {
    send: (message) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(encodeMessage(message))
    },
    onMessage: (listener) => listeners.onMessage(listener),
    onClose: (listener) => listeners.onClose(listener),
    isCongested: () => socket.bufferedAmount > congestedBytes,
    close: () => {
      socket.close()
      listeners.ended()
    },
  }
}
