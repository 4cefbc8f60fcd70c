import { rmSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { renderMarkdown } from '#backend/report/render-markdown.ts'
import { nameOfValue } from '#shared/words/choice-names.ts'
import { compareSettings } from '#shared/recipe-settings.ts'
import { portableRecipe } from '#core/recipe/portable-recipe.ts'
import { readRecipeLink } from '#shared/recipe-link.ts'
import { describeComparison } from '#core/evaluation/mcnemar.ts'
import { wilsonInterval } from '#core/evaluation/intervals.ts'
import { describeBest } from '#shared/words/ranking-words.ts'
import { describeDiagnosed } from '#shared/words/diagnosis-words.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { openTinyWorkbench, refusal, tinyRecipe, trainToEnd } from '../tiny-workbench.ts'

/** A page as a reader sees it, about: its words without tags. */
const wordsOf = (page: string): string =>
  page
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/[\s\u00a0]+/g, ' ')

const percent = (share: number): string => `${(share * 100).toFixed(2)} %`

describe('a report', () => {
  it('tells results with intervals, differences, curves, settings, notes, hashes and how to train again', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const good = await trainToEnd(workbench, tinyRecipe(dataSet))
    const slow = await trainToEnd(
      workbench,
      tinyRecipe(dataSet, { optimizer: { name: 'sgd', learningRate: 0.001 } }),
    )
    await workbench.api.runs.rename({ runId: slow.id, name: 'slow & <steady>' })
    await workbench.api.runs.edit({
      runIds: [good.id],
      changes: { notes: 'With **care**.', addTags: ['teaching'] },
    })
    const { fileName, text } = await workbench.documents.writeReport([good.id, slow.id, good.id])
    expect(fileName).toBe('2-runs-report.html')
    const words = wordsOf(text)
    expect(words).toContain('Report of 2 runs')
    const { testCorrect, testTotal } = good.last!
    const { low, high } = wilsonInterval(testCorrect!, testTotal!)
    expect(words).toContain(
      `${percent(testCorrect! / testTotal!)} ${percent(low)} to ${percent(high)} ${testCorrect} of 60`,
    )
    const { result } = await workbench.api.analysis.compare({ a: slow.id, b: good.id })
    expect(words).toContain(
      describeComparison(result, { a: 'slow & <steady>', b: good.name }, `60 test images of ${dataSet}`),
    )
    expect(words).toContain('Learning rate 3 0.001')
    expect(words).not.toContain('optimizer.learningRate')
    expect(words).not.toContain('The losses are of different kinds')
    expect(words).toContain(`${slow.weightsSha256}`)
    expect(text).toContain('<strong>care</strong>')
    expect(words).toContain('Tags teaching')
    expect(text).not.toContain('<steady>')
    expect(text.match(/<figure><svg /g)).toHaveLength(2)
    const links = [...words.matchAll(/train --recipe '(\S+)'/g)].map((match) => match[1]!)
    expect(await Promise.all(links.map(readRecipeLink))).toEqual(
      [good, slow].map((run) => portableRecipe(run.recipe, run.dataSha256)),
    )
  })

  it('says of each run what its evidence says and what helps, also without its images', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const slow = await trainToEnd(
      workbench,
      tinyRecipe(dataSet, { optimizer: { name: 'sgd', learningRate: 0.01 } }),
    )
    const good = await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 25 }))
    const { findings, classNames } = await workbench.api.analysis.diagnose({ runId: slow.id })
    const known = describeDiagnosed(findings[0]!, classNames)
    expect(findings[0]!.finding.code).toBe('rate-too-low')
    const sections = async (): Promise<string[]> => {
      const { text } = await workbench.documents.writeReport([slow.id, good.id])
      return text.split('<section class="one">').slice(1).map(wordsOf)
    }
    const [ofSlow, ofGood] = await sections()
    expect(ofSlow).toContain(`What its evidence says ${known.cause} What helps: ${known.cures.join(' Or: ')}`)
    expect(ofGood).toContain('What its evidence says A good fit: ')
    rmSync(dataSet, { recursive: true })
    expect((await sections())[0]).toContain(`What its evidence says ${known.cause} What helps: `)
  })

  it('says of three runs which is the best and by how much', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const runs = []
    for (const learningRate of [3, 0.001, 0.01]) {
      const run = await trainToEnd(
        workbench,
        tinyRecipe(dataSet, { optimizer: { name: 'sgd', learningRate } }),
      )
      await workbench.api.runs.rename({ runId: run.id, name: `rate ${learningRate}` })
      runs.push(await workbench.api.runs.get({ runId: run.id }))
    }
    const { text } = await workbench.documents.writeReport(runs.map(({ id }) => id))
    expect(wordsOf(text)).toContain(
      `${describeBest(runs, (name) => name)!.replace(/[\s\u00a0]+/g, ' ')} The best of several was chosen by its result`,
    )
    expect(wordsOf(text)).toContain('They differ in learning rate (0.001, 0.01, 3).')
    const two = await workbench.documents.writeReport(runs.slice(1).map(({ id }) => id))
    expect(wordsOf(two.text)).not.toContain('The best of several')
  })

  it('says that losses of different kinds are no ranking', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const quadratic = await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 1 }))
    const cross = await trainToEnd(
      workbench,
      tinyRecipe(dataSet, { epochs: 1, loss: 'binary-cross-entropy' }),
    )
    const { text } = await workbench.documents.writeReport([quadratic.id, cross.id])
    expect(wordsOf(text)).toContain(
      `The losses are of different kinds, whose values say nothing about which run is better: MSE of '${quadratic.name}'; binary cross-entropy of '${cross.name}'.`,
    )
  })

  it('asks for nothing outside of itself and runs nothing', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const { id } = await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 1 }))
    const notes =
      '<img src=x onerror=alert(1)> ![picture](https://example.org/x.png) [run](javascript:alert(1))'
    await workbench.api.runs.edit({ runIds: [id], changes: { notes, addTags: ['<b>'] } })
    const { fileName, text } = await workbench.documents.writeReport([id])
    expect(fileName).toBe('30-12-10-1-report.html')
    expect(text).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
    expect(text).not.toMatch(
      /<(script|img|link|iframe|object)\b|<[^>]*\s(src|on\w+)=|url\((?!#)|@import|javascript:[^<]*"/i,
    )
    // Nothing is to be compared, and it does not say that it was not.
    expect(text).not.toContain('chance')
  })

  it('is written without the data set, and says what was not tested', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const runs = [
      await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 1 })),
      await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 1, seed: 2 })),
    ]
    rmSync(dataSet, { recursive: true })
    const { text } = await workbench.documents.writeReport(runs.map((run) => run.id))
    expect(wordsOf(text)).toMatch(/Whether the differences may be chance was not tested: .*tiny/)
  })

  it('is refused for a run that is not there', async () => {
    const { workbench } = openTinyWorkbench()
    expect((await refusal(workbench.documents.writeReport(['zzzz']))).code).toBe('not-found')
  })

  it('gives every run the colour that the window shows it with, and no colour twice', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const ids: string[] = []
    for (const seed of [1, 2, 3])
      ids.push((await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 1, seed }))).id)
    await workbench.api.runs.edit({ runIds: ids.slice(0, 2), changes: { colour: 2 } })
    const samples = async (...colours: number[]): Promise<string[]> => {
      const { text } = await workbench.documents.writeReport(ids, colours)
      return [...text.matchAll(/class="sample".*?style="stroke:var\(--run-(\d+)\)"/g)]
        .slice(0, 3)
        .map((match) => match[1]!)
    }
    expect(await samples()).toEqual(['2', '1', '3'])
    expect(await samples(7, 20, 9)).toEqual(['7', '20', '9'])
    expect(await samples(7, 7, 9)).toEqual(['7', '1', '9'])
  })
})

describe('settings side by side', () => {
  it('name every field, layers in one line, and mark what differs', () => {
    const other = {
      ...LECTURE_RECIPE,
      layers: [
        { ...LECTURE_RECIPE.layers[0]!, units: 100, batchNorm: true, dropout: 0.5 },
        LECTURE_RECIPE.layers[1]!,
      ],
      schedule: { name: 'exponential' as const, factor: 0.9 },
    }
    const rows = compareSettings(
      [LECTURE_RECIPE, other].map((recipe) => ({ recipe, unknownFields: [] })),
      nameOfValue,
    )
    expect(rows.filter((row) => row.differs)).toEqual([
      {
        path: 'layers',
        texts: ['784 → 30 Sigmoid → 10 Sigmoid', '784 → 100 Sigmoid, batch norm, dropout 0.5 → 10 Sigmoid'],
        differs: true,
      },
      { path: 'schedule.name', texts: ['Constant', 'Exponential'], differs: true },
      { path: 'schedule.factor', texts: [null, '0.9'], differs: true },
    ])
    expect(rows).toContainEqual({ path: 'data.augmentation', texts: ['off', 'off'], differs: false })
    expect(rows).toContainEqual({ path: 'shuffle', texts: ['yes', 'yes'], differs: false })
  })
})

describe('notes in a report', () => {
  it.each([
    ['# Why\n\n*so* ~~not~~ `x<y`', '<h4>Why</h4><p><em>so</em> <s>not</s> <code>x&lt;y</code></p>'],
    ['1. one\n2. two', '<ol start="1"><li>one</li><li>two</li></ol>'],
    ['- [x] done', '<ul><li>☑ done</li></ul>'],
    [
      '| a |\n|---|\n| <i> |',
      '<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>&lt;i&gt;</td></tr></tbody></table>',
    ],
    [
      '[page](https://example.org/?a="b")',
      '<p><a href="https://example.org/?a=%22b%22" rel="noopener noreferrer">page</a></p>',
    ],
    ['[no](data:text/html,x) ![alt](http://x.org/y.png)', '<p>no alt</p>'],
    ['<script>alert(1)</script>', '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>'],
    ['```\n</pre><script>\n```', '<pre><code>&lt;/pre&gt;&lt;script&gt;</code></pre>'],
  ])('%s', (markdown, expected) => {
    const { text } = renderMarkdown(markdown)
    expect(text.replace(/>\n\s*</g, '><').trim()).toBe(expected)
  })
})
