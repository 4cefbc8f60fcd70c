import { listAnd } from '#core/math/list-words.ts'
import { followChoices, FOLLOWING_FIELDS, type FollowingField } from '#core/recipe/fitting-defaults.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { INITIALIZER_CHOICES, labelOf, LOSS_CHOICES } from './recipe-choices.ts'
import type { RecipeDraft } from './recipe-draft.ts'

/** Fields of a draft that follow no others: a person set them, or they came with a recipe that differs from what follows. */
export type ChosenFields = ReadonlyMap<FollowingField, 'typed' | 'loaded'>

/** Nothing was chosen, as in the lecture's recipe. */
export const NOTHING_CHOSEN: ChosenFields = new Map()

/** A draft in which the fields that nobody chose follow activations, loss and optimizer. */
export function followDraft(draft: RecipeDraft, chosen: ChosenFields): RecipeDraft {
  const free = FOLLOWING_FIELDS.filter((field) => !chosen.has(field))
  // What decides are names, which a draft always has; the numbers, which may be texts, are only passed on.
  return followChoices(draft as unknown as Recipe, free)
}

/** What of a recipe that comes as a whole was chosen: all that does not follow from the rest. */
export function chosenIn(draft: RecipeDraft): ChosenFields {
  const followed = followDraft(draft, NOTHING_CHOSEN)
  const fields = FOLLOWING_FIELDS.filter((field) => readField(followed, field) !== readField(draft, field))
  return new Map(fields.map((field) => [field, 'loaded']))
}

/** The chosen fields as text, to be kept with the draft. */
export const writeChosen = (chosen: ChosenFields): string => JSON.stringify([...chosen])

/** Reads what `writeChosen` wrote; null where it is something else. */
export function readChosen(text: string): ChosenFields | null {
  try {
    const entries = JSON.parse(text) as unknown
    if (!Array.isArray(entries)) return null
    const isEntry = (entry: unknown): entry is [FollowingField, 'typed' | 'loaded'] =>
      Array.isArray(entry) && FOLLOWING_FIELDS.includes(entry[0] as FollowingField)
    return new Map(entries.filter(isEntry))
  } catch {
    return null
  }
}

/**
 * What followed a choice, as in `The first weights are now He normal, which suits GELU layers`; null where nothing did.
 * @param silent fields whose change goes without saying
 */
export function describeFollowed(
  before: RecipeDraft,
  after: RecipeDraft,
  cause: string,
  silent: readonly FollowingField[] = [],
): string | null {
  const isChanged = (field: FollowingField): boolean =>
    !silent.includes(field) && readField(before, field) !== readField(after, field)
  const changes = [
    ...(isChanged('loss') ? [`the loss is now ${labelOf(LOSS_CHOICES, after.loss)}`] : []),
    ...(isChanged('initializer.name')
      ? [`the first weights are now ${labelOf(INITIALIZER_CHOICES, after.initializer.name)}`]
      : []),
    ...(isChanged('optimizer.learningRate')
      ? [`the learning rate is now ${after.optimizer.learningRate}`]
      : []),
  ]
  if (changes.length === 0) return null
  const list = listAnd(changes)
  return `${list[0]!.toUpperCase()}${list.slice(1)}, which ${changes.length === 1 ? 'suits' : 'suit'} ${cause}`
}

function readField(draft: RecipeDraft, field: FollowingField): string | number | undefined {
  switch (field) {
    case 'initializer.name':
      return draft.initializer.name
    case 'optimizer.learningRate':
      return draft.optimizer.learningRate
    case 'loss':
      return draft.loss
  }
}
