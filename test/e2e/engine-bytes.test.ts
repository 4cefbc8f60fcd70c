import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { build, type Rolldown } from 'vite'
import { expect, it, onTestFinished } from 'vitest'
import { SMALL_TRAININGS, trainSmall } from '../core/engine/small-trainings.ts'
import { launchChromium } from './chromium.ts'

/** The small trainings as one script, whose global `trainings` they are. */
async function bundleTrainings(): Promise<string> {
  const builds = (await build({
    root: fileURLToPath(new URL('../..', import.meta.url)),
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      minify: false,
      lib: { entry: 'test/core/engine/small-trainings.ts', formats: ['iife'], name: 'trainings' },
    },
  })) as Rolldown.RolldownOutput[]
  const { output } = builds[0]!
  return output[0].code
}

it('a training ends in the same bytes in Chromium as in Node', async () => {
  const [browser, script] = await Promise.all([launchChromium(), bundleTrainings()])
  onTestFinished(() => browser.close())
  const page = await browser.newPage()
  await page.addScriptTag({ content: script })
  for (const name of SMALL_TRAININGS) {
    const numbers = await page.evaluate(
      (training) => Array.from((globalThis as unknown as Page).trainings.trainSmall(training, 'wasm')),
      name,
    )
    expect(hash(Float64Array.from(numbers)), name).toBe(hash(trainSmall(name, 'wasm')))
  }
})

interface Page {
  readonly trainings: { readonly trainSmall: typeof trainSmall }
}

const hash = (parameters: Float64Array): string => createHash('sha256').update(parameters).digest('hex')
