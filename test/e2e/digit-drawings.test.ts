import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { writeDigit } from '#core/data/pen-digits/hand.ts'
import { SECOND_EDITION } from '#core/data/pen-digits/second-edition.ts'
import { formatOutput } from '#core/math/format-output.ts'
import { Random } from '#core/random/random.ts'
import type { DrawingReadLine, DrawingsReadLine } from '../../electron/cli/json-lines/run-lines.ts'
import { makeScribble, SCRIBBLE_KINDS } from '../core/evaluation/novelty/scribbles.ts'
import { READER_RECIPE } from '../electron/backend/analysis/pictures/digit-reader.ts'
import { parseLines, runInProcess } from '../electron/cli/command-line.ts'
import { checkAndClose } from './check-and-close.ts'
import { dragFile } from './drag-file.ts'
import { type RunningWorkbench, startWorkbench } from './support.ts'
import { makeTrainedHome, type TrainedHome } from './trained-home.ts'

const PICTURES = fileURLToPath(new URL('../fixtures/pictures/', import.meta.url))

let trained: TrainedHome
let workbench: RunningWorkbench
let page: RunningWorkbench['page']

beforeAll(async () => {
  const data = { ...READER_RECIPE.data, dataSet: 'pen-digits-2', validationSize: 500, testSize: 500 }
  trained = await makeTrainedHome({ reader: { ...READER_RECIPE, data } })
  workbench = await startWorkbench({ home: trained.home })
  page = workbench.page
  await page.getByRole('link', { name: 'Digits' }).click()
  await page.getByLabel(/^Drawing pad/).waitFor()
})

checkAndClose(() => ({ workbench, trained }))

const DIGITS = 40
const SCRIBBLES = 5

/** Digits and scribbles, one a line, a line that is no drawing and one without a point. */
function makeLines(): string[] {
  const digits = Array.from({ length: DIGITS }, (_, k) => {
    const { strokes } = writeDigit(k % 10, new Random(6, 'strokes', k), SECOND_EDITION)
    const points = strokes.map((stroke) => stroke.map(({ x, y }, i) => [x, y, 10 * i, 0.5]))
    return JSON.stringify({ width: 100, height: 100, label: k % 10, strokes: points })
  })
  const scribbles = Array.from({ length: SCRIBBLES }, (_, k) => {
    const strokes = makeScribble(SCRIBBLE_KINDS[k]!, k).map((stroke) => stroke.map(({ x, y }) => [x, y]))
    return JSON.stringify({ width: 280, height: 280, strokes })
  })
  return [...digits, '{"width": 100}', ...scribbles, '{"width":9,"height":9,"strokes":[]}']
}

/** The table's rows, of which those in sight alone are drawn. */
async function readRows(): Promise<string[][]> {
  const box = page.getByRole('region', { name: /^Lines of the file/ })
  const rows = new Map<string, string[]>()
  for (let top = 0; top <= 60 * 28; top += 6 * 28) {
    await box.evaluate((element, to) => element.scrollTo(0, to), top)
    await page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    )
    const seen = await box
      .locator('tbody tr:not([aria-hidden])')
      .evaluateAll((each) => each.map((row) => [...row.children].map((cell) => cell.textContent.trim())))
    for (const row of seen) rows.set(row[0]!, row)
  }
  await box.evaluate((element) => element.scrollTo(0, 0))
  return [...rows.values()]
}

describe('a file of drawings', () => {
  it('gives the numbers of the command line, line by line', async () => {
    const file = join(trained.home, 'drawings.jsonl')
    await writeFile(file, makeLines().join('\n'))
    vi.stubEnv('BACKPROP_HOME', trained.home)
    const printed = await runInProcess('predict', 'reader', '--strokes', file, '--json')
    vi.unstubAllEnvs()
    const lines = parseLines(printed.stdout)
    const total = lines.pop() as unknown as DrawingsReadLine
    const read = lines.filter(({ event }) => event === 'drawingRead') as unknown as DrawingReadLine[]
    expect(read).toHaveLength(DIGITS + SCRIBBLES)

    await (
      await dragFile(page.getByLabel(/^Drawing pad/), file)
    )()
    const place = page.getByRole('region', { name: 'File of drawings' })
    await place.getByText(`Right: ${total.correct} of ${DIGITS}`).waitFor()
    await place.getByText('46 drawings and 1 line that cannot be read').waitFor()
    const rows = await readRows()
    expect(rows).toHaveLength(DIGITS + SCRIBBLES + 2)
    for (const { line, label, answer, outputs, isUnsure, isNoDigit } of read) {
      expect(rows[line - 1]).toEqual([
        ...[
          String(line),
          label === null ? '' : String(label),
          String(answer),
          formatOutput(outputs[answer]!),
        ],
        isNoDigit === true ? 'no digit' : isUnsure === true ? 'not sure' : '',
      ])
    }
    expect(rows[DIGITS]!.at(-1)).toContain('height: expected a number above 0')
    expect(rows.at(-1)!.at(-1)).toBe('strokes: expected a point at least, got none')
    await page
      .getByRole('button', { name: `No digit ${read.filter((each) => each.isNoDigit).length}` })
      .click()
    expect(await readRows()).toHaveLength(read.filter((each) => each.isNoDigit).length)
    await page.getByRole('button', { name: /^All/ }).click()
  })

  it('shows a drawing on the pad, which undo takes back, and arrow keys the next', async () => {
    const answer = page.locator('output')
    const box = page.getByRole('region', { name: /^Lines of the file/ })
    const [first, second] = await readRows()
    await page.getByRole('button', { name: 'Show the drawing of line 1', exact: true }).click()
    await expect.poll(() => answer.textContent()).toBe(first![2])
    const certainty = page
      .getByRole('table', { name: 'Outputs of the network' })
      .locator('.is-winner .outputs-value')
    await expect.poll(() => certainty.textContent()).toBe(first![3])
    await box.focus()
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => certainty.textContent()).toBe(second![3])
    expect(await box.locator('[aria-current=true]').textContent()).toMatch(/^\s*2/)
    await page.keyboard.press('Control+z')
    await expect.poll(() => certainty.textContent()).toBe(first![3])
  })

  it('is refused by name where no line is a drawing, and closes', async () => {
    const file = join(trained.home, 'none.jsonl')
    await writeFile(file, '{"a": 1}\n[1')
    await workbench.openFile(() => page.getByRole('button', { name: 'Open…' }).click(), file)
    await page.getByRole('alert').filter({ hasText: 'none.jsonl: line 1: ' }).waitFor()
    await page.getByRole('button', { name: 'Close the file of drawings' }).click()
    expect(await page.getByRole('region', { name: 'File of drawings' }).count()).toBe(0)
  })
})

type Place = readonly [x: number, y: number]

/** Draws a stroke with a pen that is pressed so hard, 0 to 1; places are shares of the pad's side. */
async function drawWithPen(places: readonly Place[], force: number): Promise<void> {
  const box = (await page.getByLabel(/^Drawing pad/).boundingBox())!
  const session = await page.context().newCDPSession(page)
  const send = async (
    type: 'mousePressed' | 'mouseMoved' | 'mouseReleased',
    [x, y]: Place,
  ): Promise<void> => {
    const at = { x: box.x + x * box.width, y: box.y + y * box.height }
    const button = { button: 'left', buttons: 1, clickCount: 1 } as const
    await session.send('Input.dispatchMouseEvent', { type, ...at, ...button, pointerType: 'pen', force })
  }
  await send('mousePressed', places[0]!)
  for (const place of places.slice(1)) await send('mouseMoved', place)
  await send('mouseReleased', places.at(-1)!)
  await session.detach()
}

/** How many pixels of the pad have ink. */
const inked = (): Promise<number> =>
  page.getByLabel(/^Drawing pad/).evaluate((element) => {
    const canvas = element as HTMLCanvasElement
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
    return data.filter((value, k) => k % 4 === 3 && value > 0).length
  })

describe('the pad', () => {
  const bar: Place[] = [
    [0.5, 0.15],
    [0.5, 0.4],
    [0.5, 0.6],
    [0.5, 0.85],
  ]
  const outputs = (): Promise<string | null> =>
    page.getByRole('table', { name: 'Outputs of the network' }).textContent()

  it('draws a pen that is pressed harder wider, and the network sees the same', async () => {
    await page.keyboard.press('Escape')
    await drawWithPen(bar, 0.2)
    await expect.poll(inked).toBeGreaterThan(0)
    await expect.poll(() => page.locator('output').textContent()).toBe('1')
    const light = { inked: await inked(), outputs: await outputs() }
    await page.keyboard.press('Escape')
    await expect.poll(inked).toBe(0)
    await drawWithPen(bar, 0.9)
    await expect.poll(inked).toBeGreaterThan(1.5 * light.inked)
    await expect.poll(outputs).toBe(light.outputs)
  })

  it('replays a drawing stroke by stroke, and the answer follows', async () => {
    await page.keyboard.press('Escape')
    await drawWithPen(bar, 0.5)
    await drawWithPen(
      [
        [0.2, 0.2],
        [0.8, 0.2],
      ],
      0.5,
    )
    const whole = await inked()
    const before = await outputs()
    // What is seen in each frame, as a busy machine may show a few of them alone.
    const watched = page.getByLabel(/^Drawing pad/).evaluate(
      (element) =>
        new Promise<{ readonly inked: number; readonly outputs: string }[]>((resolve) => {
          const canvas = element as HTMLCanvasElement
          const frames: { inked: number; outputs: string }[] = []
          const look = (): void => {
            const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
            const table = document.querySelector('table[aria-label="Outputs of the network"]')!
            const count = data.filter((value, k) => k % 4 === 3 && value > 0).length
            frames.push({ inked: count, outputs: table.textContent })
            const isOver = document.querySelector('[aria-label="Stop the replay"]') === null
            if (frames.some((frame) => frame.inked < frames[0]!.inked) && isOver) resolve(frames)
            else requestAnimationFrame(look)
          }
          look()
        }),
    )
    await page.getByRole('button', { name: 'Replay' }).click()
    const frames = await watched
    expect(Math.min(...frames.map((frame) => frame.inked))).toBeLessThan(whole)
    expect(frames.some((frame) => frame.outputs !== before)).toBe(true)
    await page.getByRole('button', { name: 'Replay', exact: true }).waitFor()
    await expect.poll(inked).toBe(whole)
  })

  it('takes strokes back and draws them again by buttons and keys', async () => {
    const whole = await inked()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(inked).toBeLessThan(whole)
    await page.getByRole('button', { name: 'Redo' }).click()
    await expect.poll(inked).toBe(whole)
    await page.keyboard.press('Control+z')
    await expect.poll(inked).toBeLessThan(whole)
    await page.keyboard.press('Control+Shift+z')
    await expect.poll(inked).toBe(whole)
    expect(await page.getByRole('button', { name: 'Redo' }).isDisabled()).toBe(true)
  })
})

describe('the preparation, step by step', () => {
  const winner = async (): Promise<string> => {
    await page.locator('table[aria-label="Outputs of the network"][aria-busy=false]').waitFor()
    const row = page.getByRole('table', { name: 'Outputs of the network' }).locator('.is-winner')
    const [name, output] = await Promise.all([
      row.getByRole('rowheader').textContent(),
      row.locator('.outputs-value').textContent(),
    ])
    return `${name}, ${output}`
  }
  const steps = () => page.getByRole('list', { name: 'Steps of the preparation' })
  /** What stands at a step once it is of the present drawing. */
  const otherwise = async (label: string): Promise<string | null> => {
    await page.locator('ol[aria-label="Steps of the preparation"][aria-busy=false]').waitFor()
    return steps().getByRole('listitem').filter({ hasText: label }).locator('.steps-otherwise').textContent()
  }

  it('says what the answer becomes without a step, which a switch leaves out', async () => {
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Step by step' }).click()
    // A small seven in a corner of the pad.
    await drawWithPen(
      [
        [0.1, 0.1],
        [0.25, 0.1],
        [0.18, 0.35],
      ],
      0.5,
    )
    await expect.poll(() => page.locator('output').textContent()).toBe('7')
    const whole = await winner()
    expect(await steps().getByRole('img').count()).toBe(6)
    await expect.poll(() => otherwise('Fit')).toMatch(/^without: \d, /)
    const expected = (await otherwise('Fit'))!.replace('without: ', '')
    await page.getByRole('checkbox', { name: 'Fit' }).click()
    await page.getByText('Made without Fit: ').waitFor()
    await expect.poll(winner).toBe(expected)
    await expect.poll(() => otherwise('Fit')).toBe(`with: ${whole}`)
    await page.getByRole('button', { name: 'Take all steps' }).click()
    await expect.poll(winner).toBe(whole)
  })

  it('is switched for a picture in the same way, and not for an image of the right size', async () => {
    await (
      await dragFile(page.getByLabel(/^Drawing pad/), join(PICTURES, '7-in-a-thin-frame.png'))
    )()
    // The drawing before was a seven, too.
    await page.getByText('7-in-a-thin-frame.png. Next in line:').waitFor()
    await expect.poll(() => page.locator('output').textContent()).toBe('7')
    await expect.poll(() => otherwise('Centre')).toMatch(/^without: \d, /)
    const expected = (await otherwise('Centre'))!.replace('without: ', '')
    await page.getByRole('checkbox', { name: 'Centre' }).click()
    await expect.poll(winner).toBe(expected)
    await page.getByRole('checkbox', { name: 'Centre' }).click()
    await page.getByRole('button', { name: 'Test image' }).click()
    await page.getByText('and is taken as it is').waitFor()
    await page.getByRole('button', { name: 'Step by step' }).click()
  })
})

describe('calibration', () => {
  const values = (): Promise<number[]> =>
    page
      .getByRole('table', { name: 'Outputs of the network' })
      .locator('.outputs-value')
      .evaluateAll((cells) => cells.map((cell) => Number(cell.textContent.replace('<', ''))))

  it('is offered, changes the outputs alone, and is drawn in Inspect', async () => {
    await page.keyboard.press('Escape')
    await drawWithPen(
      [
        [0.2, 0.2],
        [0.8, 0.2],
        [0.4, 0.9],
      ],
      0.5,
    )
    await expect.poll(() => page.locator('output').textContent()).toBe('7')
    const before = await values()
    await page.getByRole('checkbox', { name: 'Calibrated' }).check()
    const words = /Temperature \d\.\d\d\. On 500 validation images/
    await page.getByText(words).waitFor()
    await expect.poll(values).not.toEqual(before)
    const after = await values()
    expect(after.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 1)
    expect(after.indexOf(Math.max(...after))).toBe(7)
    await page.getByRole('checkbox', { name: 'Calibrated' }).uncheck()
    await expect.poll(values).toEqual(before)
    await page.getByRole('link', { name: 'Inspect' }).click()
    const section = page.getByRole('region', { name: 'Calibration' })
    await section.getByText(words).first().waitFor()
    await section.getByRole('figure', { name: 'Share right by stated confidence' }).waitFor()
  })
})
