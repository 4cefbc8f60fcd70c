import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { resolvePaths } from '#backend/paths.ts'
import { SLOWNESS } from '../slowness.ts'
import { checkAndClose } from './check-and-close.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'
import { walkPath } from './walk-path.ts'

const mnist = process.env.BACKPROP_MNIST

/** Trains the lecture's network three times on 50,000 images, and one of a person's own. */
describe.skipIf(mnist === undefined)(
  'the guided path where MNIST is (BACKPROP_MNIST names its folder)',
  () => {
    let home: string
    let workbench: RunningWorkbench
    beforeAll(async () => {
      home = await mkdtemp(join(tmpdir(), 'workbench-mnist-'))
      await cp(mnist!, join(resolvePaths({ home }).dataFolder, 'mnist'), { recursive: true })
      workbench = await startWorkbench({ home })
    })
    checkAndClose(() => ({ workbench }))
    afterAll(() => rm(home, { recursive: true, force: true }))

    it(
      'is walked by a program, up to the goal of MNIST',
      async () => {
        const { page } = workbench
        await page.evaluate(() => (location.hash = '#/learn/path'))
        await page.getByRole('region', { name: 'Stop of the path' }).waitFor()
        await walkPath(page)
        await page.getByText('3.0\u00a0%').first().waitFor()
      },
      600_000 * SLOWNESS,
    )
  },
)
