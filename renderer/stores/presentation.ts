import { defineStore } from 'pinia'
import { ref } from 'vue'

/** Whether the place Learn fills the window in larger type, for who shows it on a wall. */
export const usePresentationStore = defineStore('presentation', () => {
  const isPresenting = ref(false)
  return { isPresenting }
})
