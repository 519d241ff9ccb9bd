import { cutOffAtEachStep } from '../crash-matrix.js'
import { copying } from '../operations.js'

cutOffAtEachStep(copying)
