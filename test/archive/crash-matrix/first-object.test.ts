import { cutOffAtEachStep } from '../crash-matrix.js'
import { firstObject } from '../operations.js'

cutOffAtEachStep(firstObject)
