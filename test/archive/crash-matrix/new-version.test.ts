import { cutOffAtEachStep } from '../crash-matrix.js'
import { newVersion } from '../operations.js'

cutOffAtEachStep(newVersion)
