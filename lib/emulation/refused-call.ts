import { hresultName } from '../com/hresult.js';

/** A rule of the service that says no. The connection that called names the interface and method. */
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

/** Refuses the call with an HRESULT. */
export function refuse(hresult: number): never {
  throw new RefusedCall(hresult);
}
