import { createRealClock } from '../emulation/clock.js';
import { DeferredFamilies } from './deferred-families.js';
import { Machine } from './machine.js';
import { readOptions } from './options.js';

/** Creates the machine that `connect()` makes for one connection: real time, real downloads, each part loaded when it is first used. */
export function createRealMachine(): Machine {
  const settings = readOptions({ clock: 'real', transport: 'http', policy: { http: 'lenient' } });
  const clock = createRealClock();
  return new Machine({ clock, families: new DeferredFamilies(clock, settings) });
}
