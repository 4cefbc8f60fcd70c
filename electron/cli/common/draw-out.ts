import { setImmediate } from 'node:timers/promises'
import { EXIT } from './errors.ts'
import type { Terminal } from './terminal.ts'

/**
 * Draws a computation out of its generator, slice by slice, with time between for signals. Ends the program when
 * nobody reads its output any more: such a computation keeps nothing.
 * @param visit called for every step
 * @returns what the generator returns
 */
export async function drawOut<Step, Result>(
  terminal: Terminal,
  steps: Generator<Step, Result>,
  visit: (step: Step) => void,
): Promise<Result> {
  const end = (): void => terminal.exit(EXIT.pipeClosed)
  terminal.stdout.once('error', end)
  try {
    for (;;) {
      const step = steps.next()
      if (step.done) return step.value
      visit(step.value)
      await setImmediate()
    }
  } finally {
    terminal.stdout.off('error', end)
  }
}
