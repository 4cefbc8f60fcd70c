import type { RunSummary } from '#contract/types.ts'
import { useLocalStorage, watchThrottled } from '@vueuse/core'
import { computed, type ComputedRef, type Ref, type ShallowRef, shallowRef, watch } from 'vue'
import type { AxisRange } from '#shared/chart/chart.ts'
import type { ChartRun, RunLineOptions } from '#shared/chart/run-lines.ts'
import { type RunMeasure, runMeasures } from '#shared/chart/run-measures.ts'
import { MEASURED_PARTS, type MeasuredPart } from '#shared/measures.ts'
import {
  type CompareOptions,
  DEFAULT_COMPARE_OPTIONS,
  DEFAULT_PARTS,
  seedGroups,
} from '../model/runs/compare-options.ts'
import { useComparedColoursStore } from '../stores/compared-colours.ts'
import { useRunsStore } from '../stores/runs.ts'

export interface UseComparedCurvesReturn {
  /** The parts whose lines are drawn. */
  readonly shownParts: Ref<Record<MeasuredPart, boolean>>
  readonly hasDashes: ComputedRef<boolean>
  readonly options: Ref<CompareOptions>
  /** By a measure's key. */
  readonly isLogarithmic: Ref<Record<string, boolean>>
  readonly positions: ShallowRef<AxisRange | null>
  /** Whether some of the runs differ in their seed alone. */
  readonly hasGroups: ComputedRef<boolean>
  readonly measures: ComputedRef<RunMeasure[]>
  readonly chosenMeasures: ComputedRef<RunMeasure[]>
  readonly isXLogarithmic: ComputedRef<boolean>
  readonly lineOptions: ComputedRef<RunLineOptions>
  readonly chooseMeasure: (chart: number, key: string) => void
  readonly drawnRuns: ShallowRef<ChartRun[]>
  readonly hasMixedLosses: ComputedRef<boolean>
}

/**
 * What the two charts of a comparison draw, and how a person wants it, which is kept from one time to the next.
 * @param shownRuns the compared runs, in their order
 * @param labels what each is called beside the others
 */
export function useComparedCurves(
  shownRuns: ComputedRef<readonly RunSummary[]>,
  labels: ComputedRef<readonly string[]>,
): UseComparedCurvesReturn {
  const runs = useRunsStore()
  const colours = useComparedColoursStore()

  const shownParts = useLocalStorage<Record<MeasuredPart, boolean>>('backprop.comparedParts', DEFAULT_PARTS)
  /** Where several parts are drawn, a dash says which part it is. */
  const hasDashes = computed(() => MEASURED_PARTS.filter((part) => shownParts.value[part]).length <= 1)
  const options = useLocalStorage('backprop.comparedCurves', DEFAULT_COMPARE_OPTIONS, { mergeDefaults: true })
  const isLogarithmic = useLocalStorage<Record<string, boolean>>('backprop.logarithmicMeasures', {})
  /** The part of the horizontal axis that is seen, the same in both charts; null: all of it. */
  const positions = shallowRef<AxisRange | null>(null)

  const groups = computed(() => seedGroups(shownRuns.value))
  const hasGroups = computed(() => [...groups.value.values()].some((group) => group !== null))
  const measures = computed(() =>
    runMeasures(Math.max(1, ...shownRuns.value.map((run) => run.recipe.layers.length))),
  )
  /** A measure of a layer that these runs lack gives way to the plain one. */
  const chosenMeasures = computed(() =>
    options.value.measures.map(
      (key, k) =>
        measures.value.find((measure) => measure.key === key) ??
        measures.value.find((measure) => measure.key === DEFAULT_COMPARE_OPTIONS.measures[k])!,
    ),
  )
  const isXLogarithmic = computed(() => options.value.isXLogarithmic && options.value.x !== 'epoch')
  const lineOptions = computed<RunLineOptions>(() => ({
    parts: shownParts.value,
    x: options.value.x,
    smoothing: options.value.smoothing,
    isGrouped: options.value.isGrouped && hasGroups.value,
  }))
  watch([() => options.value.x, isXLogarithmic, () => shownRuns.value.map((run) => run.id).join()], () => {
    positions.value = null
  })

  function chooseMeasure(chart: number, key: string): void {
    const [left, right] = options.value.measures
    options.value = { ...options.value, measures: chart === 0 ? [key, right] : [left, key] }
  }

  const chartRuns = computed<ChartRun[]>(() =>
    shownRuns.value.map((run, k) => ({
      id: run.id,
      name: labels.value[k]!,
      colour: colours.colourOf(run.id),
      dash: colours.dashOf(run.id),
      epochs: runs.epochsOf(run.id),
      trainSize: run.recipe.data.trainSize,
      validationSize: run.recipe.data.validationSize,
      group: groups.value.get(run.id) ?? null,
    })),
  )
  /** The epochs of many runs arrive one after another; each is not worth a picture of all. */
  // Shallow: a proxy around every epoch of every run would take longer than drawing them.
  const drawnRuns = shallowRef(chartRuns.value)
  watchThrottled(chartRuns, (next) => (drawnRuns.value = next), { throttle: 150 })
  const hasMixedLosses = computed(() => new Set(shownRuns.value.map((run) => run.recipe.loss)).size > 1)

  return {
    ...{ shownParts, hasDashes, options, isLogarithmic, positions, hasGroups, measures, chosenMeasures },
    ...{ isXLogarithmic, lineOptions, chooseMeasure, drawnRuns, hasMixedLosses },
  }
}
