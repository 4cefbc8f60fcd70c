/** Where keys work, in the order of the list of all keys. */
export const KEY_GROUPS = [
  'Anywhere',
  'Go to',
  'Train',
  'Runs',
  'Digits',
  'Inspect',
  'Microscope',
  'Charts',
  'Sweeps',
] as const

/** What one combination of keys does, and where. */
export interface KeyEntry {
  readonly group: (typeof KEY_GROUPS)[number]
  /** Any of these, as Nuxt UI's `defineShortcuts` writes keys: `meta_k`, `shift_arrowleft`, `f2`, and `g-t` one after the other. */
  readonly keys: readonly [string, ...string[]]
  readonly what: string
}

/** All keys of the window: what handles them and the list that a person reads come from here. */
export const KEYS = {
  palette: { group: 'Anywhere', keys: ['meta_k'], what: 'Every action by its name' },
  keys: { group: 'Anywhere', keys: ['?'], what: 'All keys' },
  settings: { group: 'Anywhere', keys: ['meta_,'], what: 'Settings' },
  notice: {
    group: 'Anywhere',
    keys: ['f6'],
    what: 'To each message below, the next steps after a training, and back',
  },
  leaveField: { group: 'Anywhere', keys: ['escape'], what: 'Leave a field, close a dialog or a menu' },
  currentRun: { group: 'Anywhere', keys: ['c'], what: 'Choose the current run' },

  goToTrain: { group: 'Go to', keys: ['g-t'], what: 'Train' },
  goToRuns: { group: 'Go to', keys: ['g-r'], what: 'Runs' },
  goToSweeps: { group: 'Go to', keys: ['g-s'], what: 'Sweeps' },
  goToDigits: { group: 'Go to', keys: ['g-d'], what: 'Digits' },
  goToInspect: { group: 'Go to', keys: ['g-i'], what: 'Inspect' },
  goToLearn: { group: 'Go to', keys: ['g-l'], what: 'Learn' },
  goToData: { group: 'Go to', keys: ['g-a'], what: 'Data' },

  train: { group: 'Train', keys: ['meta_enter'], what: 'Train with the recipe; in a dialog, what it is for' },
  pauseOrResume: { group: 'Train', keys: ['p'], what: 'Pause or resume the training' },
  stepEpoch: { group: 'Train', keys: ['e'], what: 'Train to the end of the epoch' },
  stop: { group: 'Train', keys: ['s'], what: 'Stop the training' },
  undoRecipe: { group: 'Train', keys: ['meta_z'], what: 'Undo the last recipe change' },
  redoRecipe: { group: 'Train', keys: ['meta_shift_z'], what: 'Redo the recipe change' },

  nextRun: {
    group: 'Runs',
    keys: ['arrowdown', 'shift_arrowdown'],
    what: 'The next run; with Shift, that too',
  },
  previousRun: {
    group: 'Runs',
    keys: ['arrowup', 'shift_arrowup'],
    what: 'The previous run; with Shift, that too',
  },
  filterRuns: { group: 'Runs', keys: ['/'], what: 'Filter the runs; Enter then goes to the first of them' },
  openRun: { group: 'Runs', keys: ['enter'], what: 'Show the run in Train' },
  renameRun: { group: 'Runs', keys: ['f2'], what: 'Rename the selected run' },
  selectAllRuns: { group: 'Runs', keys: ['meta_a'], what: 'Select all runs that are shown' },
  deleteRuns: { group: 'Runs', keys: ['delete', 'backspace'], what: 'Delete the selected runs' },
  undoRuns: {
    group: 'Runs',
    keys: ['meta_z'],
    what: 'Undo the last deletion, archiving or renaming',
  },
  clearSelection: {
    group: 'Runs',
    keys: ['escape'],
    what: 'Back from the comparison to the table, then clear the selection',
  },

  brushUpper: {
    group: 'Sweeps',
    keys: ['arrowup', 'arrowdown'],
    what: 'Choose a part of an axis: move its upper end',
  },
  brushLower: { group: 'Sweeps', keys: ['shift_arrowup', 'shift_arrowdown'], what: 'Move its lower end' },
  brushAll: { group: 'Sweeps', keys: ['delete', 'backspace', 'escape'], what: 'The whole axis again' },

  undoStroke: { group: 'Digits', keys: ['meta_z'], what: 'Take back the last stroke' },
  redoStroke: { group: 'Digits', keys: ['meta_shift_z', 'meta_y'], what: 'Draw it again' },
  clearPad: { group: 'Digits', keys: ['delete', 'backspace', 'escape'], what: 'Empty the pad' },

  cellUp: { group: 'Inspect', keys: ['arrowup'], what: 'The cell above' },
  cellDown: { group: 'Inspect', keys: ['arrowdown'], what: 'The cell below' },
  cellLeft: { group: 'Inspect', keys: ['arrowleft'], what: 'The cell on the left' },
  cellRight: { group: 'Inspect', keys: ['arrowright'], what: 'The cell on the right' },
  leaveCell: { group: 'Inspect', keys: ['escape'], what: 'Back to all mistakes' },

  microscopeOn: { group: 'Microscope', keys: ['.'], what: 'One step on' },
  microscopeBack: { group: 'Microscope', keys: [','], what: 'One step back' },
  microscopeLayerOn: { group: 'Microscope', keys: ['>', ':'], what: 'A layer on' },
  microscopeLayerBack: { group: 'Microscope', keys: ['<', ';'], what: 'A layer back' },
  microscopeFirst: { group: 'Microscope', keys: ['home'], what: 'To the start' },
  microscopeLast: { group: 'Microscope', keys: ['end'], what: 'To the end' },
  microscopePlay: { group: 'Microscope', keys: ['space'], what: 'Play and pause' },
  microscopeEdit: { group: 'Microscope', keys: ['e'], what: 'Edit the unit or edge' },
  microscopeUndo: { group: 'Microscope', keys: ['meta_z'], what: 'Undo the last edit or update' },
  microscopeRedo: { group: 'Microscope', keys: ['meta_shift_z', 'meta_y'], what: 'Redo it' },
  microscopeNotation: { group: 'Microscope', keys: ['n'], what: 'Another notation' },
  microscopeNextExample: { group: 'Microscope', keys: [']'], what: 'The next example' },
  microscopePreviousExample: { group: 'Microscope', keys: ['['], what: 'The example before' },

  stopBack: { group: 'Charts', keys: ['arrowleft'], what: 'Read out the point before' },
  stopOn: { group: 'Charts', keys: ['arrowright'], what: 'Read out the next point' },
  stopBackTen: { group: 'Charts', keys: ['pageup'], what: 'Ten points back' },
  stopOnTen: { group: 'Charts', keys: ['pagedown'], what: 'Ten points on' },
  stopFirst: { group: 'Charts', keys: ['home'], what: 'The first point' },
  stopLast: { group: 'Charts', keys: ['end'], what: 'The last point' },
  hideStop: { group: 'Charts', keys: ['escape'], what: 'Read out nothing' },
  zoomIn: { group: 'Charts', keys: ['+', '='], what: 'Closer' },
  zoomOut: { group: 'Charts', keys: ['-'], what: 'Farther' },
  panLeft: { group: 'Charts', keys: ['shift_arrowleft'], what: 'To the left' },
  panRight: { group: 'Charts', keys: ['shift_arrowright'], what: 'To the right' },
  showAll: { group: 'Charts', keys: ['0'], what: 'The whole chart' },
} as const satisfies Record<string, KeyEntry>

export type KeyId = keyof typeof KEYS

const isSign = (key: string): boolean => /^[^a-z]$/.test(key)

/** The first keys of an entry as `UKbd` shows them: `['meta', 'K']`. */
export function keyCaps(id: KeyId): string[] {
  return capsOf(KEYS[id].keys[0])
}

/** A combination within a sentence: `Ctrl+Z`, and ⌘Z on a Mac. */
export function keyWords(keys: string, isMac: boolean): string {
  const [command, shift] = isMac ? ['⌘', '⇧'] : ['Ctrl', 'Shift']
  return keys
    .split('_')
    .map((key) =>
      key === 'meta' ? command : key === 'shift' ? shift : key.charAt(0).toUpperCase() + key.slice(1),
    )
    .join(isMac ? '' : '+')
}

/** A combination as `UKbd` shows it. */
export function capsOf(keys: string): string[] {
  if (keys === '-' || keys === '_') return [keys]
  return keys.split(/[_-]/).map((key) => (/^(.|f\d+)$/.test(key) ? key.toUpperCase() : key))
}

/** Whether an event is one of the keys of an entry; Ctrl and the Mac's command key are alike. */
export function isKey(event: KeyboardEvent, id: KeyId): boolean {
  return KEYS[id].keys.some((combination) => {
    const parts = combination.split('_')
    const key = parts.pop()!
    const pressed = event.key === ' ' ? 'space' : event.key.toLowerCase()
    if (pressed !== key || event.altKey) return false
    if ((event.ctrlKey || event.metaKey) !== parts.includes('meta')) return false
    // Keyboards differ in whether a sign such as + needs Shift.
    return isSign(key) || event.shiftKey === parts.includes('shift')
  })
}
