/**
 * Wraps a call so that at most one is under way: while it is, only the newest request waits, and those
 * between are dropped. For answers that follow a moving hand.
 */
export function createLatestCall<Input>(call: (input: Input) => Promise<void>): (input: Input) => void {
  let waiting: { input: Input } | null = null
  let isBusy = false

  async function work(): Promise<void> {
    isBusy = true
    try {
      while (waiting !== null) {
        const { input }: { input: Input } = waiting
        waiting = null
        await call(input)
      }
    } finally {
      isBusy = false
    }
  }

  return (input) => {
    waiting = { input }
    if (!isBusy) void work()
  }
}
