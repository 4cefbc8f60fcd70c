import file from '../../../../resources/learn/path.json' with { type: 'json' }
import { pathSchema, type Stop } from './path-schema.ts'

/** The stops of the guided path, in the lecture's order. */
export const STOPS: readonly Stop[] = pathSchema.parse(file).stops
