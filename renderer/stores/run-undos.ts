import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useNoticesStore } from './notices.ts'

interface RunUndo {
  /** The message that offers it, until it is dismissed. */
  readonly topic: string
  readonly run: () => void
}

/** Changes of runs that can still be taken back: by the message about each, and by key the newest first. */
export const useRunUndosStore = defineStore('run undos', () => {
  const notices = useNoticesStore()
  /** Newest last; one that is undone by its message leaves, so that no key undoes it again. */
  const list = shallowRef<readonly RunUndo[]>([])
  let lastId = 0

  /** Says what was done, and keeps how it is taken back. */
  function offer(title: string, run: () => void): void {
    const undo = { topic: `undo ${++lastId} of runs`, run }
    list.value = [...list.value, undo]
    notices.say({
      tone: 'neutral',
      topic: undo.topic,
      title,
      action: { label: 'Undo', run: () => takeBack(undo) },
    })
  }

  function takeBack(undo: RunUndo): void {
    list.value = list.value.filter((each) => each !== undo)
    notices.withdraw(undo.topic)
    undo.run()
  }

  /** Takes back the newest change, also after its message has gone. */
  function undoLast(): void {
    const undo = list.value.at(-1)
    if (undo !== undefined) takeBack(undo)
  }

  return { isEmpty: computed(() => list.value.length === 0), offer, undoLast }
})
