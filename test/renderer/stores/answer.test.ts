import { effectScope, nextTick, ref } from 'vue'
import { describe, expect, it, onTestFinished } from 'vitest'
import { useAnswer, type Answer, type UseAnswerOptions } from '../../../renderer/stores/answer.ts'

interface Question {
  readonly run: string
  readonly epoch: number
}

/** An asker whose calls are answered by hand, in their order. */
function ask(options: UseAnswerOptions<Question> = {}) {
  const question = ref<Question | null>(null)
  const calls: { question: Question; resolve: (answer: string) => void }[] = []
  const scope = effectScope()
  onTestFinished(() => scope.stop())
  const answer = scope.run(() =>
    useAnswer<Question, string>(
      () => question.value,
      (asked) => new Promise((resolve) => calls.push({ question: asked, resolve })),
      options,
    ),
  )!
  return { question, calls, answer }
}

async function settle(): Promise<void> {
  for (let k = 0; k < 5; k++) await nextTick()
}
const stateOf = ({ value, isPending }: Answer<string>): unknown => [value, isPending]

describe('the answer to a question that changes', () => {
  it('never stands under another question', async () => {
    const { question, calls, answer } = ask()
    question.value = { run: 'a', epoch: 1 }
    await settle()
    calls[0]!.resolve('of a')
    await settle()
    expect(stateOf(answer)).toEqual(['of a', false])
    question.value = { run: 'b', epoch: 1 }
    await settle()
    expect(stateOf(answer)).toEqual([null, true])
    question.value = null
    await settle()
    // Nobody asks any more.
    calls[1]!.resolve('of b')
    await settle()
    expect(stateOf(answer)).toEqual([null, false])
  })

  it('stays while its subject stays the same', async () => {
    const { question, calls, answer } = ask({ subjectOf: ({ run }) => run })
    question.value = { run: 'a', epoch: 1 }
    await settle()
    calls[0]!.resolve('of a, epoch 1')
    await settle()
    question.value = { run: 'a', epoch: 2 }
    await settle()
    expect(stateOf(answer)).toEqual(['of a, epoch 1', true])
    calls[1]!.resolve('of a, epoch 2')
    await settle()
    expect(stateOf(answer)).toEqual(['of a, epoch 2', false])
    question.value = { run: 'b', epoch: 2 }
    await settle()
    expect(stateOf(answer)).toEqual([null, true])
  })

  it('follows a moving hand: what comes late is shown while the newest is under way, of the same subject alone', async () => {
    const { question, calls, answer } = ask({ subjectOf: ({ run }) => run })
    question.value = { run: 'a', epoch: 1 }
    await settle()
    question.value = { run: 'a', epoch: 2 }
    await settle()
    calls[0]!.resolve('of a, epoch 1')
    await settle()
    expect(stateOf(answer)).toEqual(['of a, epoch 1', true])
    question.value = { run: 'b', epoch: 1 }
    await settle()
    calls[1]!.resolve('of a, epoch 2')
    await settle()
    expect(stateOf(answer)).toEqual([null, true])
    question.value = null
    await settle()
    calls[2]!.resolve('of b, epoch 1')
    await settle()
    expect(stateOf(answer)).toEqual([null, false])
  })

  it('is there at once where it is kept, also if it came after the question had changed', async () => {
    const { question, calls, answer } = ask({ kept: 2 })
    question.value = { run: 'a', epoch: 1 }
    await settle()
    question.value = { run: 'b', epoch: 1 }
    await settle()
    calls[0]!.resolve('of a')
    await settle()
    calls[1]!.resolve('of b')
    await settle()
    question.value = { run: 'a', epoch: 1 }
    await settle()
    expect(stateOf(answer)).toEqual(['of a', false])
    expect(calls).toHaveLength(2)
    // The one that was asked longest ago makes room.
    question.value = { run: 'c', epoch: 1 }
    await settle()
    calls[2]!.resolve('of c')
    await settle()
    question.value = { run: 'b', epoch: 1 }
    await settle()
    expect(stateOf(answer)).toEqual([null, true])
  })

  it('stays as it is while it is paused, and asks for what changed meanwhile afterwards', async () => {
    const isPaused = ref(true)
    const { question, calls, answer } = ask({ isPaused: () => isPaused.value })
    question.value = { run: 'a', epoch: 1 }
    await settle()
    expect(calls).toEqual([])
    isPaused.value = false
    await settle()
    calls[0]!.resolve('of a')
    await settle()
    isPaused.value = true
    await settle()
    expect(stateOf(answer)).toEqual(['of a', false])
    question.value = { run: 'b', epoch: 1 }
    await settle()
    expect(calls).toHaveLength(1)
    isPaused.value = false
    await settle()
    expect(stateOf(answer)).toEqual([null, true])
    expect(calls[1]!.question.run).toBe('b')
  })
})
