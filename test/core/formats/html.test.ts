import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { decodeBase64 } from '#core/formats/base64.ts'
import { unpackParameters } from '#core/formats/html/page-data.ts'
import { htmlWriter } from '#core/formats/html/write-html.ts'
import { findNetwork } from '#core/formats/registry.ts'
import type { WrittenNetwork } from '#core/formats/weight-format.ts'
import { initializeParameters } from '#core/initializers/initialize.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { FORMAT_TOOLS } from '#files/format-tools.ts'

const lecture: WrittenNetwork = {
  recipe: LECTURE_RECIPE,
  unknownFields: [],
  parameters: Float64Array.from(Float32Array.from(initializeParameters(LECTURE_RECIPE))),
}

const pageOf = async (network: WrittenNetwork): Promise<string> =>
  new TextDecoder().decode(await htmlWriter.write(network, FORMAT_TOOLS))

const contentOf = (page: string, start: string): string => {
  const from = page.indexOf(start) + start.length
  return page.slice(from, page.indexOf('</', from))
}
const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

describe('a page', () => {
  it('has under 600 kB for the lecture’s network', async () => {
    const bytes = await htmlWriter.write(lecture, FORMAT_TOOLS)
    expect(bytes.length).toBeLessThan(600_000)
    // A third of the bound is what there is: more would be a library that slipped in.
    expect(bytes.length).toBeLessThan(200_000)
  })

  it('lets its own script and style sheet run, by their hashes, and nothing be loaded', async () => {
    const page = await pageOf(lecture)
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)![1]!.split('; ')
    expect(policy).toEqual([
      "default-src 'none'",
      `script-src ${hashOf(contentOf(page, '<script>'))}`,
      `style-src ${hashOf(contentOf(page, '<style>'))}`,
      "base-uri 'none'",
      "form-action 'none'",
    ])
    const { PAGE_SCRIPT } = await import('#core/formats/html/page-script.js')
    expect(page.replace(PAGE_SCRIPT, '')).not.toMatch(/ (src|href|style|on\w+)=|url\(|https?:/)
    expect(PAGE_SCRIPT).not.toMatch(/fetch\(|XMLHttpRequest|WebSocket|https?:/)
  })

  it('holds the parameters as 32-bit numbers', async () => {
    const base64 = contentOf(await pageOf(lecture), 'id="parameters">')
    const pixels = { shift: 0, scale: 1 }
    expect(unpackParameters(decodeBase64(base64)!, { ...lecture, pixels })).toEqual(lecture.parameters)
  })

  it('keeps names that mean something to HTML as text', async () => {
    const evil = '</script><img src=x onerror=alert(1)> & "7"'
    const page = await pageOf({
      ...lecture,
      about: {
        name: evil,
        classNames: Array.from({ length: 10 }, (_, k) => `${evil}${k}`),
        facts: [[evil, evil]],
        settings: [[evil, evil]],
      },
    })
    expect(page).not.toContain('<img')
    expect(page.match(/<\/script>/g)).toHaveLength(3)
    const { classNames } = JSON.parse(contentOf(page, 'id="network">')) as { classNames: string[] }
    expect(classNames[3]).toBe(`${evil}3`)
  })

  it('is read again with the names of its classes, and no other page is', async () => {
    const classNames = Array.from({ length: 10 }, (_, k) => `sign ${k}`)
    const about = { name: 'Signs', facts: [], settings: [], classNames }
    const bytes = await htmlWriter.write({ ...lecture, about }, FORMAT_TOOLS)
    const { network } = await findNetwork(bytes, 'download', FORMAT_TOOLS)
    expect(network).toMatchObject({ classNames, writtenBy: 'Backprop Workbench' })
    const cut = new TextDecoder().decode(bytes).replace(/(id="parameters">.{400})[^<]*/, '$1')
    const reading = findNetwork(new TextEncoder().encode(cut), 'cut.html', FORMAT_TOOLS)
    await expect(reading).rejects.toThrow('page: expected 23860 parameters of the network, got 75')
    const other = new TextEncoder().encode('<!doctype html><title>Backprop Workbench</title>')
    await expect(findNetwork(other, 'net.html', FORMAT_TOOLS)).rejects.toThrow('got a web page')
  })

  it('asks for what the classes are', async () => {
    expect(await pageOf(lecture)).toContain('Draw a digit from 0 to 9 here')
    const letters = {
      ...{ name: 'Letters', facts: [], settings: [] },
      classNames: Array.from({ length: 10 }, (_, k) => String.fromCharCode(65 + k)),
    }
    expect(await pageOf({ ...lecture, about: letters })).toContain(
      'Draw one of these here: A, B, C, D, E, F, G, H, I, J',
    )
  })

  it.each([
    [{ inputSize: 784 }, []],
    [{ inputSize: 256 }, []],
    [{ engine: 'reference' }, ['rounding']],
    [{ inputSize: 768 }, ['drawing']],
    [{ inputSize: 4 }, ['drawing']],
    [{ layers: [{ ...LECTURE_RECIPE.layers[0]!, units: 10_000 }, ...LECTURE_RECIPE.layers] }, []],
    [
      {
        inputSize: 40_000,
        layers: [{ ...LECTURE_RECIPE.layers[0]!, units: 300 }, LECTURE_RECIPE.layers[1]!],
      },
      ['size'],
    ],
  ] satisfies [Partial<Recipe>, string[]][])('of %j has the limits %j', (part, codes) => {
    const recipe: Recipe = { ...LECTURE_RECIPE, engine: 'wasm', ...part }
    expect(htmlWriter.findLimits(recipe).map(({ code }) => code)).toEqual(codes)
  })
})
