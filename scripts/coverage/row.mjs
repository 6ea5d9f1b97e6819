/** @import { Row } from './row.d.mts' */

const list = (value) => (Array.isArray(value) ? value : [value]);

/** @returns {Row} */
export function row({ api, verb, ...rest }) {
  return { api: list(api), verb: list(verb), ...rest };
}

/** @returns {Row} */
export function notReached(reason) {
  return { api: [], verb: [], native: '', emulation: '', tests: [], notReached: reason };
}

/** Names the tests of a contract file. */
export function contract(file) {
  return (name) => `test/contract/bits/${file}.contract.ts: ${name}`;
}
