import type { ComponentChildren } from 'preact'

/** A table wider than the screen moves by itself; who has no mouse reaches it with Tab and moves it with the arrows. */
export function Scroll({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section class="scroll" aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}
