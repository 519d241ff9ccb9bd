import { briefingForm } from './briefing-form.js'
import { classOpeningForm } from './class-opening-form.js'
import { acquaintanceForm, controlForm } from './control-forms.js'
import type { DecisionKind } from './deps.js'
import { incidentForm, outageForm } from './event-forms.js'
import type { Form } from './form.js'
import { backupForm, hardCopyForm, restoreForm } from './keeping-forms.js'
import { exemptionForm, orderForm, substitutionForm } from './order-forms.js'
import { pupilOrderForm } from './pupil-order-form.js'
import { writtenLimitsForm } from './written-limits-form.js'

/** The form of each kind of statement. */
export const forms: { readonly [Kind in DecisionKind]: Form<Kind> } = {
  exemption: exemptionForm,
  substitution: substitutionForm,
  outage: outageForm,
  incident: incidentForm,
  order: orderForm,
  'pupil-order': pupilOrderForm,
  control: controlForm,
  acquaintance: acquaintanceForm,
  'written-limits': writtenLimitsForm,
  backup: backupForm,
  restore: restoreForm,
  'hard-copy': hardCopyForm,
  briefing: briefingForm,
  'class-opening': classOpeningForm,
}
