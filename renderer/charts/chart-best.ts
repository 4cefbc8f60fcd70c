/** What the ring of a chart stands for. */
export interface ChartBest {
  /** Of which part of the data, as in `validation`. */
  readonly part: string
  /** As in `96.00 %, epoch 27`. */
  readonly text: string
  /** Shown on hover. */
  readonly title: string
}
