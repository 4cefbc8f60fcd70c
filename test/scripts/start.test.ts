import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Runs `npm start` without npm, on a machine without a screen, until it stands ready; then ends it twice over. */
async function start(...args: string[]) {
  const home = await mkdtemp(join(tmpdir(), 'workbench-'))
  onTestFinished(() => rm(home, { recursive: true, force: true }))
  const child = spawn(process.execPath, ['scripts/run.js', 'scripts/start.ts', '--port', '0', ...args], {
    cwd: root,
    env: { ...process.env, DISPLAY: undefined, WAYLAND_DISPLAY: undefined, BACKPROP_HOME: home, CI: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const lines: string[] = []
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  for await (const line of createInterface(child.stdout)) {
    lines.push(line)
    if (line.startsWith('Ctrl-C')) {
      // One Ctrl-C under npm: the terminal's and npm's own.
      child.kill('SIGINT')
      child.kill('SIGINT')
    }
  }
  return { lines, code: await ended, stderr }
}

describe('npm start', () => {
  it.runIf(process.platform === 'linux')('says in one line why it opens browser mode', async () => {
    const { lines, code, stderr } = await start()
    expect(lines.at(-3)).toBe('No screen found (DISPLAY is not set), so the workbench opens in browser mode.')
    expect(lines.at(-2)).toMatch(/^The workbench is open at http:\/\/127\.0\.0\.1:\d+\/\?key=\S+$/)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })

  it('opens browser mode without a reason when asked to', async () => {
    const { lines, code, stderr } = await start('--browser', '--no-open')
    expect(lines.filter((line) => line !== 'Building the workbench…')).toHaveLength(2)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })
})
