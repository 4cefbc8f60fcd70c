import { WebSocket, type RawData } from 'ws'
import { ChannelListeners, type Channel } from '#contract/channel.ts'
import { MOST_PLAIN_MESSAGE_BYTES, MOST_UNSENT_BYTES } from '#contract/limits.ts'
import { decodeMessage, encodeMessage } from '#contract/message-codec.ts'
import { scanMessage } from '#contract/scan-message.ts'

/** Unsent bytes from which a window counts as too slow: a tab that the browser froze reads nothing at all. */
const congestedBytes = 2 ** 20

/** Milliseconds for which a window that is dropped may still read why. */
const FAREWELL_MS = 10_000

/** Why connections are ended, by WebSocket's codes; a window shows the words, at most 123 bytes, and connects again. */
const ENDINGS = {
  noMessage: [1007, 'The window sent something that is no message of it.'],
  tooLarge: [1009, 'The window sent a message that is larger than any of its own.'],
  tooSlow: [1013, 'The window was too slow to read what the workbench sent, so its connection was ended.'],
} as const

/** Calls that bring a file's content or a picture. */
const CALLS_WITH_CONTENT = ['files.write', 'analysis.readPicture']

/**
 * The server's end of a window's WebSocket. What is no message, or is made to fill memory, ends the connection before it is
 * decoded. While the window does not read, no more messages of it are taken; where too much waits for it, it is dropped.
 */
export function createSocketChannel(socket: WebSocket): Channel {
  const listeners = new ChannelListeners()
  const end = ([code, reason]: (typeof ENDINGS)[keyof typeof ENDINGS]): void => {
    if (socket.readyState !== WebSocket.OPEN) return
    socket.close(code, reason)
    setTimeout(() => socket.terminate(), FAREWELL_MS).unref()
    listeners.ended(reason)
  }
  const isCongested = (): boolean => socket.bufferedAmount > congestedBytes

  socket.on('message', (data: RawData) => {
    const bytes = new Uint8Array(data as Buffer)
    let message: unknown
    try {
      if (scanMessage(bytes) !== null) {
        end(ENDINGS.noMessage)
        return
      }
      message = decodeMessage(bytes)
    } catch {
      end(ENDINGS.noMessage)
      return
    }
    if (bytes.length > MOST_PLAIN_MESSAGE_BYTES && !bringsContent(message)) end(ENDINGS.tooLarge)
    else listeners.received(message)
  })
  socket.on('close', () => listeners.ended())
  // A broken connection also closes; there is nothing to do about it but that.
  socket.on('error', () => socket.terminate())
  return {
    send: (message) => {
      if (socket.readyState !== WebSocket.OPEN) return
      if (socket.bufferedAmount > MOST_UNSENT_BYTES) {
        end(ENDINGS.tooSlow)
        return
      }
      socket.send(encodeMessage(message), () => {
        if (socket.isPaused && !isCongested()) socket.resume()
      })
      if (isCongested()) socket.pause()
    },
    onMessage: (listener) => listeners.onMessage(listener),
    onClose: (listener) => listeners.onClose(listener),
    isCongested,
    close: () => {
      socket.close()
      listeners.ended()
    },
  }
}

function bringsContent(message: unknown): boolean {
  const name = (message as { m?: unknown } | null)?.m
  return typeof name === 'string' && CALLS_WITH_CONTENT.includes(name)
}
