import { describe, expect, it } from 'vitest'
import { describeDataSet } from '#data/data-sets.ts'
import { EXPECTED_NAMES, findSource, LISTED_NAMES, SUGGESTED_NAMES } from '#data/sources/registry.ts'
import { temporaryFolder } from './small-data-set.ts'

describe('the sources of data sets', () => {
  it('have names of their own, of which a person is told', () => {
    expect(new Set(LISTED_NAMES).size).toBe(LISTED_NAMES.length)
    for (const name of SUGGESTED_NAMES) expect(EXPECTED_NAMES).toContain(name)
    expect(EXPECTED_NAMES).toMatch(/^pen-digits-2, mnist, .+ or the absolute path of a folder or file$/)
  })

  it.each(LISTED_NAMES)('own and describe %s', async (name) => {
    expect(findSource(name)?.names).toContain(name)
    const info = await describeDataSet(name, { dataFolder: await temporaryFolder() })
    expect(info).toMatchObject({ name, isRemovable: false })
    expect(info.title).not.toBe('')
    expect(info.origin).toMatch(/^[A-Z].*[.?]$/s)
    // Who cannot use it at once is told why.
    expect(info.problem === null).toBe(info.state === 'ready')
    if (info.state !== 'ready') return
    expect(Math.min(info.trainingCount, info.testCount, info.rows, info.columns)).toBeGreaterThan(0)
    expect(info.classNames.length).toBeGreaterThan(1)
  })
})
