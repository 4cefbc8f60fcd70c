import { fitLoss, fitOutput } from '#core/recipe/combinations.ts'
import { FOLLOWING_FIELDS, type FollowingField } from '#core/recipe/fitting-defaults.ts'
import type { ActivationName } from '#core/activations/names.ts'
import type { LossName } from '#core/losses/names.ts'
import type { OptimizerName } from '#core/optimizers/names.ts'
import { OPTIMIZER_DEFAULTS } from '#core/optimizers/schema.ts'
import { SCHEDULE_DEFAULTS, type ScheduleName } from '#core/recipe/schedule.ts'
import { isRecipeKnown, type WithUnknownFields } from '#core/recipe/unknown-fields.ts'
import { countParameters } from '#core/network/parameters.ts'
import { checkRecipe, recipeSchema, type Recipe, type RecipeProblem } from '#core/recipe/recipe.ts'
import type { DataSetInfo } from '#contract/types.ts'
import { useLocalStorage, useManualRefHistory } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { useDataSetsStore } from './data-sets.ts'
import { useChosenFields } from './chosen-fields.ts'
import { type Notice, useNoticesStore } from './notices.ts'
import {
  findDataProblems,
  lectureDraft,
  pathKey,
  reviveDraft,
  takeKnown,
  writePath,
  type FieldPath,
  type RecipeDraft,
} from '../model/recipe/recipe-draft.ts'
import {
  describeFollowedData,
  withAddedLayer,
  withDataSet,
  withLayerActivation,
  withMovedLayer,
  withoutLayer,
} from '../model/recipe/edit-draft.ts'
import {
  ACTIVATION_CHOICES,
  labelOf,
  LOSS_CHOICES,
  OPTIMIZER_CHOICES,
} from '../model/recipe/recipe-choices.ts'
import {
  chosenIn,
  type ChosenFields,
  describeFollowed,
  followDraft,
  NOTHING_CHOSEN,
} from '../model/recipe/follow-choices.ts'

const STORAGE_KEY = 'backprop.recipeDraft'
const HISTORY_LIMIT = 200
/** Topic of the notices that offer to undo a change of the recipe; they hold until the next change. */
export const RECIPE_TOPIC = 'recipe'

/** The recipe that the form edits, what is wrong with it, and undo and redo. */
export const useRecipeStore = defineStore('recipe', () => {
  const dataSets = useDataSetsStore()
  const notices = useNoticesStore()

  /** Replaced, never changed in place; what is stored in another version or shape is the lecture's recipe. */
  const draft = useLocalStorage<RecipeDraft>(STORAGE_KEY, lectureDraft(), {
    shallow: true,
    writeDefaults: false,
    listenToStorageChanges: false,
    serializer: { read: (text) => reviveDraft(JSON.parse(text)) ?? lectureDraft(), write: JSON.stringify },
    // Storage may be off; then the draft lasts as long as the window.
    onError: () => undefined,
  })
  const history = useManualRefHistory(draft, { capacity: HISTORY_LIMIT })
  /** Which field the last change was made in; further typing there is the same step of undo. */
  let lastEdited: string | null = null

  const problems = computed<RecipeProblem[]>(() => {
    const found = checkRecipe(draft.value)
    const reported = new Set(found.map((problem) => pathKey(problem.path)))
    const misfits = dataSets.isLoaded
      ? findDataProblems(draft.value, dataSets.find(draft.value.data.dataSet))
      : []
    return [...found, ...misfits.filter((problem) => !reported.has(pathKey(problem.path)))]
  })
  /** The first problem of each field, by its path joined with dots: `layers.1.units`. */
  const problemByPath = computed(() => {
    const byPath = new Map<string, string>()
    for (const { path, message } of problems.value) {
      const key = pathKey(path)
      if (!byPath.has(key)) byPath.set(key, message)
    }
    return byPath
  })
  const problemAt = (path: FieldPath): string | undefined => problemByPath.value.get(pathKey(path))
  /** The recipe where it is a valid one by itself (its data set may still be missing), else null. */
  const recipe = computed<Recipe | null>(() => recipeSchema.safeParse(draft.value).data ?? null)
  const isReady = computed(() => problems.value.length === 0)
  /** Layer sizes with the input first; NaN where a field holds no number. */
  const sizes = computed(() =>
    [draft.value.inputSize, ...draft.value.layers.map((layer) => layer.units)].map(Number),
  )
  /** Number of weights and biases; null while a size is wrong. */
  const parameterCount = computed(() =>
    sizes.value.every((size) => Number.isInteger(size) && size > 0)
      ? countParameters({
          inputSize: sizes.value[0]!,
          layers: draft.value.layers.map(({ batchNorm }, k) => ({ units: sizes.value[k + 1]!, batchNorm })),
        })
      : null,
  )

  const { chosen, freeFields, remember } = useChosenFields(draft)

  function change(next: RecipeDraft, edited: string | null = null, fields = chosen.value): void {
    const { dataSet, fingerprint } = draft.value.data
    // Another data set has another fingerprint; one that was loaded with its data set stays.
    if (next.data.dataSet !== dataSet && fingerprint !== undefined && next.data.fingerprint === fingerprint) {
      next = { ...next, data: { ...next.data, fingerprint: undefined } }
    }
    remember(next, fields)
    draft.value = next
    if (edited === null || edited !== lastEdited) history.commit()
    // Part of the step before: redo shall lead to the end of both.
    else history.last.value = { ...history.last.value, snapshot: next }
    lastEdited = edited
    notices.withdraw(RECIPE_TOPIC)
  }

  /** Sets one field. */
  function set(path: FieldPath, value: unknown): void {
    const key = pathKey(path)
    const isFollowing = FOLLOWING_FIELDS.some((field) => field === key)
    const fields = isFollowing ? new Map(chosen.value).set(key as FollowingField, 'typed') : chosen.value
    change(writePath(draft.value, path, value), key, fields)
  }

  /** Turns a field on or off, as one step of undo. */
  function toggle(path: FieldPath, value: unknown): void {
    change(writePath(draft.value, path, structuredClone(value)))
  }

  /**
   * Chooses a data set, see `withDataSet`, and says how the network followed. One whose files were not read yet is read first, for
   * the network to follow then.
   */
  function chooseDataSet(name: string, options: { keepsFewer?: boolean } = {}): void {
    const info = takeDataSet(name, options)
    if (info?.state !== 'ready' || info.trainingCount > 0) return
    void notices.attempt(`${info.title} could not be read`, async () => {
      await dataSets.prepare(name)
      if (draft.value.data.dataSet === name) takeDataSet(name, options)
    })
  }

  function takeDataSet(name: string, { keepsFewer = false }): DataSetInfo | undefined {
    const info = dataSets.find(name)
    const before = draft.value
    change(withDataSet(before, name, info, { keepsFewer }), `data set ${name}`)
    const title = info === undefined ? null : describeFollowedData(before, draft.value, info)
    if (title !== null) offerUndo(title, { stays: true })
    return info
  }

  /** Chooses an optimizer, with the settings it starts from; a learning rate that was typed stays. */
  function chooseOptimizer(name: OptimizerName): void {
    const fields = new Map(chosen.value)
    const { learningRate } = draft.value.optimizer
    if (fields.get('optimizer.learningRate') === 'loaded') fields.delete('optimizer.learningRate')
    const optimizer = {
      ...OPTIMIZER_DEFAULTS[name],
      ...(fields.has('optimizer.learningRate') && { learningRate }),
    }
    changeAndFollow(
      { ...draft.value, optimizer },
      `${labelOf(OPTIMIZER_CHOICES, name)} and the layers`,
      fields,
      ['optimizer.learningRate'],
    )
  }

  /** Makes a change, lets the fields follow that nobody chose, and says which did but for those that go without saying. */
  function changeAndFollow(
    next: RecipeDraft,
    cause: string,
    fields: ChosenFields = chosen.value,
    silent: readonly FollowingField[] = [],
  ): void {
    const followed = followDraft(next, fields)
    const before = draft.value
    change(followed, null, fields)
    const title = describeFollowed(before, followed, cause, silent)
    if (title !== null) offerUndo(title, { stays: true })
  }

  /** Chooses a schedule, with the settings it starts from. */
  function chooseSchedule(name: ScheduleName): void {
    change({ ...draft.value, schedule: { ...SCHEDULE_DEFAULTS[name] } })
  }

  /** Says what the form holds now, and offers to undo that until the next change. */
  function offerUndo(title: string, details: Pick<Notice, 'description' | 'stays'> = {}): void {
    notices.say({
      tone: 'neutral',
      topic: RECIPE_TOPIC,
      title,
      ...details,
      action: { label: 'Undo', run: undo },
    })
  }

  /** Chooses a layer's activation. A loss that would be refused over a new output gives way to one that fits. */
  function chooseActivation(index: number, activation: ActivationName): void {
    let next = withLayerActivation(draft.value, index, activation)
    const isOutput = index === draft.value.layers.length - 1
    if (isOutput) next = writePath(next, ['loss'], fitLoss(next.loss, activation))
    changeAndFollow(next, `${labelOf(ACTIVATION_CHOICES, activation)} ${isOutput ? 'outputs' : 'layers'}`)
  }

  /** Chooses a loss; an output activation that it refuses gives way to the one it needs. */
  function chooseLoss(loss: LossName): void {
    let next = writePath(draft.value, ['loss'], loss)
    const last = next.layers.length - 1
    const output = fitOutput(next.layers[last]!.activation, loss)
    const hasToFollow = output !== next.layers[last]!.activation
    if (hasToFollow) next = withLayerActivation(next, last, output)
    const name = labelOf(LOSS_CHOICES, loss)
    changeAndFollow(next, name, new Map(chosen.value).set('loss', 'typed'))
    if (hasToFollow) {
      const title = `The output layer is now ${labelOf(ACTIVATION_CHOICES, output)}, which ${name} fits`
      offerUndo(title, { stays: true })
    }
  }

  const addLayer = (): void => change(withAddedLayer(draft.value))
  const removeLayer = (index: number): void => change(withoutLayer(draft.value, index))

  /** Moves a hidden layer to another position among the hidden layers. */
  function moveLayer(from: number, to: number): void {
    const moved = withMovedLayer(draft.value, from, to)
    if (moved !== null) change(moved)
  }

  /** How many whole recipes the form has taken: the form comes into sight where it is not. */
  const loadCount = ref(0)

  /** Takes a whole recipe, such as that of a run, into the form. */
  function load(next: Recipe): void {
    loadCount.value++
    const dataSet = dataSets.nameHere(next.data.dataSet)
    const loaded: RecipeDraft = structuredClone({ ...next, data: { ...next.data, dataSet } })
    change(loaded, null, chosenIn(loaded))
  }

  /** Takes what is known of a run's recipe into the form; the rest stays as the form has it. */
  function loadKnown(run: WithUnknownFields & { readonly recipe: Recipe }): void {
    if (isRecipeKnown(run)) {
      load(run.recipe)
      return
    }
    loadCount.value++
    change(takeKnown(draft.value, run))
  }

  /** Goes back to the lecture's recipe. */
  function reset(): void {
    change(lectureDraft(), null, NOTHING_CHOSEN)
  }

  function undo(): void {
    if (!history.canUndo.value) return
    history.undo()
    notices.withdraw(RECIPE_TOPIC)
    lastEdited = null
  }

  function redo(): void {
    history.redo()
    lastEdited = null
  }

  return {
    draft,
    recipe,
    problems,
    problemAt,
    freeFields,
    isReady,
    sizes,
    parameterCount,
    canUndo: history.canUndo,
    canRedo: history.canRedo,
    set,
    toggle,
    chooseDataSet,
    chooseOptimizer,
    chooseSchedule,
    chooseActivation,
    chooseLoss,
    addLayer,
    removeLayer,
    moveLayer,
    load,
    loadKnown,
    loadCount,
    reset,
    offerUndo,
    undo,
    redo,
  }
})
