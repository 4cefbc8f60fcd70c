import type { RunStatus } from '#contract/types.ts'

/** How a status looks: always an icon and a word, never a colour alone. */
export interface StatusLook {
  readonly word: string
  readonly icon: string
  /** One sentence for who does not know the word. */
  readonly help: string
  readonly tone: 'active' | 'good' | 'quiet' | 'bad'
}

export const STATUS_LOOKS: Readonly<Record<RunStatus, StatusLook>> = {
  queued: {
    word: 'Queued',
    icon: 'i-lucide-clock',
    help: 'Waits for a training that runs now to end.',
    tone: 'active',
  },
  training: {
    word: 'Training',
    icon: 'i-lucide-loader-circle',
    help: 'Learns right now.',
    tone: 'active',
  },
  paused: {
    word: 'Paused',
    icon: 'i-lucide-pause',
    help: 'Waits to be resumed.',
    tone: 'active',
  },
  completed: {
    word: 'Completed',
    icon: 'i-lucide-check',
    help: 'Ran all its epochs.',
    tone: 'good',
  },
  stopped: {
    word: 'Stopped',
    icon: 'i-lucide-square',
    help: 'Ended by hand; it can be resumed.',
    tone: 'quiet',
  },
  diverged: {
    word: 'Diverged',
    icon: 'i-lucide-trending-up-down',
    help: 'The loss or the weights left the range of numbers. A smaller learning rate often helps.',
    tone: 'bad',
  },
  failed: {
    word: 'Failed',
    icon: 'i-lucide-circle-x',
    help: 'An error ended it; its finished epochs are kept.',
    tone: 'bad',
  },
  interrupted: {
    word: 'Interrupted',
    icon: 'i-lucide-unplug',
    help: 'The program ended before the training did; it can be resumed from its last finished epoch.',
    tone: 'quiet',
  },
  imported: {
    word: 'Imported',
    icon: 'i-lucide-file-down',
    help: 'Its weights came from a file.',
    tone: 'quiet',
  },
}
