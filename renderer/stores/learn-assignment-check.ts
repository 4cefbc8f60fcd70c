import type { AssignmentKey } from '#core/assignment/assignment.ts'
import { kindOfName } from '#core/assignment/file-kind.ts'
import { writeAssignmentTable } from '#shared/assignment-table.ts'
import { fileStemOf } from '#shared/file-names.ts'
import type { CheckedWork, CheckProgress } from '#contract/types.ts'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { type SavedFile, useWorkbenchClient } from '../platform/client.ts'
import type { TextFile } from './assignment-files.ts'
import { createLongAnswer } from './long-answer.ts'
import { describeError } from './notices.ts'

interface OpenKey {
  readonly file: TextFile
  readonly key: AssignmentKey
}

/** A teacher's check: the key, the works that were handed in, and what came of checking them. */
export const useLearnAssignmentCheckStore = defineStore('learn-assignment-check', () => {
  const { api, files } = useWorkbenchClient()

  const key = shallowRef<OpenKey | null>(null)
  const works = shallowRef<readonly TextFile[]>([])
  /** Why files could not be taken, in words, one for each. */
  const problems = shallowRef<readonly string[]>([])

  const check = createLongAnswer<
    { key: string; works: readonly TextFile[] },
    CheckProgress,
    readonly CheckedWork[]
  >((question, options) =>
    api.assignments.check(
      { key: question.key, works: question.works.map(({ name, text }) => ({ file: name, text })) },
      options,
    ),
  )
  /** By the name of the file; empty where nothing is checked, or no longer as it is. */
  const results = computed(() => new Map((check.value ?? []).map((each) => [each.file, each])))

  /** Takes a key or a work. Works of different students may have one name: then the later one is listed with a number. */
  async function take(name: string, read: () => Promise<TextFile | null>): Promise<void> {
    problems.value = problems.value.filter((each) => !each.startsWith(`${name}: `))
    try {
      const file = await read()
      if (file === null) return
      name = file.name
      const kind = kindOfName(file.name)
      if (kind === 'backprop-key') await takeKey(file)
      else if (kind === 'backprop-work') takeWork(file)
      else {
        const expected = 'expected a key (.backprop-key) or handed-in work (.backprop-work)'
        throw new Error(
          `${expected}, got ${kind === null ? 'another file' : 'an assignment (.backprop-task)'}`,
        )
      }
    } catch (error) {
      problems.value = [...problems.value, `${name}: ${describeError(error).replace(/^Key: /, '')}`]
    }
  }
  async function takeKey(file: TextFile): Promise<void> {
    const read = await api.assignments.openKey({ key: file.text })
    forgetResults()
    key.value = { file, key: read }
  }
  function takeWork({ name, text }: TextFile): void {
    if (works.value.some((each) => each.text === text)) return
    forgetResults()
    const names = new Set(works.value.map((each) => each.name))
    let free = name
    for (let number = 2; names.has(free); number++) free = `${name} (${number})`
    works.value = [...works.value, { name: free, text }]
  }

  /** Takes works off the list, or all of them. */
  function remove(name?: string): void {
    forgetResults()
    works.value = name === undefined ? [] : works.value.filter((each) => each.name !== name)
    problems.value = []
  }
  function forgetResults(): void {
    check.forget()
  }

  /** Checks all works, and trains their runs anew. */
  async function start(): Promise<void> {
    if (key.value === null || works.value.length === 0) return
    await check.ask({ key: key.value.file.text, works: works.value })
  }

  /** Saves the table as CSV. @returns null where the person cancelled */
  async function saveTable(): Promise<SavedFile | null> {
    const content = writeAssignmentTable(check.value ?? [])
    const name = `${fileStemOf({ id: 'assignment', name: key.value!.key.assignment.title })}.csv`
    return files.saveFile(name, (fileId) => api.files.write({ fileId, content }))
  }

  return { key, works, problems, check, results, take, remove, start, saveTable }
})
