import { useTimeoutFn } from '@vueuse/core'
import { type ShallowRef, shallowRef } from 'vue'
import { useNoticesStore } from '../stores/notices.ts'

export interface UseCopyReturn {
  /** Puts a text on the clipboard. @throws Error where the system refuses it */
  copy: (text: string) => Promise<void>
  /** The same for a button: a refusal becomes a notice. */
  attemptCopy: (text: string) => Promise<void>
  /** Whether that was just done, for a sign at the button. */
  copied: Readonly<ShallowRef<boolean>>
  /** What was copied last. */
  copiedText: Readonly<ShallowRef<string>>
}

/** How long a button says that it has copied, in milliseconds. */
const SIGN_MS = 1500

/** Copying text, for a button or a command. */
export function useCopy(): UseCopyReturn {
  const notices = useNoticesStore()
  const copied = shallowRef(false)
  const copiedText = shallowRef('')
  const { start } = useTimeoutFn(() => (copied.value = false), SIGN_MS, { immediate: false })
  async function copy(text: string): Promise<void> {
    await writeText(text)
    copiedText.value = text
    copied.value = true
    start()
  }
  return {
    copied,
    copiedText,
    copy,
    attemptCopy: async (text) => {
      await notices.attempt('The text could not be copied', () => copy(text))
    },
  }
}

/**
 * The clipboard is asked at once, as Electron denies the permission 'clipboard-write' that a page can ask for, and yet
 * grants the writing. Where it is refused the browser's old command is tried, with the text put in as the command copies:
 * an element with the text selected would take the focus, and what is open and closes without it would close.
 */
async function writeText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    return
  } catch {
    // Tried in the other way.
  }
  const put = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text)
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  document.addEventListener('copy', put, { capture: true })
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- there is no other way where the clipboard is refused
  const isDone = document.execCommand('copy')
  document.removeEventListener('copy', put, { capture: true })
  if (!isDone) throw new Error('The system’s clipboard refused the text')
}
