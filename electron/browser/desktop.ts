/** Why no window can be opened on this machine; null where a screen is there. */
export function whyNoScreen(
  platform: NodeJS.Platform = process.platform,
  environment: NodeJS.ProcessEnv = process.env,
): string | null {
  if (platform === 'darwin' || platform === 'win32') return null
  if (environment.DISPLAY || environment.WAYLAND_DISPLAY) return null
  return 'No screen found (DISPLAY is not set)'
}

/** Whether a browser can be opened for the person who started the program. */
export function hasDesktop(): boolean {
  return !process.env.CI && whyNoScreen() === null
}
