import { canPause, canResume, canStop } from '#core/runs/run-status.ts'
import { isRecipeKnown } from '#core/recipe/unknown-fields.ts'
import type { RunSummary } from '#contract/types.ts'
import type { DropdownMenuItem } from '@nuxt/ui'
import { useRouter } from 'vue-router'
import RunsDelete from './RunsDelete.vue'
import RunsRecord from './RunsRecord.vue'
import RunsThin from './RunsThin.vue'
import RunsContinue from './RunsContinue.vue'
import { useDialog } from '../../composables/use-dialog.ts'
import { useCurrentRunStore } from '../../stores/current-run.ts'
import { useRecipeStore } from '../../stores/recipe.ts'
import { useRunFilterStore } from '../../stores/run-filter.ts'
import { useRunsStore } from '../../stores/runs.ts'
import { useSelectionStore } from '../../stores/selection.ts'
import { useSweepsStore } from '../../stores/sweeps.ts'
import { useRecipeLinks } from '../../composables/use-recipe-links.ts'
import { hasWeights, useRunExports, type UseRunExportsReturn } from './use-run-exports.ts'

/** One of pause, resume and stop, as a button or an entry of a menu. */
export interface RunControl {
  readonly label: string
  readonly icon: string
  readonly onSelect: () => void
}

export interface UseRunActionsReturn extends Omit<UseRunExportsReturn, 'menuFor'> {
  /** What can be done with these runs, in groups, for a menu; it depends on their number and status. */
  menuFor: (runs: readonly RunSummary[]) => DropdownMenuItem[][]
  /** Pause, resume and stop, each where it applies to one of these runs. */
  controlsFor: (runs: readonly RunSummary[]) => RunControl[]
  /** Shows a run in the Train place. */
  show: (run: RunSummary) => void
  /** Takes a run's recipe into the form. */
  reuseRecipe: (run: RunSummary) => void
  /** Leads to Digits with a run. */
  tryOnDigits: (run: RunSummary) => void
  /** Leads to Inspect with a run. */
  inspect: (run: RunSummary) => void
  /** Asks from which epoch a new run trains on. */
  continueFrom: (run: RunSummary) => void
  /** Asks for notes, tags and colour; of several runs, for their tags. */
  editRecord: (runs: readonly RunSummary[]) => void
  /** Deletes runs, which can be undone; asks where the filter hides some of them. */
  remove: (runs: readonly RunSummary[]) => Promise<void>
  /** Whether a run has weights to export, to test or to go on from. */
  hasWeights: (run: RunSummary) => boolean
}

/** Everything that can be done with runs, in one place for the toolbar, the row's menu and the right click. */
export function useRunActions(): UseRunActionsReturn {
  const runs = useRunsStore()
  const filter = useRunFilterStore()
  const recipe = useRecipeStore()
  const current = useCurrentRunStore()
  const selection = useSelectionStore()
  const sweeps = useSweepsStore()
  const router = useRouter()
  const { copyLink } = useRecipeLinks()
  const exports = useRunExports()
  const recordDialog = useDialog(RunsRecord)
  const continueDialog = useDialog(RunsContinue)
  const thinDialog = useDialog(RunsThin)
  const deleteDialog = useDialog(RunsDelete)

  /** Makes a run the current one, and goes to a place that shows it. */
  const showIn = (path: string) => (run: RunSummary) => {
    current.choose(run.id)
    void router.push(path)
  }
  const show = showIn('/train')
  const tryOnDigits = showIn('/digits')
  const inspect = showIn('/inspect')

  function reuseRecipe(run: RunSummary): void {
    recipe.loadKnown(run)
    void router.push('/train')
    if (isRecipeKnown(run)) recipe.offerUndo(`The form holds the recipe of ${run.name}`)
    else {
      recipe.offerUndo(`The form holds what is known of ${run.name}: its layers`, {
        description: 'How it was trained is unknown; data set, optimizer and all else are as they were.',
      })
    }
  }

  async function remove(chosen: readonly RunSummary[]): Promise<void> {
    const hidden = filter.hiddenOf(chosen)
    const answer: unknown = hidden.length === 0 ? chosen : await deleteDialog.open({ chosen, hidden })
    const deleted = answer as readonly RunSummary[] | null
    if (deleted !== null) await runs.remove(deleted.map((run) => run.id))
  }

  function editRecord(chosen: readonly RunSummary[]): void {
    if (chosen.length > 0) void recordDialog.open({ edited: chosen })
  }

  function continueFrom(run: RunSummary): void {
    void continueDialog.open({ run })
  }

  function menuForOne(run: RunSummary): DropdownMenuItem[][] {
    return [
      [
        { label: 'Show in Train', icon: 'i-lucide-play', kbds: ['enter'], onSelect: () => show(run) },
        {
          label: 'Rename',
          icon: 'i-lucide-text-cursor-input',
          kbds: ['F2'],
          onSelect: () => (selection.renamingId = run.id),
        },
        { label: 'Notes, tags, colour…', icon: 'i-lucide-sticky-note', onSelect: () => editRecord([run]) },
        ...sweepOf(run),
        starring([run]),
      ],
      controlsFor([run]),
      [
        { label: 'Use as recipe', icon: 'i-lucide-clipboard-copy', onSelect: () => reuseRecipe(run) },
        {
          label: 'Copy a link to its recipe',
          icon: 'i-lucide-link',
          // A link holds a whole recipe, which nobody knows of an imported network.
          disabled: !isRecipeKnown(run),
          onSelect: () => void copyLink(run.recipe, run.dataSha256),
        },
        {
          label: 'Continue from these weights…',
          icon: 'i-lucide-git-branch',
          disabled: !hasWeights(run),
          onSelect: () => continueFrom(run),
        },
        {
          label: 'Try on drawn digits',
          icon: 'i-lucide-pencil',
          disabled: !hasWeights(run),
          onSelect: () => tryOnDigits(run),
        },
        {
          label: 'Inspect',
          icon: 'i-lucide-microscope',
          disabled: !hasWeights(run),
          onSelect: () => inspect(run),
        },
        ...exports.menuFor([run]),
      ],
      [thinning([run]), archiving([run]), deletion([run])],
    ].filter((group) => group.length > 0)
  }

  /** Leads to the sweep that started a run, while it is there. */
  function sweepOf({ sweep }: RunSummary): DropdownMenuItem[] {
    if (sweep === null || !sweeps.byId.has(sweep.id)) return []
    return [
      {
        label: `Show ${sweep.name}`,
        icon: 'i-lucide-waypoints',
        onSelect: () => {
          sweeps.show(sweep.id)
          void router.push('/sweeps')
        },
      },
    ]
  }

  function controlsFor(chosen: readonly RunSummary[]): RunControl[] {
    const choices: [string, string, (run: RunSummary) => boolean, (runId: string) => Promise<unknown>][] = [
      ['Pause', 'i-lucide-pause', canPause, runs.pause],
      ['Resume', 'i-lucide-step-forward', canResume, runs.resume],
      ['Stop', 'i-lucide-square', canStop, runs.stop],
    ]
    return choices.flatMap(([label, icon, applies, act]) => {
      const fitting = chosen.filter(applies)
      if (fitting.length === 0) return []
      const count = chosen.length > 1 ? ` ${fitting.length}` : ''
      return [
        {
          label: `${label}${count}`,
          icon,
          onSelect: () => {
            for (const run of fitting) void act(run.id)
          },
        },
      ]
    })
  }

  function starring(chosen: readonly RunSummary[]): DropdownMenuItem {
    const isStarred = chosen.every((run) => run.isStarred)
    return {
      label: isStarred ? 'Unstar' : 'Star',
      icon: isStarred ? 'i-lucide-star-off' : 'i-lucide-star',
      onSelect: () =>
        void runs.mark(
          chosen.map((run) => run.id),
          { isStarred: !isStarred },
        ),
    }
  }

  function thinning(chosen: readonly RunSummary[]): DropdownMenuItem {
    const withWeights = chosen.filter(hasWeights)
    return {
      label: 'Thin out weights…',
      icon: 'i-lucide-scissors',
      disabled: withWeights.length === 0,
      onSelect: () => void thinDialog.open({ thinned: withWeights }),
    }
  }

  function archiving(chosen: readonly RunSummary[]): DropdownMenuItem {
    const isArchived = chosen.every((run) => run.isArchived)
    return {
      label: isArchived ? 'Take out of the archive' : 'Archive',
      icon: isArchived ? 'i-lucide-archive-restore' : 'i-lucide-archive',
      onSelect: () =>
        void runs.archive(
          chosen.map((run) => run.id),
          !isArchived,
        ),
    }
  }

  function deletion(chosen: readonly RunSummary[]): DropdownMenuItem {
    return {
      label: chosen.length > 1 ? `Delete ${chosen.length} runs` : 'Delete',
      icon: 'i-lucide-trash-2',
      kbds: ['delete'],
      onSelect: () => void remove(chosen),
    }
  }

  function menuFor(chosen: readonly RunSummary[]): DropdownMenuItem[][] {
    if (chosen.length === 0) return []
    if (chosen.length === 1) return menuForOne(chosen[0]!)
    return [
      [
        // A person may have opened it over one row, and forgotten the others.
        { type: 'label', label: `${chosen.length} selected runs` } satisfies DropdownMenuItem,
        { label: 'Tags…', icon: 'i-lucide-tags', onSelect: () => editRecord(chosen) },
        starring(chosen),
        ...exports.menuFor(chosen),
      ],
      controlsFor(chosen),
      [thinning(chosen), archiving(chosen), deletion(chosen)],
    ].filter((group) => group.length > 0)
  }

  return {
    ...exports,
    menuFor,
    controlsFor,
    show,
    reuseRecipe,
    tryOnDigits,
    inspect,
    continueFrom,
    editRecord,
    remove,
    hasWeights,
  }
}
