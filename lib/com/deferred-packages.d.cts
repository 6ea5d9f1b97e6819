import type { createClock as createFakeClock } from '@sinonjs/fake-timers';
import type { SaxesOptions, SaxesParser } from 'saxes';

export declare const createClock: typeof createFakeClock;
export declare function createXmlParser<O extends SaxesOptions>(options: O): SaxesParser<O>;
