import { cutOffAtEachStep } from '../crash-matrix.js'
import { entering } from '../operations.js'

cutOffAtEachStep(entering)
