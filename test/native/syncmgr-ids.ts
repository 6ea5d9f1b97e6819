/** The class of the reference handler, which is registered in process with `ThreadingModel=Apartment`. */
export const referenceHandler = '{3D6B5E10-8C1F-4B7E-9A21-77D0C4E1B001}';
/** The class that tests serve from Node.js; the reference library does not register a server for it. */
export const servedHandler = '{3D6B5E10-8C1F-4B7E-9A21-77D0C4E1B002}';

/** The id of the n-th item (from 1) of `scriptItemCount`. */
export function numberedItem(number: number): string {
  return `{${number.toString(16).toUpperCase().padStart(8, '0')}-0000-4000-8000-000000000000}`;
}
