import { once } from 'node:events'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Emitter, ListenerError } from '#backend/emitter.ts'

/** Takes uncaught exceptions from vitest, for which each is a failed test. */
function catchUncaught(): Promise<unknown> {
  const former = process.rawListeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  onTestFinished(() => {
    process.removeAllListeners('uncaughtException')
    for (const listener of former) process.on('uncaughtException', listener as () => void)
  })
  return once(process, 'uncaughtException').then(([error]: unknown[]) => error)
}

describe('Emitter', () => {
  it('lets all hear of an event, and what one of them throws ends uncaught', async () => {
    const uncaught = catchUncaught()
    const emitter = new Emitter()
    const defect = new TypeError('no such window')
    const heard: string[] = []
    emitter.subscribe({ runsDeleted: ({ runIds }) => heard.push(`first ${runIds.join()}`) })
    emitter.subscribe({
      runsDeleted: () => {
        throw defect
      },
    })
    emitter.subscribe({ runsDeleted: ({ runIds }) => heard.push(`last ${runIds.join()}`) })
    emitter.emit('runsDeleted', { runIds: ['a'] })
    expect(heard).toEqual(['first a', 'last a'])
    const error = await uncaught
    expect(error).toBeInstanceOf(ListenerError)
    expect(error).toMatchObject({
      message: "A listener for 'runsDeleted' failed: no such window",
      cause: defect,
    })
  })

  it('calls a listener as often as it subscribed, until it is taken off', () => {
    const emitter = new Emitter()
    let count = 0
    const listener = { runsDeleted: () => count++ }
    const [leave] = [emitter.subscribe(listener), emitter.subscribe(listener)]
    emitter.emit('runsDeleted', { runIds: [] })
    leave()
    emitter.emit('runsDeleted', { runIds: [] })
    expect(count).toBe(3)
  })
})
