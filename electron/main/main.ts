import { checkUnpackedFiles } from './check-unpacked.ts'

// Electron is not ready before the entry has ended, and what the application registers comes before that. It is imported
// only here, as its own imports load what lies beside the archive.
if (checkUnpackedFiles(import.meta.dirname)) await import('./application.js')
