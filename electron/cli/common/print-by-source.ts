import type { SourceAccuracy } from '#core/evaluation/by-source.ts'
import { percent } from './format.ts'
import type { Output } from './output.ts'

/** Prints the accuracy on each of the data sets that are mixed; nothing where nothing is. */
export function printBySource(output: Output, runId: string, bySource: readonly SourceAccuracy[]): void {
  for (const { dataSet, title, correct, total, interval } of bySource) {
    const { low, high } = interval
    output.result(
      {
        ...{ event: 'source', runId, dataSet, correct, total, accuracy: correct / total },
        accuracyInterval: [low, high],
      },
      `  ${percent(correct / total)} (${correct} / ${total}) of the test images of ${title}; 95 % interval: ${percent(low)} to ${percent(high)}`,
    )
  }
}
