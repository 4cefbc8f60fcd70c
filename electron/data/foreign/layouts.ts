import { csv } from './csv.ts'
import { drawings } from './drawings.ts'
import { idxByOtherNames } from './idx-by-other-names.ts'
import type { ForeignLayout } from './layout.ts'
import { npz } from './npz.ts'
import { pictures } from './pictures.ts'

/** All layouts but MNIST's own, in the order in which a place is held against them. */
export const LAYOUTS: readonly ForeignLayout[] = [idxByOtherNames, npz, csv, pictures, drawings]
