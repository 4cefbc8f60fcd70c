import { packEpochs } from '#contract/packed-runs.ts'
import type { PackedEpochs, RunDetail } from '#contract/types.ts'
import { drawReportCharts } from '#shared/chart/draw-report-charts.ts'
import type { ChartRun } from '#shared/chart/run-lines.ts'
import { describeMixedLosses } from '#shared/words/loss-words.ts'
import type { ThreadPool } from '../trainer/thread-pool.ts'
import { Turns } from '../turns.ts'
import { markup, Markup } from './markup.ts'

/** By what each run is told from the others. */
export interface RunLooks {
  readonly labels: readonly string[]
  readonly colours: readonly string[]
  /** In pixels of line and gap; empty for full lines. */
  readonly dashes: readonly (readonly number[])[]
}

/** Draws the charts of runs, each as SVG. */
export type DrawCharts = (runs: readonly ChartRun[]) => Promise<readonly string[]>

/** Accuracy and loss by epoch, each as one drawing in the page's own colours. */
export async function renderCharts(
  runs: readonly RunDetail[],
  { labels, colours, dashes }: RunLooks,
  draw: DrawCharts,
): Promise<Markup> {
  const charts = await draw(
    runs.map(({ id, epochs, recipe }, k) => ({
      ...{ id, name: labels[k]!, epochs, colour: colours[k]!, dash: dashes[k]! },
      ...{ trainSize: recipe.data.trainSize, group: null },
    })),
  )
  if (charts.length === 0) return markup`<p>No epoch is finished yet.</p>`
  const mixed = describeMixedLosses(runs.filter(({ epochs }) => epochs.length > 0))
  return markup`${mixed === null ? null : markup`<p class="remark warning">${mixed}</p>`}<div class="charts">${charts.map((svg) => markup`<figure>${new Markup(svg)}</figure>`)}</div>`
}

/** Epochs of all runs together that are drawn at once: it takes about 10 ms for each thousand. */
const FEW_EPOCHS = 2000
/** Epochs that are packed at once. */
const PART = 1000

/** Draws charts at once where there are few epochs, else in a thread of its own, so that the window is answered meanwhile. */
export const drawInThread =
  (threads: Pick<ThreadPool, 'runAlone'>): DrawCharts =>
  async (runs) => {
    const total = runs.reduce((sum, { epochs }) => sum + epochs.length, 0)
    if (total <= FEW_EPOCHS) return drawReportCharts(runs)
    const turns = new Turns()
    const packed = []
    for (const { id, name, colour, dash = [], trainSize, epochs } of runs) {
      const parts: PackedEpochs[] = []
      for (let from = 0; from < epochs.length; from += PART) {
        const part = epochs.slice(from, from + PART)
        parts.push(
          packEpochs(
            id,
            part,
            part.map(() => null),
          ),
        )
        await turns.next()
      }
      packed.push({ id, name, colour, dash, trainSize, parts })
    }
    return threads.runAlone<'drawCharts'>(
      { type: 'drawCharts', runs: packed },
      { signal: new AbortController().signal, onUpdate: () => undefined },
    )
  }
