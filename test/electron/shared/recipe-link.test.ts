import { deflateRawSync } from 'node:zlib'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  describeRecipeLink,
  findRecipePayload,
  readRecipeLink,
  writeRecipeLink,
} from '#shared/recipe-link.ts'
import { parsePreset } from '#core/recipe/preset.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'

const presets = new URL('../../../resources/presets/', import.meta.url)
const recipes: [string, Recipe][] = [
  ['the lecture', LECTURE_RECIPE],
  ...readdirSync(presets).map((file): [string, Recipe] => [
    file,
    parsePreset(JSON.parse(readFileSync(new URL(file, presets), 'utf8'))).recipe,
  ]),
]
const linkOf = (text: string): string => `backprop://recipe/${deflateRawSync(text).toString('base64url')}`

describe('a link to a recipe', () => {
  it.each(recipes)('comes back as it was: %s', async (_name, recipe) => {
    const link = await writeRecipeLink(recipe)
    expect(link).toMatch(/^backprop:\/\/recipe\/[\w-]+\.[\w-]{6}$/)
    // Mail programs and chats cut or refuse what is much longer.
    expect(link.length).toBeLessThan(2000)
    expect(await readRecipeLink(` ${link}\n`)).toEqual(recipe)
    const inBrowser = `http://127.0.0.1:4784/?key=abc#/train?recipe=${findRecipePayload(link)}`
    expect(await readRecipeLink(inBrowser)).toEqual(recipe)
  })

  it('survives words that are not ASCII', async () => {
    const recipe = {
      ...LECTURE_RECIPE,
      data: { ...LECTURE_RECIPE.data, dataSet: '/home/jürgen/Ziffern 数字' },
    }
    expect(await readRecipeLink(await writeRecipeLink(recipe))).toEqual(recipe)
  })

  it.each<[string, string | Promise<string>, RegExp]>([
    [
      'another address',
      'https://example.org/',
      /^Expected a link to a recipe, as in backprop:\/\/recipe\/…, got 'https:\/\/example\.org\/'\.$/,
    ],
    ['nothing', '', /^Expected a link to a recipe/],
    ['something else of the scheme', 'backprop://run/abc', /^Expected a link to a recipe/],
    [
      'a link cut off',
      writeRecipeLink(LECTURE_RECIPE).then((link) => link.slice(0, -20)),
      /broken or cut off/,
    ],
    ['no base64url', 'backprop://recipe/abcde', /broken or cut off/],
    ['no JSON', linkOf('{'), /broken or cut off/],
    [
      'no recipe',
      linkOf('{"version":1}'),
      /^The link’s recipe cannot be used: data: expected object, but it is missing, and 10 more\.$/,
    ],
    [
      'a recipe of a newer program',
      linkOf(JSON.stringify({ ...LECTURE_RECIPE, version: 9 })),
      /made by a newer program/,
    ],
    ['one that unfolds without end', linkOf(' '.repeat(5_000_000)), /broken or cut off/],
    [
      'one that is too long',
      `backprop://recipe/${'a'.repeat(20_000)}`,
      /too long: expected at most 16384 characters, got 20000/,
    ],
  ])('is refused in words: %s', async (_name, link, reason) => {
    await expect(readRecipeLink(await link)).rejects.toThrow(reason)
  })
})

describe('the checksum of a link', () => {
  const small = { ...LECTURE_RECIPE, seed: 4711 }

  it('refuses every other character at every place, and every character left out', async () => {
    const link = await writeRecipeLink(small)
    const characters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.'
    const start = 'backprop://recipe/'.length
    let accepted = 0
    for (let k = start; k < link.length; k++) {
      const others = ['', ...characters.split(/(?:)/)].filter((character) => character !== link[k])
      const read = await Promise.allSettled(
        others.map((other) => readRecipeLink(link.slice(0, k) + other + link.slice(k + 1))),
      )
      accepted += read.filter(({ status }) => status === 'fulfilled').length
    }
    expect(accepted).toBe(0)
  })

  it('refuses every flipped bit', async () => {
    const link = Buffer.from(await writeRecipeLink(small))
    const start = 'backprop://recipe/'.length
    const flipped = Array.from({ length: (link.length - start) * 8 }, (_, bit) => {
      const copy = Buffer.from(link)
      copy[start + (bit >> 3)]! ^= 1 << (bit & 7)
      return copy.toString('latin1')
    })
    const read = await Promise.allSettled(flipped.map((each) => readRecipeLink(each)))
    // A bit may turn a letter at the end into a space or slash, which do not belong to a link.
    expect(read.filter((each) => each.status === 'fulfilled').map((each) => each.value)).toEqual([])
  })

  it('is missing in links of earlier versions, which is told', async () => {
    const old = linkOf(JSON.stringify(small))
    expect(await readRecipeLink(old)).toEqual(small)
    expect(describeRecipeLink(old)).toMatch(/without checksum/)
    expect(describeRecipeLink(findRecipePayload(old)!)).toMatch(/without checksum/)
    const link = await writeRecipeLink(small)
    expect(describeRecipeLink(link)).toBeNull()
    expect(describeRecipeLink(findRecipePayload(link)!)).toBeNull()
  })
})
