import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { writeRecipeLink } from '#shared/recipe-link.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { bootMain, type BootedMain, type BootOptions } from './boot.ts'
import { connectThroughBridge } from './bridge-connection.ts'

async function boot(options: BootOptions = {}): Promise<BootedMain> {
  const main = await bootMain(options)
  onTestFinished(() => main.close())
  return main
}

async function makeHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'workbench-'))
  onTestFinished(() => rm(home, { recursive: true, force: true }))
  return home
}

describe("the application's life", () => {
  it('ends when its window is closed, and closes the store before', async () => {
    const home = await makeHome()
    const main = await boot({ home })
    const { window } = await main.openedWindow()
    const wal = join(home, 'workbench.sqlite-wal')
    await expect(readFile(wal)).resolves.toBeDefined()
    await window.close()
    if (process.platform === 'darwin') main.app.quit()
    expect(await main.app.ended).toBe(0)
    // SQLite removes its log when the last connection closes in order.
    await expect(readFile(wal)).rejects.toThrow('ENOENT')
  })

  it('ends in order on SIGINT', async () => {
    const main = await boot()
    await main.openedWindow()
    process.emit('SIGINT')
    expect(await main.app.ended).toBe(0)
  })

  it('starts anew, once it has ended, for who starts it while it closes the store', async () => {
    const main = await boot()
    await main.openedWindow()
    main.app.once('will-quit', () => {
      for (const word of ['--first', '--second']) {
        main.app.emit('second-instance', {}, ['electron', '.', word], '/', undefined)
      }
    })
    // Heard by the program first, which then begins to close.
    main.app.quit()
    expect(await main.app.ended).toBe(0)
    expect(main.app.relaunches).toEqual([['.', '--first']])
    expect(main.windows).toHaveLength(1)
  })

  it('lets a second start go on alone once it has closed the store and hears of none any more', async () => {
    const home = await makeHome()
    const main = await boot({ home })
    await main.openedWindow()
    const seen: { holdsLock: boolean; isStoreOpen: boolean }[] = []
    main.app.on('will-quit', () => {
      const isStoreOpen = existsSync(join(home, 'workbench.sqlite-wal'))
      seen.push({ holdsLock: main.app.holdsLock, isStoreOpen })
    })
    main.app.quit()
    expect(await main.app.ended).toBe(0)
    expect(seen).toEqual([
      { holdsLock: true, isStoreOpen: true },
      { holdsLock: false, isStoreOpen: false },
    ])
  })

  it('opens its window again for who starts it while the window closes', async () => {
    const main = await boot()
    const { window } = await main.openedWindow()
    // However long closing takes on a busy machine.
    const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now())
    onTestFinished(() => clock.mockRestore())
    main.app.emit('second-instance', {}, ['electron', '.'], '/', undefined)
    await window.close()
    await expect.poll(() => main.windows.length).toBe(2)
  })

  it('leaves at once when it is already running', async () => {
    const main = await boot({ isFirstInstance: false })
    expect(await main.app.ended).toBe(0)
    expect(main.windows).toEqual([])
  })

  it('opens links to recipes in the form of its one window, and starts nothing', async () => {
    const seeds = async (page: Page): Promise<string> => page.getByLabel('Seed', { exact: true }).inputValue()
    const linkOf = (seed: number): Promise<string> => writeRecipeLink({ ...LECTURE_RECIPE, seed })
    const main = await boot({ args: [await linkOf(41)] })
    const { page } = await main.openedWindow()
    expect(main.app.linkSchemes).toEqual(['backprop'])
    await expect.poll(() => seeds(page)).toBe('41')
    // A second instance hands its link over and ends; macOS reports it by an event.
    main.app.emit('second-instance', {}, ['electron', '.', await linkOf(42)])
    await expect.poll(() => seeds(page)).toBe('42')
    main.app.emit('open-url', { preventDefault: () => undefined }, await linkOf(43))
    await expect.poll(() => seeds(page)).toBe('43')
    main.app.emit('second-instance', {}, ['electron', '.', 'backprop://recipe/abcde'])
    await page.getByText('The link could not be opened', { exact: true }).waitFor()
    expect(await seeds(page)).toBe('43')
    expect(main.windows).toHaveLength(1)
    const { api } = await connectThroughBridge(page)
    expect(await api.runs.list()).toEqual([])
  })

  it('says in one sentence that the store cannot be opened', async () => {
    const home = await makeHome()
    const store = join(home, 'notes.txt')
    await writeFile(store, 'This is no database. '.repeat(100))
    const main = await boot({ home, args: ['--store', store] })
    expect(await main.app.ended).toBe(1)
    expect(main.desktop.errorBoxes).toHaveLength(1)
    expect(main.desktop.errorBoxes[0]).toContain('notes.txt')
    expect(main.desktop.errorBoxes[0]).not.toMatch(/\n\s+at /)
    expect(main.windows).toEqual([])
  })

  it('says in one sentence that its folder cannot be made', async () => {
    const home = join(await makeHome(), 'file')
    await writeFile(home, 'no folder')
    const main = await boot({ home })
    expect(await main.app.ended).toBe(1)
    expect(main.desktop.errorBoxes).toHaveLength(1)
    expect(main.desktop.errorBoxes[0]).toContain(`The folder ${home} cannot be used`)
    expect(main.desktop.errorBoxes[0]).not.toMatch(/\n\s+at /)
    expect(main.windows).toEqual([])
  })

  it.each([['--store'], ['--store=']])('keeps the runs where %s says', async (option) => {
    const home = await makeHome()
    const store = join(home, 'elsewhere.sqlite')
    const main = await boot({ home, args: option.endsWith('=') ? [option + store] : [option, store] })
    const { page } = await main.openedWindow()
    const { api } = await connectThroughBridge(page)
    expect((await api.app.getInfo()).storePath).toBe(store)
  })

  it('opens its window where it was, unless that screen is gone', async () => {
    const home = await makeHome()
    const first = await boot({ home })
    const { window } = await first.openedWindow()
    Object.assign(window.options, { x: 300, y: 200, width: 1000, height: 700 })
    window.maximize()
    await first.close()

    const second = await boot({ home })
    const again = await second.openedWindow()
    expect(again.window.options).toMatchObject({ x: 300, y: 200, width: 1000, height: 700 })
    expect(again.window.isMaximized()).toBe(true)
    await second.close()

    const third = await boot({ home, displays: [{ workArea: { x: 0, y: 0, width: 320, height: 200 } }] })
    const { options } = (await third.openedWindow()).window
    expect(options).toMatchObject({ x: 0, y: 0, width: 1280, height: 800 })
  })

  it('stays where it was put, under a window manager that adds a frame', async () => {
    const home = await makeHome()
    const place = async (): Promise<object> =>
      JSON.parse(await readFile(join(home, 'window', 'place.json'), 'utf8')) as object
    const first = await boot({ home, frame: { x: 1, y: 20 } })
    const opened = (await first.openedWindow()).window
    expect(opened.options).toMatchObject({ x: 320, y: 140 })
    // A person moves it, already in the first session.
    opened.frame = { x: 301 - 320, y: 220 - 140 }
    await first.close()
    expect(await place()).toMatchObject({ x: 300, y: 200 })
    for (let start = 1; start <= 3; start++) {
      const main = await boot({ home, frame: { x: 1, y: 20 } })
      await main.openedWindow()
      await main.close()
      expect(await place()).toMatchObject({ x: 300, y: 200 })
    }
    const main = await boot({ home, frame: { x: 1, y: 20 } })
    const { window } = await main.openedWindow()
    // A person moves it.
    window.frame = { x: 101, y: 70 }
    await main.close()
    expect(await place()).toMatchObject({ x: 400, y: 250 })
  })

  it.each(['', '{', '[1]', '{"x":0,"y":0,"width":1e9,"height":700,"isMaximized":false}'])(
    'takes the usual place where the remembered one is spoilt: %s',
    async (text) => {
      const home = await makeHome()
      const main = await boot({ home })
      await main.close()
      await writeFile(join(home, 'window', 'place.json'), text)
      const { window } = await (await boot({ home })).openedWindow()
      expect(window.options).toMatchObject({ width: 1280, height: 800 })
    },
  )

  it('serves the page anew after a reload', async () => {
    const main = await boot()
    const { page } = await main.openedWindow()
    await page.reload()
    const { api } = await connectThroughBridge(page)
    expect(await api.runs.list()).toEqual([])
  })

  it('loads a page again that crashed, and asks what to do with one that keeps crashing', async () => {
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    onTestFinished(() => stderr.mockRestore())
    const main = await boot()
    const { window, page } = await main.openedWindow()
    let loads = 0
    page.on('load', () => loads++)
    const crash = (): unknown => window.webContents.emit('render-process-gone', {}, { reason: 'crashed' })
    for (let revival = 1; revival <= 3; revival++) {
      crash()
      await expect.poll(() => loads).toBe(revival)
    }
    const { messageBoxes } = main.desktop
    expect(messageBoxes).toEqual([])
    crash()
    // The first answer is to reload.
    await expect.poll(() => loads).toBe(4)
    expect(messageBoxes.map(({ buttons }) => buttons)).toEqual([['Reload', 'Quit']])
    for (let revival = 5; revival <= 7; revival++) {
      crash()
      await expect.poll(() => loads).toBe(revival)
    }
    main.desktop.messageAnswer = 1
    crash()
    expect(await main.app.ended).toBe(0)
    const said = stderr.mock.calls.map(([text]) => String(text))
    expect(said).toEqual(Array.from({ length: 8 }, () => 'The window crashed. crashed\n'))
  })

  it('offers developer tools while it is not packaged', async () => {
    const main = await boot({ isPackaged: false })
    const { window } = await main.openedWindow()
    expect(window.options.webPreferences?.devTools).toBe(true)
    expect(main.desktop.menu.entries.some(({ role }) => role === 'toggleDevTools')).toBe(true)
  })
})
