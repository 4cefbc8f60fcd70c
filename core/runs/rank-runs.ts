import type { RankedRun } from './measured-images.ts'
import { rankingAccuracy } from './measured-part.ts'

/** The measured of these runs by the accuracy that ranks them, the best first; equal ones keep their order. */
export function rankRuns<Run extends Pick<RankedRun, 'best'>>(runs: readonly Run[]): Run[] {
  return runs
    .flatMap((run) => {
      const accuracy = rankingAccuracy(run.best)
      return accuracy === null ? [] : [{ run, accuracy }]
    })
    .sort((x, y) => y.accuracy - x.accuracy)
    .map(({ run }) => run)
}
