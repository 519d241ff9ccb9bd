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
