import { cutOffAtEachStep } from '../crash-matrix.js'
import { newObject } from '../operations.js'

cutOffAtEachStep(newObject)
