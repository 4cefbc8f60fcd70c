import { deflateRawSync } from 'node:zlib'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { findRecipePayload, readRecipeLink, writeRecipeLink } from '#shared/recipe-link.ts'
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
    expect(link).toMatch(/^backprop:\/\/recipe\/[\w-]+$/)
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
