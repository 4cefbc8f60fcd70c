import { mkdir, writeFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { parseVariation } from '#core/experiments/sweep/variation.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { launchChromium } from '../test/e2e/chromium.ts'
import { startServer } from '../test/e2e/server.ts'
import { makeTrainedHome, openHome, trainRuns } from '../test/e2e/trained-home.ts'
import { LECTURE_PICTURES } from './docs/lecture-pictures.ts'
import { root } from './root.ts'

/**
 * `npm run docs:pictures`: takes the pictures of docs/lecture.md, as the links of the lecture's pages open the window
 * over a run of the lecture's recipe on pen digits. Names as arguments take those pictures alone. Build first.
 */
const PICTURE_WIDTH = 900
const MOST_BYTES = 60_000
const VIEWPORT = { width: 1180, height: 760 }

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in LECTURE_PICTURES))
if (unknown.length > 0) {
  const known = Object.keys(LECTURE_PICTURES).join(', ')
  throw new Error(`No picture is called ${unknown.join(', ')}. There are: ${known}.`)
}

const folder = `${root}docs/pictures/lecture`
await mkdir(folder, { recursive: true })
const trained = await makeTrainedHome({})
await fillHome(trained.home)
const server = await startServer({ home: trained.home })
const browser = await launchChromium()
try {
  const page = await browser.newPage({
    ...{ viewport: VIEWPORT, colorScheme: 'light', reducedMotion: 'reduce', locale: 'en-US' },
    deviceScaleFactor: PICTURE_WIDTH / VIEWPORT.width,
  })
  await page.goto(server.address)
  await page.getByRole('heading', { level: 1 }).waitFor()
  for (const [name, { labels, prepare }] of Object.entries(LECTURE_PICTURES)) {
    if (asked.length > 0 && !asked.includes(name)) continue
    await openFromLecture(page, labels[0]!)
    await prepare(page)
    const bytes = await takePicture(page)
    await writeFile(`${folder}/${name}.webp`, bytes)
    console.log(`Wrote docs/pictures/lecture/${name}.webp (${(bytes.length / 1000).toFixed(0)} kB)`)
  }
} finally {
  await browser.close()
  await server.stop()
  await trained.remove()
}

/** Follows a link of the lecture's pages, which also brings its view to the state that answers the page. */
async function openFromLecture(page: Page, label: string): Promise<void> {
  // As text: scripts are checked without the types of a page.
  await page.evaluate("location.hash = '#/learn/lecture'")
  await page.getByRole('link', { name: label, exact: true }).first().click()
  await page.waitForURL((url) => !url.hash.endsWith('/learn/lecture'))
}

async function takePicture(page: Page): Promise<Buffer> {
  // What is still asked of the program comes over a socket that stays open: only files are waited for.
  await page.waitForLoadState('networkidle')
  await page.mouse.move(0, 0)
  // The folder of a data set is one made for these pictures.
  const style = '.details-folder { visibility: hidden }'
  const png = await page.screenshot({ animations: 'disabled', caret: 'hide', style })
  const picture = sharp(png).resize({ width: PICTURE_WIDTH })
  for (const quality of [82, 70, 60, 50]) {
    const bytes = await picture.clone().webp({ quality, effort: 6 }).toBuffer()
    if (bytes.length < MOST_BYTES) return bytes
  }
  throw new Error(`The picture of ${page.url()} takes more than ${MOST_BYTES} bytes at every quality`)
}

/** Puts a small sweep into a home, and then the lecture's run, which is the one that the views show. */
async function fillHome(home: string): Promise<void> {
  const workbench = openHome(home)
  try {
    const data = { ...LECTURE_RECIPE.data, trainSize: 5000, validationSize: 1000, testSize: 1000 }
    const recipe = { ...LECTURE_RECIPE, data, epochs: 5 }
    const ended = new Promise<void>((resolve) => {
      workbench.subscribe({ sweepChanged: ({ status }) => status === 'completed' && resolve() })
    })
    await workbench.api.sweeps.start({
      recipe,
      variations: [
        parseVariation('optimizer.learningRate=0.3,3', recipe),
        parseVariation('seed=1,2', recipe),
      ],
      search: { kind: 'grid' },
      halving: null,
      workers: null,
      keepEvery: 1,
      name: 'Rates and seeds',
    })
    await ended
    await trainRuns(workbench, { 'The lecture': LECTURE_RECIPE })
  } finally {
    await workbench.close()
  }
}
