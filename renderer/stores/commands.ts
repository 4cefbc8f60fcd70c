import { defineStore } from 'pinia'
import type { KeyId } from '../model/keys.ts'
import { computed, onScopeDispose, shallowReactive, type ComputedRef } from 'vue'

/** An action that a person can find by name in the command palette, or start by its keys. */
export interface Command {
  readonly id: string
  readonly group: 'Train' | 'Runs' | 'Digits' | 'Inspect' | 'Learn' | 'Data' | 'Recipe' | 'Go to' | 'Window'
  readonly label: string
  readonly icon: string
  /** Its entry in the table of keys. */
  readonly keys?: KeyId
  /** Whether the keys work while a text field has the focus. */
  readonly isGlobal?: boolean
  readonly isDisabled?: boolean
  readonly run: () => void
}

/** Every action of the window that can be done now. */
export const useCommandsStore = defineStore('commands', () => {
  const sources = shallowReactive(new Set<ComputedRef<readonly Command[]>>())
  const all = computed(() => [...sources].flatMap((source) => source.value))

  /** Does the command of this id, where it is offered now. */
  function run(id: string): void {
    const command = all.value.find((offered) => offered.id === id)
    if (command !== undefined && command.isDisabled !== true) command.run()
  }

  return { sources, all, run }
})

/** Offers commands for as long as the calling component lives. */
export function useCommands(commands: () => readonly Command[]): void {
  const { sources } = useCommandsStore()
  const source = computed(commands)
  sources.add(source)
  onScopeDispose(() => sources.delete(source))
}
