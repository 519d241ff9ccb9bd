import { clipped, plainText } from '../plain-text.js'

/** What others wrote is shown as they wrote it, as long as it can't spoil the page around it. */

/** Names come from the platform: one of a megabyte, or one that turns the line around, harms only itself. */
export function shownName(name: string): string {
  return clipped(plainText(name), 120)
}
