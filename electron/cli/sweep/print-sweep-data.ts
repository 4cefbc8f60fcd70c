import { describeChanges } from '#core/experiments/sweep/plan-sweep.ts'
import type { FieldChange } from '#core/experiments/sweep/set-recipe-field.ts'
import { listWaysToDivide } from '#core/experiments/sweep/sweep-parts.ts'
import type { Workbench } from '#backend/workbench.ts'
import type { SweepSettings } from '#contract/types.ts'
import type { Output } from '../common/output.ts'
import { listDataWarnings } from '#shared/words/data-finding-words.ts'
import { listHints, RECIPE_MENDS } from '../common/print-findings.ts'

/** Ways to divide the images that are examined, at most. */
const MOST_WAYS = 50

/**
 * Says what a person should know of the images before a sweep, for each way in which its runs divide them. What is said of
 * every way is said once; else the values stand before it.
 */
export async function printSweepData(
  workbench: Workbench,
  output: Output,
  settings: SweepSettings,
): Promise<void> {
  const ways = listWaysToDivide(settings)
  const examined = ways.slice(0, MOST_WAYS)
  const warnings = new Map<string, FieldChange[][]>()
  const hints = new Map<string, FieldChange[][]>()
  const keep = (
    sentences: Map<string, FieldChange[][]>,
    said: readonly string[],
    changes: FieldChange[],
  ): void => {
    for (const sentence of said) sentences.set(sentence, [...(sentences.get(sentence) ?? []), changes])
  }
  for (const { changes, parts } of examined) {
    const { counts, baseline, findings, cures } = await workbench.api.data.examine(parts)
    const info = await workbench.describeDataSet(parts.dataSet, parts.fingerprint)
    const examination = { counts, baseline, findings, cures }
    const said = listDataWarnings(examination, info.classNames)
    output.result({ event: 'examined', ...examination, warnings: said, changes }, undefined)
    keep(warnings, said, [...changes])
    keep(hints, listHints(examination, info, RECIPE_MENDS), [...changes])
  }
  const say = (sentences: Map<string, FieldChange[][]>, prefix: string): void => {
    for (const [sentence, of] of sentences) {
      const where = of.length === examined.length ? '' : `${of.map(describeChanges).join('; ')}: `
      output.note(`${prefix}${where}${sentence}`)
    }
  }
  say(warnings, 'Warning: ')
  say(hints, '')
  const more = ways.length - examined.length
  if (more > 0) output.note(`${more} more ways to divide the images were not examined`)
}
