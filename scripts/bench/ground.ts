// Exports for the benchmark of calls that the package does not have. scripts/bench.mjs bundles it.
export { BitsContext } from '../../lib/bits/context.js';
export { BitsGroup } from '../../lib/bits/group.js';
export { Calls } from '../../lib/com/calls.js';
export { realClock } from '../../lib/com/clock.js';
export { loadAddon } from '../../lib/native.js';
