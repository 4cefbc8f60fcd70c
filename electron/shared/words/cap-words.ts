/**
 * Says where a machine has fewer cores than threads or trainings were asked for; more of them would only take memory and
 * wait for each other.
 *
 * @returns null where all are used
 */
export function describeCap(asked: number, cores: number): string | null {
  if (asked <= cores) return null
  return `uses ${cores} of the ${asked} asked for: this machine has ${cores} ${cores === 1 ? 'core' : 'cores'}`
}
