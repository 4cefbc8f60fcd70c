import { appendFile, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'
import { findLayoutFaults } from './find-layout-faults.ts'
import { titleOf, type Home, type Scene } from './scene.ts'

export interface Size {
  readonly width: number
  readonly height: number
}

/** From a small window at 200 % to a large screen; a scene is opened at the smallest. */
export const SIZES: readonly Size[] = [
  { width: 640, height: 480 },
  { width: 1024, height: 640 },
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
  { width: 3840, height: 2160 },
]
export const THEMES = ['light', 'dark'] as const

export interface WalkOptions {
  readonly home: Home
  /** At which the layout is looked at. */
  readonly sizes: readonly Size[]
  /** In which axe looks at the colours, at the last size; all its other rules run in the first, and at the first size, too. */
  readonly themes: readonly (typeof THEMES)[number][]
}

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/**
 * Opens a scene and lists what is wrong there, a line each: `Train, presets: 640 × 480: overlap: …`.
 * `WALK_PICTURES` names a folder for a picture of each size and theme, `WALK_REPORT` a file that gets the lines as they come.
 */
export async function walk(
  page: Page,
  scene: Scene,
  { home, sizes, themes }: WalkOptions,
): Promise<string[]> {
  const lines: string[] = []
  const title = titleOf(scene)
  const note = async (where: string, faults: readonly string[]): Promise<void> => {
    const found = faults.map((fault) => `${title}: ${where}: ${fault}`)
    lines.push(...found)
    const report = process.env.WALK_REPORT
    if (report !== undefined && found.length > 0) await appendFile(report, `${found.join('\n')}\n`)
  }
  await page.emulateMedia({ colorScheme: themes[0], reducedMotion: 'reduce' })
  let isOpen = false
  for (const size of sizes) {
    const where = `${size.width} × ${size.height}`
    await page.setViewportSize(size)
    await page.waitForFunction(({ width, height }) => innerWidth === width && innerHeight === height, size)
    await settle(page)
    if (!isOpen || !(await hasPopup(page, scene))) {
      const problem = await tryToOpen(page, scene)
      isOpen = problem === null
      if (problem !== null) await note(where, [`cannot be opened: ${problem}`])
    }
    if (!isOpen) continue
    await note(where, await findLayout(page))
    // A low window scrolls what a high one does not.
    if (size === sizes[0]) await note(where, await findByAxe(page, allRules(scene)))
    await keepPictures(page, `${title}, ${home}, ${where}`, themes)
  }
  if (!isOpen) return lines
  for (const [k, theme] of themes.entries()) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    await settle(page)
    const options = k === 0 ? allRules(scene) : { runOnly: ['color-contrast'] }
    await note(theme, await findByAxe(page, options))
  }
  return lines
}

async function tryToOpen(page: Page, scene: Scene): Promise<string | null> {
  try {
    await open(page, scene)
    return null
  } catch (error) {
    return (error as Error).message.split('\n')[0]!
  }
}

/** Each scene starts from its place as at the first start of the window. */
async function open(page: Page, { place, open }: Scene): Promise<void> {
  await page.evaluate((path) => {
    localStorage.clear()
    location.hash = path
  }, `#/${place.toLowerCase()}`)
  await page.reload()
  await page.getByRole('heading', { name: place, level: 1 }).waitFor()
  await settle(page)
  if (open === undefined) return
  await open(page)
  await settle(page)
}

/** A narrower or wider window may close a menu. */
async function hasPopup(page: Page, { popup }: Scene): Promise<boolean> {
  return popup === undefined || (await page.getByRole(popup).count()) > 0
}

/** Waits until nothing is loading and the frame after that is drawn; twice, as a new size may be what has things loaded. */
async function settle(page: Page): Promise<void> {
  for (let round = 0; round < 2; round++) {
    await page.waitForFunction(() => document.querySelector('[aria-busy=true], .inspect-wait') === null)
    await page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    )
  }
}

async function findLayout(page: Page): Promise<string[]> {
  const faults = await page.evaluate(findLayoutFaults)
  return faults.map(({ kind, what }) => `${kind}: ${what}`)
}

/**
 * While a menu or a list is open, reka-ui hides all else from screen readers and keys, with the heading and the landmarks
 * that these rules ask each page for; axe itself excuses dialogs from them for the same reason.
 */
function allRules({ popup }: Scene): RunOptions {
  const ofPages = ['landmark-one-main', 'page-has-heading-one', 'region']
  return popup === 'listbox' || popup === 'menu'
    ? { rules: Object.fromEntries(ofPages.map((id) => [id, { enabled: false }])) }
    : {}
}

async function findByAxe(page: Page, options: RunOptions): Promise<string[]> {
  await page.evaluate(axeSource)
  const { violations } = await page.evaluate((wanted) => {
    const { axe } = globalThis as unknown as { axe: { run: (options: RunOptions) => Promise<AxeResults> } }
    return axe.run({ resultTypes: ['violations'], ...wanted })
  }, options)
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => {
      const why = failureSummary?.split('\n').slice(1).join(' ').trim() ?? ''
      return `axe ${id}: ${target.join(' ')}: ${why.slice(0, 200)}`
    }),
  )
}

async function keepPictures(page: Page, title: string, themes: WalkOptions['themes']): Promise<void> {
  const folder = process.env.WALK_PICTURES
  if (folder === undefined) return
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    await settle(page)
    await page.screenshot({ path: `${folder}/${title}, ${theme}.png` })
  }
  await page.emulateMedia({ colorScheme: themes[0], reducedMotion: 'reduce' })
  await settle(page)
}
