import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { PassThrough } from 'node:stream'
import { expect, it, onTestFinished, vi } from 'vitest'
import { watchProgram } from './watch-program.ts'

it('waits for a program that takes longer than it is ever silent', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const kill = vi.fn()
  const program = Object.assign(new EventEmitter(), {
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    spawnargs: ['node'],
    kill,
  })
  const ended = watchProgram(program as unknown as ChildProcessWithoutNullStreams, 1000)
  for (const stream of [program.stdout, program.stderr, program.stdout]) {
    vi.advanceTimersByTime(900)
    stream.emit('data', 'a line')
  }
  vi.advanceTimersByTime(900)
  expect(kill).not.toHaveBeenCalled()
  program.emit('close', 3, null)
  expect(await ended).toEqual([3, null])
})

it('ends a program that neither writes nor ends, and names it', async () => {
  const program = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'])
  await expect(watchProgram(program, 300)).rejects.toThrow(
    /setInterval.*' neither wrote nor ended for 0\.3 seconds/,
  )
  expect(program.signalCode).toBe('SIGKILL')
})
