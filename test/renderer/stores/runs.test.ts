import { expect, test, vi } from 'vitest'
import { useCurrentRunStore } from '../../../renderer/stores/current-run.ts'
import { useNoticesStore } from '../../../renderer/stores/notices.ts'
import { useRunFilesStore } from '../../../renderer/stores/run-files.ts'
import { useComparedColoursStore } from '../../../renderer/stores/compared-colours.ts'
import { useRunsStore } from '../../../renderer/stores/runs.ts'
import { useSelectionStore } from '../../../renderer/stores/selection.ts'
import { useTrainingStore } from '../../../renderer/stores/training.ts'
import { openTinyWorkbench, tinyRecipe, trainToEnd } from '../../electron/backend/tiny-workbench.ts'
import { unpackRuns } from '#contract/packed-runs.ts'
import type { RunList } from '#contract/types.ts'
import { describeDamaged } from '../../../renderer/model/runs/damaged-entries.ts'
import { tamper } from '../../electron/backend/store/filled-store.ts'
import { openTestWindow } from '../window.ts'

const WAIT = { timeout: 20_000 }

function openStores() {
  const { workbench, dataSet } = openTinyWorkbench()
  const window = openTestWindow(workbench)
  const runs = window.use(useRunsStore)
  const training = window.use(useTrainingStore)
  const notices = window.use(useNoticesStore)
  return { workbench, dataSet, window, runs, training, notices }
}

test('a run that is started is shown, and its epochs arrive in order and once', async () => {
  const { dataSet, window, runs, training } = openStores()
  await vi.waitFor(() => expect(runs.isLoaded).toBe(true), WAIT)
  const { id } = await training.start(tinyRecipe(dataSet))
  expect(window.use(useCurrentRunStore).run?.id).toBe(id)
  // Looked at from the start, as the Train place does.
  runs.epochsOf(id)
  await vi.waitFor(() => expect(runs.byId.get(id)?.status).toBe('completed'), WAIT)
  await vi.waitFor(() => expect(runs.epochsOf(id).map((epoch) => epoch.epoch)).toEqual([0, 1, 2, 3]), WAIT)
  expect(training.active).toEqual([])
})

test('epochs of a run that nobody looked at are fetched whole when somebody does', async () => {
  const { workbench, dataSet, runs } = openStores()
  await vi.waitFor(() => expect(runs.isLoaded).toBe(true), WAIT)
  const { id } = await trainToEnd(workbench, tinyRecipe(dataSet))
  await vi.waitFor(() => expect(runs.byId.has(id)).toBe(true), WAIT)
  expect(runs.epochsOf(id)).toEqual([])
  await vi.waitFor(() => expect(runs.epochsOf(id)).toHaveLength(4), WAIT)
})

test('a deleted run leaves the list and comes back by undo', async () => {
  const { workbench, dataSet, runs, notices } = openStores()
  const { id, name } = await trainToEnd(workbench, tinyRecipe(dataSet))
  await vi.waitFor(() => expect(runs.byId.has(id)).toBe(true), WAIT)
  await runs.remove([id])
  expect(runs.list).toEqual([])
  const notice = notices.list[0]!
  expect(notice.title).toBe(`Deleted ${name}`)
  notice.action!.run()
  await vi.waitFor(() => expect(runs.list.map((run) => run.id)).toEqual([id]), WAIT)
  await vi.waitFor(() => expect(runs.epochsOf(id)).toHaveLength(4), WAIT)
})

test('a name, and a place in the archive, are given back by undo', async () => {
  const { workbench, dataSet, runs, notices } = openStores()
  const { id, name } = await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 1 }))
  await vi.waitFor(() => expect(runs.byId.has(id)).toBe(true), WAIT)
  await runs.rename(id, ' better ')
  await vi.waitFor(() => expect(runs.byId.get(id)?.name).toBe('better'), WAIT)
  await runs.archive([id], true)
  await vi.waitFor(() => expect(runs.byId.get(id)?.isArchived).toBe(true), WAIT)
  const reported = notices.list
  expect(reported.map((notice) => notice.title)).toEqual([`Renamed ${name} to better`, 'Archived better'])
  for (const notice of reported) notice.action!.run()
  await vi.waitFor(() => expect(runs.byId.get(id)).toMatchObject({ name, isArchived: false }), WAIT)
})

test('a chosen colour is shown instead of the one given in order', async () => {
  const { workbench, dataSet, runs } = openStores()
  const { id } = await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 1 }))
  await vi.waitFor(() => expect(runs.byId.has(id)).toBe(true), WAIT)
  const given = runs.colourOf(id)
  await runs.edit([id], { colour: 9 })
  await vi.waitFor(() => expect(runs.colourOf(id)).toBe('var(--run-9)'), WAIT)
  await runs.edit([id], { colour: null })
  await vi.waitFor(() => expect(runs.colourOf(id)).toBe(given), WAIT)
})

test('compared runs have colours of their own, which they keep while others come and go', async () => {
  const { workbench, dataSet, window, runs } = openStores()
  const ids: string[] = []
  for (const seed of [1, 2, 3])
    ids.push((await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 1, seed }))).id)
  await vi.waitFor(() => expect(runs.byId.size).toBe(3), WAIT)
  await runs.edit(ids, { colour: 4 })
  await vi.waitFor(() => expect(ids.map(runs.ownColour)).toEqual([4, 4, 4]), WAIT)
  const selection = window.use(useSelectionStore)
  const comparison = window.use(useComparedColoursStore)
  const shown = (): number[] => ids.map(comparison.numberOf)
  expect(shown()).toEqual([4, 4, 4])
  selection.replace(ids.slice(0, 2))
  const [first, second] = shown()
  // Selected at once, the older keeps its own.
  expect(first).toBe(4)
  expect(second).not.toBe(4)
  expect(ids.map(comparison.isAnother)).toEqual([false, true, false])
  selection.toggle(ids[2]!)
  expect(shown().slice(0, 2)).toEqual([first, second])
  expect(new Set(shown()).size).toBe(3)
  expect(comparison.colourOf(ids[2]!)).toBe(`var(--run-${shown()[2]})`)
  // Elsewhere a run looks as it always does.
  expect(runs.colourOf(ids[0]!)).toBe('var(--run-4)')
  await runs.edit([ids[2]!], { colour: 9 })
  await vi.waitFor(() => expect(shown()).toEqual([first, second, 9]), WAIT)
  selection.clear()
  expect(shown()).toEqual([4, 4, 9])
})

test('what cannot be done is reported as a notice, in the backend’s words', async () => {
  const { workbench, dataSet, runs, notices } = openStores()
  const { id } = await trainToEnd(workbench, tinyRecipe(dataSet))
  await vi.waitFor(() => expect(runs.byId.has(id)).toBe(true), WAIT)
  await runs.pause(id)
  const notice = notices.list[0]!
  expect(notice).toMatchObject({ tone: 'error', title: 'The run could not be paused' })
  expect(notice.description).not.toMatch(/\n|\bat \w/)
})

test('a star that cannot be kept is reported as a notice, and changes of a dialog to their dialog', async () => {
  const { runs, notices } = openStores()
  await vi.waitFor(() => expect(runs.isLoaded).toBe(true), WAIT)
  expect(await runs.mark(['zzzz'], { isStarred: true })).toBe(false)
  expect(notices.list).toMatchObject([{ tone: 'error', title: 'The change could not be kept' }])
  await expect(runs.edit(['zzzz'], { notes: 'x' })).rejects.toMatchObject({ code: 'not-found' })
  expect(notices.list).toHaveLength(1)
})

test('runs that came while the connection was lost are there after it', async () => {
  const { workbench, dataSet, window, runs } = openStores()
  await vi.waitFor(() => expect(runs.isLoaded).toBe(true), WAIT)
  window.isReachable = false
  window.dropConnection()
  const { id } = await trainToEnd(workbench, tinyRecipe(dataSet))
  expect(runs.byId.has(id)).toBe(false)
  window.isReachable = true
  await vi.waitFor(() => expect(runs.byId.get(id)?.status).toBe('completed'), WAIT)
})

test('exported weights come back as a run with the same answers', async () => {
  const { workbench, dataSet, window, runs } = openStores()
  const trained = await trainToEnd(workbench, tinyRecipe(dataSet))
  await vi.waitFor(() => expect(runs.byId.has(trained.id)).toBe(true), WAIT)
  expect(await runs.exportWeights({ runId: trained.id, format: 'network2' })).toBe(true)
  // Whoever asked says where it failed: its dialog stays open.
  const gone = { runId: '00000000-0000-4000-8000-000000000000', format: 'network2' } as const
  await expect(runs.exportWeights(gone)).rejects.toThrow('no longer there')
  const never = { runId: trained.id, format: 'network2', epoch: 99 } as const
  await expect(runs.exportWeights(never)).rejects.toThrow('99')
  const { name, content } = window.saved[0]!
  const runFiles = window.use(useRunFilesStore)
  const importedId = (await runFiles.importFiles([new File([content], name)]))[0]!
  expect(runs.byId.get(importedId)).toMatchObject({
    status: 'imported',
    weightsSha256: trained.weightsSha256,
  })
  expect(await runFiles.importFiles([new File(['{'], 'broken.json')])).toEqual([])
})

test('runs take colours in fixed order and keep them', async () => {
  const { workbench, dataSet, runs } = openStores()
  const ids: string[] = []
  for (let k = 0; k < 3; k++) {
    ids.push((await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 1 }))).id)
    await vi.waitFor(() => expect(runs.byId.has(ids[k]!)).toBe(true), WAIT)
    runs.colourOf(ids[k]!)
  }
  expect(ids.map((id) => runs.colourOf(id))).toEqual(['var(--run-1)', 'var(--run-2)', 'var(--run-3)'])
  await runs.remove([ids[0]!])
  expect(runs.colourOf(ids[1]!)).toBe('var(--run-2)')
})

test('what is damaged is left out and named, from the start and when it is found later', async () => {
  const tiny = openTinyWorkbench()
  const [bad, good] = [
    await trainToEnd(tiny.workbench, tinyRecipe(tiny.dataSet, { epochs: 2 })),
    await trainToEnd(tiny.workbench, tinyRecipe(tiny.dataSet, { epochs: 1 })),
  ]
  await tiny.workbench.close()
  tamper(tiny.storePath, (database) => {
    database.prepare("UPDATE run SET tags = '[' WHERE id = ?").run(bad.id)
    database.prepare("UPDATE epoch SET layers = 'x' WHERE run_id = ?").run(good.id)
  })
  const runs = openTestWindow(tiny.reopen()).use(useRunsStore)
  await vi.waitFor(() => expect(runs.isLoaded).toBe(true), WAIT)
  expect(runs.list.map((run) => run.id)).toEqual([good.id])
  expect(runs.damaged).toMatchObject([{ kind: 'run', id: bad.id }])
  expect(describeDamaged(runs.damaged)).toBe(`1 run is damaged and left out: ${bad.name}`)
  expect(runs.epochsOf(good.id)).toEqual([])
  await vi.waitFor(() => expect(runs.damaged.map(({ id }) => id)).toEqual([bad.id, good.id]), WAIT)
  expect(describeDamaged([...runs.damaged, ...runs.damaged, { ...runs.damaged[0]!, kind: 'sweep' }])).toBe(
    `4 runs and 1 sweep are damaged and left out: ${[bad, good, bad].map(({ name }) => name).join(', ')} and 2 more`,
  )
})

test('a long list arrives in parts, each run once and in order', async () => {
  const { workbench, storePath, dataSet } = openTinyWorkbench()
  const { id } = await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 1 }))
  // 4,300 runs: the first 200, two parts of 2,000, and the rest.
  tamper(storePath, (database) => {
    const columns = database.prepare<[], { name: string }>("SELECT name FROM pragma_table_info('run')").all()
    const names = columns.map(({ name }) => name)
    const values = names.map((name) =>
      name === 'id' ? "printf('copy%08d', n)" : ['best_epoch', 'last_epoch'].includes(name) ? 'NULL' : name,
    )
    database
      .prepare(
        `WITH RECURSIVE count(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < 4299)
           INSERT INTO run (${names.join(', ')}) SELECT ${values.join(', ')} FROM run, count WHERE id = ?`,
      )
      .run(id)
  })
  const window = openTestWindow(workbench)
  const getList = vi.spyOn(window.client.api.runs, 'getList')
  const runs = window.use(useRunsStore)
  await vi.waitFor(() => expect(runs.isLoaded).toBe(true), WAIT)
  expect(runs.list).toHaveLength(4300)
  const answers = await Promise.all(getList.mock.results.map((result) => result.value as Promise<RunList>))
  expect(answers.map(({ runs: part }) => unpackRuns(part).length)).toEqual([200, 2000, 2000, 100])
  expect(answers.map(({ ids }) => ids.length)).toEqual([4300, 0, 0, 0])
})
