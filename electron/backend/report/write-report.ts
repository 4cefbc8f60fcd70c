import { describeRunReason } from '#shared/words/reason-words.ts'
import { rankingAccuracy, rankingPart } from '#core/runs/measured-part.ts'
import { ifKnown, isFieldKnown, isRecipeKnown, UNKNOWN } from '#core/recipe/unknown-fields.ts'
import type { DiagnosisWords } from '#shared/words/diagnosis-words.ts'
import { describeChangesOf } from '#shared/words/changed-data-words.ts'
import { describeOrigin } from '#shared/words/origin-words.ts'
import { describeReading } from '#shared/words/comparison-words.ts'
import { BEST_OF_SEVERAL, describeBest } from '#shared/words/ranking-words.ts'
import { describeImages } from '#shared/words/image-words.ts'
import { readComparison } from '#core/runs/read-comparison.ts'
import { countParameters } from '#core/network/parameters.ts'
import { describeComparison } from '#core/evaluation/mcnemar.ts'
import { shownDifference } from '#core/math/format-percent.ts'
import { formatAccuracy, formatPoints } from '#shared/measures.ts'
import { countRuns } from '#shared/describe-import.ts'
import { portableRecipe } from '#core/recipe/portable-recipe.ts'
import { giveColours, runColour } from '#shared/run-colours.ts'
import { nameOfValue } from '#shared/words/choice-names.ts'
import { labelRuns } from '#shared/words/run-labels.ts'
import { writeRecipeLink } from '#shared/recipe-link.ts'
import type { RunComparison, RunDetail } from '#contract/types.ts'
import { markup, Markup } from './markup.ts'
import { renderMarkdown } from './render-markdown.ts'
import { renderDiagnosis } from './report-diagnosis.ts'
import { type DrawCharts, renderCharts } from './report-charts.ts'
import { renderResults } from './report-results.ts'
import { renderSettings } from './report-settings.ts'
import { renderSources, type SourcesOfRun } from './report-sources.ts'
import { REPORT_STYLE } from './report-style.ts'

/** A run beside the best one, on the same test images. */
export interface ReportDifference {
  readonly run: RunDetail
  readonly best: RunDetail
  /** A is the run, B the best one. */
  readonly comparison: RunComparison
}

export interface ReportContent {
  /** In the order in which they are shown. */
  readonly runs: readonly RunDetail[]
  /** Of each run, the colour that it is to have where no other has it, counted from 1; null: any. */
  readonly colours: readonly (number | null)[]
  readonly differences: readonly ReportDifference[]
  /** Why differences were not tested, in words; null where they were, or where there is nothing to test. */
  readonly untested: string | null
  /** Of each run by its id, what stands in its way; empty where nothing is known of it. */
  readonly diagnoses: ReadonlyMap<string, readonly DiagnosisWords[]>
  /** Of each run by its id, its accuracy on each of the data sets that its own mixes; null where nothing is mixed or known. */
  readonly sources: ReadonlyMap<string, SourcesOfRun | null>
  /** What a person calls a data set. */
  readonly titleOf: (dataSet: string) => string
  readonly drawCharts: DrawCharts
  /** Of the program that writes the report. */
  readonly version: string
  readonly madeAt: Date
}

/** A report of runs as one HTML page, which asks for nothing outside of it: no scripts, no fonts, no pictures. */
export async function writeReport(content: ReportContent): Promise<string> {
  const { runs, version, madeAt } = content
  const given = giveColours(runs.map(({ id }, k) => ({ id, preferred: content.colours[k] ?? null })))
  const colours = runs.map(({ id }) => runColour(given.get(id)!.colour))
  const dashes = runs.map(({ id }) => given.get(id)!.dash)
  const labels = labelRuns(runs, nameOfValue)
  const heads = labels.map(
    (label, k) => markup`<span class="run">${renderSample(colours[k]!, dashes[k]!)}${label}</span>`,
  )
  const title = runs.length === 1 ? runs[0]!.name : `Report of ${countRuns(runs.length)}`
  const details = await Promise.all(runs.map((run, k) => renderRun(run, heads[k]!, content)))
  const charts = await renderCharts(runs, { labels, colours, dashes }, content.drawCharts)
  const page = markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        <style>
          ${new Markup(REPORT_STYLE)}
        </style>
      </head>
      <body>
        <header>
          <h1>${title}</h1>
          <p class="remark">Made with Backprop Workbench ${version} on ${formatTime(madeAt)}</p>
        </header>
        <h2>Results</h2>
        ${renderResults(runs, heads, content.titleOf)} ${renderDifferences(content)}
        <h2>Curves</h2>
        ${charts}
        <h2>Settings</h2>
        ${renderReading(runs, labels)} ${renderSettings(runs, heads)}
        <h2>${runs.length === 1 ? 'The run' : 'The runs'}</h2>
        ${details}
      </body>
    </html> `
  return `${page.text.trim()}\n`
}

/** In which settings runs differ, and which of them were still rising when they ended; null for one alone. */
function renderReading(runs: readonly RunDetail[], labels: readonly string[]): Markup | null {
  if (runs.length < 2) return null
  const labelOf = (id: string): string => labels[runs.findIndex((run) => run.id === id)]!
  return markup`<p>${describeReading(readComparison(runs), labelOf, nameOfValue).join(' ')}</p>`
}

/** The run's line in the charts. */
function renderSample(colour: string, dash: readonly number[]): Markup {
  return markup`<svg class="sample" width="26" height="8" aria-hidden="true"><path d="M0 4h26" stroke-width="3" stroke-dasharray="${dash.join(' ')}" style="stroke:${colour}" /></svg>`
}

function renderDifferences({ runs, differences, untested, titleOf }: ReportContent): Markup | null {
  if (untested !== null)
    return markup`<p class="remark">Whether the differences may be chance was not tested: ${untested}</p>`
  if (differences.length === 0) return null
  const sentences = differences.map(({ run, best, comparison }) => {
    const { result, difference } = comparison
    return markup`<li>
      ${describeComparison(
        result,
        { a: run.name, b: best.name },
        describeImages({ dataSet: comparison.dataSet, part: 'test', count: result.total }, titleOf),
      )}.
      ${describeChangesOf(comparison.changedData, titleOf(comparison.dataSet), { a: run.name, b: best.name }).join(' ')}
      <small
        >${best.name} – ${run.name}: ${formatPoints(shownDifference(result.correctB / result.total, result.correctA / result.total))} points (95
        %: ${formatPoints(difference.low)} to ${formatPoints(difference.high)})</small
      >
    </li>`
  })
  const best = describeBest(runs, titleOf)
  return markup`<h3>May it be chance?</h3>
    ${best === null ? null : markup`<p>${best} ${BEST_OF_SEVERAL}</p>`}
    <ul>
      ${sentences}
    </ul>
    <p class="remark">
      Each run beside the best of those that were measured on the same images, on the same test images, by
      McNemar’s test.
    </p>`
}

async function renderRun(
  run: RunDetail,
  head: Markup,
  { titleOf, diagnoses, sources }: ReportContent,
): Promise<Markup> {
  const { recipe, parent } = run
  const { data } = recipe
  const facts: [string, Markup | string | null][] = [
    ['Status', run.reason === null ? run.status : `${run.status}: ${describeRunReason(run.reason)}`],
    ['Started', formatTime(new Date(run.createdAt))],
    ['Tags', run.tags.length === 0 ? null : run.tags.join(', ')],
    [
      'Data set',
      !isFieldKnown(run, 'data.dataSet')
        ? UNKNOWN
        : `${titleOf(data.dataSet)}: ${count(data.trainSize)} training, ${count(data.validationSize)} validation and ${count(data.testSize)} test images`,
    ],
    ...renderSources(sources.get(run.id) ?? null),
    ['Data, SHA-256', run.dataSha256 === null ? null : markup`<code>${run.dataSha256}</code>`],
    ['Parameters', count(countParameters(recipe))],
    ['Engine', ifKnown(run, 'engine', nameOfValue('engine', recipe.engine)) ?? UNKNOWN],
    ['Weights, SHA-256', run.weightsSha256 === null ? null : markup`<code>${run.weightsSha256}</code>`],
    ['Run', markup`<code>${run.id}</code>`],
    ...(run.origin === null ? [] : describeOrigin(run.origin)).map(
      ({ name, value, isChecksum = false }): [string, Markup | string] => [
        name,
        isChecksum ? markup`<code>${value}</code>` : value,
      ],
    ),
    [
      'Started from',
      parent === null
        ? null
        : `${parent.name} (${parent.runId}), ${parent.epoch < 0 ? 'as imported' : `epoch ${parent.epoch}`}`,
    ],
  ]
  return markup`<section class="one">
    <h3>${head}</h3>
    ${run.notes === '' ? null : markup`<div class="notes">${renderMarkdown(run.notes)}</div>`}
    <dl>
      ${facts.flatMap(([name, value]) =>
        value === null
          ? []
          : [
              markup`<dt>${name}</dt>
                <dd>${value}</dd>`,
            ],
      )}
    </dl>
    ${renderDiagnosis(diagnoses.get(run.id) ?? [])} ${await renderReproduction(run)}
  </section>`
}

/** The recipe is in the command itself, so that nothing but the program and the data set is needed. */
async function renderReproduction(run: RunDetail): Promise<Markup> {
  const { parent, recipe, best, dataSha256 } = run
  if (!isRecipeKnown(run)) {
    return markup`<p class="remark">Its weights were read from a file, and cannot be reproduced: how they were trained is unknown.</p>`
  }
  const command = `npm run -s backprop -- train --recipe '${await writeRecipeLink(portableRecipe(recipe, dataSha256))}'`
  const remark =
    recipe.startsFrom !== undefined
      ? 'Its recipe starts from another run’s weights, by their SHA-256: the same recipe ends in the same bytes in a store that has that run, or the weights from a file (--from).'
      : parent === null
        ? 'The same recipe on the same data ends in the same bytes of weights, and so in the same SHA-256.'
        : 'It started from another run’s weights; from fresh ones, this command trains the same recipe to another result.'
  return markup`<details>
    <summary>Train it again${best === null ? null : markup`, to ${formatAccuracy(rankingAccuracy(best) ?? 0)} ${rankingPart(best)} accuracy in epoch ${best.epoch}`}</summary>
    <pre><code>${command}</code></pre>
    <p class="remark">${remark}</p>
  </details>`
}

const count = (value: number): string => value.toLocaleString('en-US')

/** `22 November 2026, 23:18 UTC`: whoever reads it may be anywhere. */
function formatTime(time: Date): string {
  const day = time.toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  })
  return `${day}, ${time.toISOString().slice(11, 16)} UTC`
}
