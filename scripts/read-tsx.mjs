// dependency-cruiser reads TypeScript through swc but never tells it that a file is TSX, so pages with JSX would
// stop it. Preloaded before it (`npm run arrows`), this adds the missing word by the file's ending.
import { createRequire } from 'node:module'

const swc = createRequire(import.meta.url)('@swc/core')
const parseFileSync = swc.parseFileSync
Object.defineProperty(swc, 'parseFileSync', {
  configurable: true,
  enumerable: true,
  value: (file, options) => parseFileSync(file, { ...options, tsx: file.endsWith('.tsx') }),
})
