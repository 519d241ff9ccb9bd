/** A refusal in the platform's words. */
export class Refusal extends Error {
  readonly status: number
  readonly type: string

  constructor(status: number, type: string, description: string) {
    super(description)
    this.name = 'Refusal'
    this.status = status
    this.type = type
  }
}

export function unavailable(): Refusal {
  return new Refusal(404, 'apiResourceUnavailable', 'Resource is unavailable')
}

export function badParameter(name: string): Refusal {
  return new Refusal(400, 'parameterInvalid', `Parameter ${name} is invalid`)
}

export function forbidden(): Refusal {
  return new Refusal(403, 'authorizationSystemForbidden', 'Access is denied by the system')
}

export const deadToken = new Refusal(401, 'invalidToken', 'Token is invalid')
