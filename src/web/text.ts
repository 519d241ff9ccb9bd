/** What others wrote is shown as they wrote it, as long as it can't spoil the page around it. */

const bidiControls = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** Names come from the platform: one of a megabyte, or one that turns the line around, harms only itself. */
export function shownName(name: string): string {
  return clipped(name.replace(bidiControls, ''), 120)
}

export function clipped(text: string, most: number): string {
  return text.length <= most ? text : `${[...text.slice(0, most)].slice(0, -1).join('')}…`
}
