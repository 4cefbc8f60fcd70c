/** The views of Learn that an assignment may show to its students. */
export const TASK_VIEWS = [
  'path',
  'lecture',
  'microscope',
  'functions',
  'descent',
  'inside',
  'data',
  'depth',
] as const
export type TaskView = (typeof TASK_VIEWS)[number]
