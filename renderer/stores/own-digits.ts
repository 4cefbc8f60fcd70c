import type { OwnDigitChanges, OwnDigitInfo, OwnDigitList } from '#contract/types.ts'
import type { StrokeDrawing } from '#core/data/stroke-drawing.ts'
import { useLocalStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { countOf } from '../model/format.ts'
import { useWorkbenchClient } from '../platform/client.ts'
import { useNoticesStore } from './notices.ts'

/** Digits that a person drew and kept, as the backend has them. */
export const useOwnDigitsStore = defineStore('ownDigits', () => {
  const client = useWorkbenchClient()
  const { api, files } = client
  const notices = useNoticesStore()

  const known = shallowRef<OwnDigitList>({ digits: [], problems: [], folder: '' })
  const list = computed(() => known.value.digits)
  /** What else is in their folder, with the reason. */
  const problems = computed(() => known.value.problems)
  const isLoaded = shallowRef(false)
  /** Counts changes, so that images of former ones are asked for anew. */
  const version = shallowRef(0)
  /** Who draws, as somebody said last; empty for nobody. */
  const writer = useLocalStorage('backprop.digitsWriter', '', {
    // Storage may be off; then the name lasts as long as the window.
    onError: () => undefined,
  })
  /** Everybody who is named, by name. */
  const writers = computed(() =>
    [...new Set(list.value.flatMap((digit) => digit.writer ?? []))].sort((a, b) => a.localeCompare(b)),
  )

  function take(next: OwnDigitList): void {
    known.value = next
    version.value++
    isLoaded.value = true
  }

  /** Reads them anew: another program may have changed them. */
  async function load(): Promise<void> {
    await notices.attempt('Your digits could not be read', async () => take(await api.ownDigits.list()))
  }

  client.subscribe({ ownDigitsChanged: take })
  client.onState((state) => {
    if (state === 'ready') void load()
  })

  /** Keeps a drawing as the digit that it is, and offers to undo it. */
  async function keep(
    drawing: StrokeDrawing & { readonly label: number },
  ): Promise<OwnDigitInfo | undefined> {
    const isKnown = new Map(list.value.map(({ id, label }) => [id, label]))
    const kept = await notices.attempt('The drawing could not be kept', () => api.ownDigits.keep({ drawing }))
    if (kept === undefined) return undefined
    const former = isKnown.get(kept.id)
    notices.say({
      tone: 'success',
      topic: 'kept digit',
      title: `Kept as ${kept.label}`,
      description:
        kept.part === 'training'
          ? 'To learn from; it is in Data, My digits.'
          : 'To test on; it is in Data, My digits.',
      action: {
        label: 'Undo',
        run: () =>
          void notices.attempt('The drawing could not be taken back', () =>
            former === undefined
              ? api.ownDigits.delete({ ids: [kept.id] })
              : api.ownDigits.edit({ ids: [kept.id], changes: { label: former } }),
          ),
      },
    })
    return kept
  }

  /** Says something else of digits, and offers to undo it. @param words what was done */
  async function edit(ids: readonly string[], changes: OwnDigitChanges, words: string): Promise<void> {
    const chosen = new Set(ids)
    const before = list.value.filter(({ id }) => chosen.has(id))
    await notices.attempt('The digits could not be changed', async () => {
      await api.ownDigits.edit({ ids: [...ids], changes })
      notices.say({
        tone: 'neutral',
        topic: 'changed digits',
        title: words,
        action: {
          label: 'Undo',
          run: () => void notices.attempt('The change could not be taken back', () => takeBack(before)),
        },
      })
    })
  }

  /** Says of digits again what was said before; those that were alike in one go. */
  async function takeBack(before: readonly OwnDigitInfo[]): Promise<void> {
    const alike = Map.groupBy(before, ({ label, part, writer: name }) => JSON.stringify([label, part, name]))
    for (const digits of alike.values()) {
      const { label, part, writer: name } = digits[0]!
      await api.ownDigits.edit({ ids: digits.map(({ id }) => id), changes: { label, part, writer: name } })
    }
  }

  /** Deletes digits, and offers to undo it. */
  async function remove(ids: readonly string[]): Promise<void> {
    await notices.attempt('The digits could not be deleted', async () => {
      await api.ownDigits.delete({ ids: [...ids] })
      notices.say({
        tone: 'neutral',
        topic: `deleted digits ${ids.join(' ')}`,
        title: `Deleted ${countOf(ids.length, 'digit')}`,
        action: {
          label: 'Undo',
          run: () =>
            void notices.attempt('The digits could not be brought back', () =>
              api.ownDigits.restore({ ids: [...ids] }),
            ),
        },
      })
    })
  }

  /** Asks for a file of drawings and adds them. */
  async function importFile(): Promise<void> {
    await notices.attempt('The drawings could not be imported', async () => {
      const request = { title: 'Import drawings, one a line', extensions: ['jsonl', 'ndjson', 'json'] }
      const done = await files.openFile(request, async ({ fileId, name }) => ({
        name,
        ...(await api.files.importDigits({ fileId })),
      }))
      if (done === null) return
      notices.say({
        tone: 'success',
        title: `Added ${countOf(done.added, 'digit')} from ${done.name}`,
        ...(done.known > 0 && { description: `${countOf(done.known, 'drawing')} of it were there already.` }),
      })
    })
  }

  /** Asks where to save digits as drawings, one a line. @param ids by default all */
  async function exportFile(ids?: readonly string[]): Promise<void> {
    await notices.attempt('The digits could not be exported', async () => {
      const saved = await files.saveFile('my-digits.jsonl', (fileId) =>
        api.files.exportDigits({ fileId, ...(ids !== undefined && { ids: [...ids] }) }),
      )
      if (saved !== null) notices.saySaved(saved)
    })
  }

  /** Their images, 28 × 28 bytes each. @throws WorkbenchError `not-found` */
  const getImages = (ids: readonly string[]): Promise<Uint8Array> =>
    api.ownDigits.getImages({ ids: [...ids] })

  return {
    list,
    problems,
    isLoaded,
    version,
    writer,
    writers,
    load,
    keep,
    edit,
    remove,
    importFile,
    exportFile,
    getImages,
  }
})
