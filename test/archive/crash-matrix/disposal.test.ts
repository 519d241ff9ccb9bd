import { cutOffAtEachStep } from '../crash-matrix.js'
import { disposing } from '../operations.js'

cutOffAtEachStep(disposing)
