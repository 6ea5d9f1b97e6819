// What the benchmark of calls needs and the package does not export. scripts/bench.mjs bundles it.
export { BitsContext } from '../../lib/bits/context.js';
export { BitsGroup } from '../../lib/bits/group.js';
export { Calls } from '../../lib/com/calls.js';
export { realClock } from '../../lib/com/clock.js';
export { loadAddon } from '../../lib/native.js';
