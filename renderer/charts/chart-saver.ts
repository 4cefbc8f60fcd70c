import { inject, type InjectionKey, provide } from 'vue'

/** A file to be saved where a person wants it. */
export interface ChartFile {
  /** As in `loss.svg`. */
  readonly suggestedName: string
  /** What it is, as in `SVG`. */
  readonly kind: string
  readonly write: () => Promise<string | Uint8Array>
}

/** Saves the file of a chart and notifies the person of what came of it; never rejects. */
export type ChartSaver = (file: ChartFile) => Promise<void>

const CHART_SAVER: InjectionKey<ChartSaver> = Symbol('chart saver')

/** Gives the charts below a component their way to save files: charts know neither stores nor the backend. */
export function provideChartSaver(saver: ChartSaver): void {
  provide(CHART_SAVER, saver)
}

/** @throws Error where no component above provides one */
export function useChartSaver(): ChartSaver {
  const saver = inject(CHART_SAVER, null)
  if (saver === null) throw new Error('No component above this chart provides a chart saver.')
  return saver
}
