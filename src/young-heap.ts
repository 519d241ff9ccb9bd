import { setFlagsFromString } from 'node:v8'

/**
 * Lets nothing be made among what lives long. Where most of what a place in the code makes outlives one collection of the young, V8
 * makes it among the old from then on. What is made of a class lives until that class is judged, some hundredths of a second: there it
 * stays, with all young things that it holds, until everything is collected. A third of the time of judging went that way.
 *
 * V8 asks for this flag whenever it decides so; unlike those that lay out the heap, it may be set while a program runs.
 */
export function keepHeapYoung(): void {
  setFlagsFromString('--no-allocation-site-pretenuring')
}
