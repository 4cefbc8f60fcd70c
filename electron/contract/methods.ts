import type { WorkbenchApi, WorkbenchEvents } from './types.ts'

export type WorkbenchMethod = keyof WorkbenchApi
export type WorkbenchEvent = keyof WorkbenchEvents

/** All calls of the window; the compiler sees to it that none is forgotten. */
const methodTable: Record<WorkbenchMethod, true> = {
  getInfo: true,
  listDataSets: true,
  addDataFolder: true,
  removeDataFolder: true,
  prepareDataSet: true,
  downloadMnist: true,
  cancelDownload: true,
  getDataSample: true,
  listRuns: true,
  getRunList: true,
  getRun: true,
  getEpochs: true,
  startRun: true,
  pauseRun: true,
  resumeRun: true,
  stepRun: true,
  stopRun: true,
  renameRun: true,
  editRuns: true,
  getKeptEpochs: true,
  planThinning: true,
  thinRuns: true,
  exportMeasures: true,
  writeReport: true,
  deleteRuns: true,
  restoreRuns: true,
  exportRun: true,
  exportRuns: true,
  readRunFile: true,
  beginImport: true,
  sendImport: true,
  importRuns: true,
  dropRunFile: true,
  importNetwork: true,
  predict: true,
  evaluateRun: true,
  inspectRun: true,
  getConfusedImages: true,
  compareRuns: true,
  getDisagreements: true,
  diagnoseRun: true,
  checkRunGradient: true,
  drawLearningCurve: true,
  cancelLearningCurve: true,
  drawWhatIf: true,
  cancelWhatIf: true,
  planSweep: true,
  startSweep: true,
  pauseSweep: true,
  resumeSweep: true,
  stopSweep: true,
  renameSweep: true,
  deleteSweep: true,
  listSweeps: true,
  getSweep: true,
}

const eventTable: Record<WorkbenchEvent, true> = {
  runChanged: true,
  runsDeleted: true,
  epochFinished: true,
  trainingProgressed: true,
  sweepChanged: true,
  sweepDeleted: true,
  learningCurveProgressed: true,
  learningCurvePointMeasured: true,
  whatIfProgressed: true,
  whatIfPointMeasured: true,
  whatIfValueEnded: true,
  dataSetsChanged: true,
  downloadProgressed: true,
}

export const workbenchMethods = Object.keys(methodTable) as readonly WorkbenchMethod[]
export const workbenchEvents = Object.keys(eventTable) as readonly WorkbenchEvent[]

/** Own names alone: `constructor` and `toString` are no calls. */
export function isWorkbenchMethod(name: unknown): name is WorkbenchMethod {
  return typeof name === 'string' && Object.hasOwn(methodTable, name)
}

export function isWorkbenchEvent(name: unknown): name is WorkbenchEvent {
  return typeof name === 'string' && Object.hasOwn(eventTable, name)
}
