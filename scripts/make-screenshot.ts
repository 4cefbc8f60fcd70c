import { launchChromium } from '../test/e2e/chromium.ts'
import { startServer } from '../test/e2e/server.ts'
import { makeTrainedHome } from '../test/e2e/trained-home.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { root } from './root.ts'

/** Takes the README's picture: the lecture's run, trained to its end. Run it by hand after `npm run build`. */
const trained = await makeTrainedHome({ 'The lecture': LECTURE_RECIPE })
const server = await startServer({ home: trained.home })
const browser = await launchChromium()
const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: 'light' })
await page.goto(server.address)
await page.getByText('Epoch 29:').waitFor()
await page.screenshot({ path: `${root}docs/train.png` })
await browser.close()
await server.stop()
await trained.remove()
