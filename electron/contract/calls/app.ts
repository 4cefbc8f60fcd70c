import { call } from '../define-calls.ts'
import type { WorkbenchInfo } from '../types.ts'

/** The program as a whole. */
export const appCalls = {
  getInfo: call().returns<WorkbenchInfo>(),
}
