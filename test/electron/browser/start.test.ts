import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { runServerToEnd, startServer } from '../../e2e/server.ts'

const ENTRY = fileURLToPath(new URL('../../../electron/browser/main.ts', import.meta.url))

async function makeHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'workbench-'))
  onTestFinished(() => rm(home, { recursive: true, force: true }))
  return home
}

describe('browser mode as a program', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends in order on %s', async (signal) => {
    const home = await makeHome()
    const server = await startServer({ home })
    expect(server.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?key=[\w-]{24}$/)
    const ended = await server.stop(signal)
    expect(ended).toMatchObject({ code: 0, signal: null, stderr: '' })
    // SQLite removes its log when the last connection closes in order.
    await expect(readFile(join(home, 'workbench.sqlite-wal'))).rejects.toThrow('ENOENT')
  })

  // npm passes on neither, and ends; the shell that it started stays until the server ends.
  it.runIf(process.platform === 'linux').each(['SIGKILL', 'SIGHUP'] as const)(
    'ends in order when npm ends by %s',
    async (signal) => {
      const home = await makeHome()
      const start = `node ${ENTRY} --no-open --port 0`
      await writeFile(join(home, 'package.json'), JSON.stringify({ scripts: { start } }))
      const npm = spawn('npm', ['start'], {
        cwd: home,
        env: {
          ...process.env,
          PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
          BACKPROP_HOME: home,
        },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      let said = ''
      npm.stdout.on('data', (data: Buffer) => (said += data.toString()))
      const allEnded = once(npm, 'close')
      await expect.poll(() => said, { timeout: 20_000 }).toContain('The workbench is open at')
      npm.kill(signal)
      // The pipe is closed when the last process that writes to it has ended.
      await allEnded
      await expect(readFile(join(home, 'workbench.sqlite-wal'))).rejects.toThrow('ENOENT')
    },
  )

  it('outlives its terminal where it was put in the background, as by nohup', async () => {
    const home = await makeHome()
    const log = await open(join(home, 'nohup.out'), 'w')
    const server = spawn(process.execPath, [ENTRY, '--no-open', '--port', '0'], {
      env: { ...process.env, BACKPROP_HOME: home },
      stdio: ['ignore', log.fd, log.fd],
    })
    const ended = once(server, 'exit')
    const said = (): Promise<string> => readFile(join(home, 'nohup.out'), 'utf8')
    await expect.poll(said, { timeout: 20_000 }).toContain('The workbench is open at')
    server.kill('SIGHUP')
    const [address] = /http:\S+/.exec(await said())!
    for (let i = 0; i < 20; i++) expect((await fetch(address)).status).toBe(200)
    server.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
    await log.close()
  })

  it('keeps the runs where --store says', async () => {
    const home = await makeHome()
    const store = join(home, 'elsewhere', 'runs.sqlite')
    const server = await startServer({ home, args: ['--port', '0', '--store', store] })
    await server.stop()
    expect((await readFile(store)).subarray(0, 15).toString()).toBe('SQLite format 3')
  })

  it('says in one line that its port is in use', async () => {
    const taken = createServer()
    const port = await new Promise<number>((resolve) => {
      taken.listen(0, '127.0.0.1', () => resolve((taken.address() as { port: number }).port))
    })
    onTestFinished(() => void taken.close())
    const ended = await runServerToEnd({ home: await makeHome(), args: ['--port', String(port)] })
    expect(ended.code).toBe(1)
    expect(ended.stderr).toMatch(new RegExp(`^Port ${port} is in use\\. [^\\n]+\\n$`))
  })

  it('says in one line that its store is no store', async () => {
    const home = await makeHome()
    const store = join(home, 'notes.txt')
    await writeFile(store, 'This is no database. '.repeat(100))
    const ended = await runServerToEnd({ home, args: ['--port', '0', '--store', store] })
    expect(ended.code).toBe(1)
    expect(ended.stderr).toMatch(/^[^\n]*notes\.txt[^\n]*\n$/)
  })

  it.each([
    [['--port', 'x'], "--port: expected a number from 0 to 65535, got 'x'"],
    [['--port', '65536'], "--port: expected a number from 0 to 65535, got '65536'"],
    [['--port', '-1'], "Option '--port' argument is ambiguous"],
    [['--store', ''], '--store: expected a file, but it is empty'],
    [['--bogus'], "Unknown option '--bogus'"],
    [['extra'], "Unexpected argument 'extra'"],
  ])('refuses %j with status 2 and one line', async (args, line) => {
    const ended = await runServerToEnd({ home: await makeHome(), args })
    expect(ended.code).toBe(2)
    expect(ended.stderr).toBe(`${line}\n`)
  })
})
