import { expect, test } from 'vitest'
import { capsOf, isKey, KEYS, keyWords, type KeyEntry, type KeyId } from '../../../renderer/model/keys.ts'

const pressed = (key: string, modifiers: Partial<KeyboardEvent> = {}): KeyboardEvent =>
  ({
    ...{ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
    ...modifiers,
  }) as KeyboardEvent

test('keys with and without modifiers are told apart, and Ctrl and the command key are alike', () => {
  expect(isKey(pressed('z', { ctrlKey: true }), 'undoRecipe')).toBe(true)
  expect(isKey(pressed('z', { metaKey: true }), 'undoRecipe')).toBe(true)
  expect(isKey(pressed('Z', { ctrlKey: true, shiftKey: true }), 'undoRecipe')).toBe(false)
  expect(isKey(pressed('Z', { ctrlKey: true, shiftKey: true }), 'redoRecipe')).toBe(true)
  expect(isKey(pressed('p'), 'pauseOrResume')).toBe(true)
  expect(isKey(pressed('p', { ctrlKey: true }), 'pauseOrResume')).toBe(false)
  expect(isKey(pressed('ArrowLeft'), 'panLeft')).toBe(false)
  expect(isKey(pressed('ArrowLeft', { shiftKey: true }), 'stopBack')).toBe(false)
})

test('a sign is the same with and without Shift, for keyboards differ', () => {
  expect(isKey(pressed('+', { shiftKey: true }), 'zoomIn')).toBe(true)
  expect(isKey(pressed('+'), 'zoomIn')).toBe(true)
  expect(isKey(pressed('?', { shiftKey: true }), 'keys')).toBe(true)
})

test('a sentence names keys as the keyboard does', () => {
  const written = (isMac: boolean) =>
    ['meta_z', 'meta_shift_z', 'meta_enter', 'meta', 'shift', 'f2'].map((keys) => keyWords(keys, isMac))
  expect(written(false)).toEqual(['Ctrl+Z', 'Ctrl+Shift+Z', 'Ctrl+Enter', 'Ctrl', 'Shift', 'F2'])
  expect(written(true)).toEqual(['⌘Z', '⌘⇧Z', '⌘Enter', '⌘', '⇧', 'F2'])
})

test('no two actions of a place have the same keys', () => {
  const entries = Object.entries(KEYS) as [KeyId, KeyEntry][]
  const always = entries.filter(([, { group }]) => ['Anywhere', 'Go to'].includes(group))
  for (const [id, entry] of entries) {
    const rivals = [...always, ...entries.filter(([, { group }]) => group === entry.group)]
    const shared = rivals.filter(
      ([other, { keys }]) => other !== id && keys.some((each) => entry.keys.includes(each)),
    )
    // Escape goes from the inside out: it takes what is nearest.
    expect(shared.filter(([, { keys }]) => !keys.includes('escape')).map(([other]) => other)).toEqual([])
  }
})

test('keys are shown one cap each', () => {
  expect(capsOf('meta_shift_z')).toEqual(['meta', 'shift', 'Z'])
  expect(capsOf('g-t')).toEqual(['G', 'T'])
  expect(capsOf('-')).toEqual(['-'])
  expect(capsOf('f6')).toEqual(['F6'])
})
