/** What the ring of a chart stands for. */
export interface ChartBest {
  readonly text: string
  /** Shown on hover. */
  readonly title: string
}
