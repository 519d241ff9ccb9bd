import { cutOffAtEachStep } from '../crash-matrix.js'
import { restoring } from '../operations.js'

cutOffAtEachStep(restoring)
