import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { StartArguments } from '../electron/browser/arguments.ts'
import { root } from './root.ts'

/** Later than this, an end is the end of a session and not a failure to start. */
const startLimitMs = 10_000

/** Lines in which Chromium talks to itself, as in `[12345:0101/120000.123:ERROR:bus.cc(407)] …`. */
const chromiumLine = /^\[\d+:\d+\/[\d.]+:/

/**
 * Runs the built workbench in Electron until its window closes; its status becomes this program's.
 *
 * @returns why it could not start (a missing system library, a sandbox that the system forbids), else null.
 */
export function runElectron(
  binary: string,
  { store }: Pick<StartArguments, 'store'>,
): Promise<string | null> {
  return new Promise((resolve) => {
    const startedAt = performance.now()
    const args = [root, ...(store === undefined ? [] : ['--store', store])]
    const child = spawn(binary, args, { stdio: ['inherit', 'inherit', 'pipe'] })
    const lines: string[] = []
    createInterface(child.stderr).on('line', (line) => {
      if (lines.length < 100) lines.push(line)
      if (!chromiumLine.test(line) || process.env.BACKPROP_DEBUG) process.stderr.write(`${line}\n`)
    })
    const forward = (signal: NodeJS.Signals) => child.kill(signal)
    process.on('SIGINT', forward).on('SIGTERM', forward)
    child.on('error', (error) => resolve(`Electron did not start (${error.message})`))
    child.on('close', (code, signal) => {
      process.off('SIGINT', forward).off('SIGTERM', forward)
      const isStart = performance.now() - startedAt < startLimitMs
      const isCrash = code === 127 || ['SIGTRAP', 'SIGABRT', 'SIGILL', 'SIGSEGV'].includes(signal ?? '')
      if (isStart && isCrash) {
        resolve(`Electron did not start (${firstReason(lines, code, signal)})`)
      } else {
        process.exitCode = code ?? 1
        resolve(null)
      }
    })
  })
}

function firstReason(lines: readonly string[], code: number | null, signal: string | null): string {
  const line = lines.find((line) => line.includes(':FATAL:')) ?? lines.find((line) => line.trim() !== '')
  return line?.replace(/^\[.*?\] ?/, '').trim() ?? `status ${code ?? signal}`
}
