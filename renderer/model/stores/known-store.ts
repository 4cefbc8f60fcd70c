import type { KnownStore } from '#contract/types.ts'

/** Whether a store of the list is no longer there; the usual one is made anew. */
export const isStoreGone = (store: KnownStore): boolean => !store.isThere && !store.isUsual

/** Whether a store of the list can be opened in place of the open one. */
export const canOpenStore = (store: KnownStore): boolean => !store.isOpen && !isStoreGone(store)
