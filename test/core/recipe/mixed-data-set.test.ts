import { describe, expect, it } from 'vitest'
import { findMixProblem, formatMix, isMix, type MixedPart, parseMix } from '#core/recipe/mixed-data-set.ts'
import { hasFolder, portableName } from '#core/recipe/portable-recipe.ts'

const part = (dataSet: string, count: number | null = null): MixedPart => ({ dataSet, count })

describe("a mixed data set's name", () => {
  it.each<[string, MixedPart[]]>([
    ['mnist+pen-digits-2', [part('mnist'), part('pen-digits-2')]],
    ['mnist:20000+pen-digits-2:10000', [part('mnist', 20_000), part('pen-digits-2', 10_000)]],
    ['mnist+/home/ada/my digits:500', [part('mnist'), part('/home/ada/my digits', 500)]],
    ['mnist+/home/a%2Bb/100%25%3A7', [part('mnist'), part('/home/a+b/100%:7')]],
    [String.raw`mix:C:\digits+folder:ours`, [part(String.raw`C:\digits`), part('folder:ours')]],
  ])('%s says its parts and is made of them', (name, parts) => {
    expect(parseMix(name)).toEqual(parts)
    expect(formatMix(parts)).toBe(name)
  })

  it.each(['mnist', 'folder:a+b', '/home/a+b', String.raw`C:\a+b`])('is not %s', (name) => {
    expect(isMix(name)).toBe(false)
    expect(parseMix(name)).toBeNull()
    expect(portableName(name)).toBe(name.startsWith('/') || name.startsWith('C') ? 'folder:a+b' : name)
  })

  it.each([
    ['mnist+', 'without a name'],
    ['mix:mnist', "'mnist' alone"],
    ['mnist+pen-digits-2+mnist', "'mnist' twice"],
    ['mnist:0+pen-digits-2', "1 to 10000000 images of 'mnist', got 0"],
    ['a+b+c+d+e+f+g+h+i', 'at most 8, got 9'],
  ])('%s is refused', (name, reason) => {
    expect(findMixProblem(parseMix(name)!)).toContain(reason)
  })

  it('leaves a machine without the path of a folder in it', () => {
    expect(portableName('mnist:10+/home/ada/ours')).toBe('mnist:10+folder:ours')
    expect(hasFolder('mnist:10+/home/ada/ours')).toBe(true)
    expect(hasFolder('mnist+pen-digits-2')).toBe(false)
  })
})
