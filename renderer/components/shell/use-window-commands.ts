import { useColorMode } from '@vueuse/core'
import { useRoute, useRouter } from 'vue-router'
import { PLACES } from '../../model/places.ts'
import { useCopy } from '../../composables/use-copy.ts'
import { usePlaceAgain } from '../../composables/use-place-again.ts'
import { useCommands, type Command } from '../../stores/commands.ts'
import { useCurrentRunStore } from '../../stores/current-run.ts'
import { useNoticesStore } from '../../stores/notices.ts'
import { useRunFilesStore } from '../../stores/run-files.ts'
import { useSweepFormStore } from '../../stores/sweep-form.ts'
import { useWhatIfStore } from '../../stores/what-if.ts'
import { useWorkbenchStore } from '../../stores/workbench.ts'
import { useRecipeReset } from '../../composables/use-recipe-reset.ts'
import { useRunActions } from '../runs/use-run-actions.ts'

export interface UseWindowCommandsOptions {
  readonly togglePalette: () => void
  readonly openSettings: () => void
  readonly openKeys: () => void
  readonly openStores: () => void
}

const THEMES = [
  { mode: 'light', label: 'Light theme', icon: 'i-lucide-sun' },
  { mode: 'dark', label: 'Dark theme', icon: 'i-lucide-moon' },
  { mode: 'auto', label: 'System theme', icon: 'i-lucide-monitor' },
] as const

/** Offers what can be done whatever place is open; ids are those of the application menu where it has the entry. */
export function useWindowCommands(options: UseWindowCommandsOptions): void {
  const router = useRouter()
  const route = useRoute()
  const showAgain = usePlaceAgain()
  const runFiles = useRunFilesStore()
  const current = useCurrentRunStore()
  const workbench = useWorkbenchStore()
  const whatIf = useWhatIfStore()
  const sweepForm = useSweepFormStore()
  const notices = useNoticesStore()
  const resetRecipe = useRecipeReset()
  const { exportWeights, hasWeights } = useRunActions()
  const { store: theme } = useColorMode()
  const { copy } = useCopy()

  async function importNetwork(): Promise<void> {
    const runIds = await runFiles.openFile()
    if (runIds.length === 1) current.choose(runIds[0]!)
    if (runIds.length > 0) await router.push(runIds.length === 1 ? '/train' : '/runs')
  }

  async function copyStorePath(path: string): Promise<void> {
    await notices.attempt('The place could not be copied', async () => {
      await copy(path)
      notices.say({ tone: 'success', title: 'Copied the store’s place', description: path })
    })
  }

  /** The Train place offers it beside the form, where it is open. */
  const newRecipe = (): Command[] =>
    route.path === '/train'
      ? []
      : [
          {
            id: 'new-recipe',
            group: 'Recipe',
            label: 'Start from the lecture’s recipe',
            icon: 'i-lucide-rotate-ccw',
            run: () => {
              resetRecipe()
              void router.push('/train')
            },
          },
        ]

  /** The Train place offers these beside the form, too, where its dialogs are. */
  const trialsElsewhere = (): Command[] =>
    route.path === '/train'
      ? []
      : [
          {
            id: 'what-if',
            group: 'Recipe',
            label: 'What if … another value',
            icon: 'i-lucide-flask-conical',
            run: () => void router.push('/train').then(() => whatIf.open()),
          },
          {
            id: 'new-sweep',
            group: 'Recipe',
            label: 'Sweep over many values…',
            icon: 'i-lucide-waypoints',
            run: () => void router.push('/train').then(() => sweepForm.open()),
          },
        ]

  const shownRun = (): Command[] => {
    const run = current.run
    return run === null
      ? []
      : [
          {
            id: 'export-network',
            group: 'Runs',
            label: `Export the weights of ${run.name}…`,
            icon: 'i-lucide-download',
            isDisabled: !hasWeights(run),
            run: () => exportWeights(run),
          },
        ]
  }

  useCommands(() => [
    ...PLACES.map((place) => ({
      id: `show-${place.path.slice(1)}`,
      group: 'Go to' as const,
      label: place.label,
      icon: place.icon,
      keys: place.keys,
      run: () => {
        showAgain(place.path)
        void router.push(place.path)
      },
    })),
    ...newRecipe(),
    ...trialsElsewhere(),
    {
      id: 'import-network',
      group: 'Runs',
      label: 'Import runs or a network…',
      icon: 'i-lucide-upload',
      run: () => void importNetwork(),
    },
    ...shownRun(),
    {
      id: 'open-palette',
      group: 'Window',
      label: 'Open the command palette',
      icon: 'i-lucide-search',
      keys: 'palette',
      isGlobal: true,
      run: options.togglePalette,
    },
    {
      id: 'open-settings',
      group: 'Window',
      label: 'Open settings',
      icon: 'i-lucide-settings',
      keys: 'settings',
      isGlobal: true,
      run: options.openSettings,
    },
    {
      id: 'open-store',
      group: 'Window',
      label: 'Open another store…',
      icon: 'i-lucide-database',
      run: options.openStores,
    },
    {
      id: 'show-keys',
      group: 'Window',
      label: 'Show all keys',
      icon: 'i-lucide-keyboard',
      keys: 'keys',
      run: options.openKeys,
    },
    ...THEMES.filter(({ mode }) => mode !== theme.value).map(({ mode, label, icon }) => ({
      id: `theme-${mode}`,
      group: 'Window' as const,
      label,
      icon,
      run: () => (theme.value = mode),
    })),
    {
      id: 'copy-store-path',
      group: 'Window',
      label: 'Copy store path',
      icon: 'i-lucide-copy',
      isDisabled: workbench.info === null,
      run: () => void copyStorePath(workbench.info!.storePath),
    },
  ])
}
