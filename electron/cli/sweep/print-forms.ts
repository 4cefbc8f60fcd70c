/** How a sweep is written for other machines: one command a line, or an array script for SLURM. */
export const PRINT_FORMS = ['lines', 'slurm'] as const
export type PrintForm = (typeof PRINT_FORMS)[number]
