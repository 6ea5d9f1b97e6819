import { hresultName } from '../com/hresult.js';

/** Thrown for a call that a service refuses with an HRESULT. {@link ServiceConnection} adds the names of the interface and the method. */
export class RefusedCall extends Error {
  readonly hresult: number;

  constructor(hresult: number) {
    super(hresultName(hresult));
    this.hresult = hresult;
  }

  static {
    RefusedCall.prototype.name = 'RefusedCall';
  }
}

/** Refuses the call with an HRESULT. @throws {RefusedCall} */
export function refuse(hresult: number): never {
  throw new RefusedCall(hresult);
}
