/** What can stand below the microscope's picture. */
export type MicroscopePanel = 'value' | 'code' | 'batch' | 'table'
