import { listAssignmentScenes } from './assignment-scenes.ts'
import { listOtherScenes } from './other-scenes.ts'
import { listPausedScenes } from './paused-scene.ts'
import { listRunsScenes } from './runs-scenes.ts'
import type { Scene } from './scene.ts'
import { listShellScenes } from './shell-scenes.ts'
import { listTrainScenes } from './train-scenes.ts'

/** All places, dialogs and menus. */
export function listScenes(): readonly Scene[] {
  return [
    ...listTrainScenes(),
    ...listRunsScenes(),
    ...listOtherScenes(),
    ...listAssignmentScenes(),
    ...listShellScenes(),
    ...listPausedScenes(),
  ]
}
