import type { CopyProgress } from '../../src/archive/index.js'

/** How much of a copy is done, 0 to 1, when it is written and then read. */
export function shareOf(...[step, done, total]: Parameters<CopyProgress>): number {
  return ((step === 'copying' ? 0 : 1) + (total === 0 ? 1 : done / total)) / 2
}

/** Told to the queue at whole percents only: the archive tells of each piece that it reads. */
export function percents(tell: (share: number) => Promise<void>): (share: number) => void {
  let told = -1
  return share => {
    const percent = Math.floor(share * 100)
    if (percent === told) return
    told = percent
    void tell(share)
  }
}
