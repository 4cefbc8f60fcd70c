import { kindOfName } from '#core/assignment/file-kind.ts'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

/** A file of an assignment as text, and the name under which it came. */
export interface TextFile {
  readonly name: string
  readonly text: string
}

/** Files of assignments that were dropped on the window, until the view that reads them takes them. */
export const useAssignmentFilesStore = defineStore('assignment-files', () => {
  const waiting = shallowRef<readonly File[]>([])

  /** Keeps those of dropped files that belong to an assignment. @returns whether there are any */
  function keep(dropped: readonly File[]): boolean {
    const own = dropped.filter(({ name }) => kindOfName(name) !== null)
    if (own.length > 0) waiting.value = [...waiting.value, ...own]
    return own.length > 0
  }

  /** Gives the files that wait, once. */
  function take(): readonly File[] {
    const taken = waiting.value
    waiting.value = []
    return taken
  }

  return { waiting, keep, take }
})
