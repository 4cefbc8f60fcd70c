import { expect, it } from 'vitest'
import type { DepthPlan } from '#core/explain/depth.ts'
import { openTinyWorkbench, refusal } from '../tiny-workbench.ts'

const plan: DepthPlan = {
  activation: 'tanh',
  initializer: 'glorot-normal',
  gain: 1,
  hasBatchNorm: true,
  seed: 1,
  isLastChanged: true,
}

it('profiles a deep network on the validation images of a data set', async () => {
  const { workbench, dataSet } = openTinyWorkbench()
  const profile = await workbench.api.analysis.profileDepth({ dataSet, plan })
  // A sixth of the 240 training images, and one of them is there to be taken instead of the last.
  expect(profile.images).toBe(39)
  expect(profile.layers).toHaveLength(10)
  for (const { othersChange, gradient } of profile.layers) {
    expect(othersChange).toBeGreaterThan(0)
    expect(gradient).toBeGreaterThan(0)
  }
  expect(await workbench.api.analysis.profileDepth({ dataSet, plan })).toEqual(profile)
})

it('names what it cannot take', async () => {
  const { workbench } = openTinyWorkbench()
  const { profileDepth } = workbench.api.analysis
  expect(await refusal(profileDepth({ dataSet: 'letters', plan }))).toMatchObject({ code: 'not-found' })
})
