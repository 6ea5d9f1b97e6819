import type { Emulation } from '../../emulation.js';
import { exampleCenterHandler } from './example-center-handler.js';
import { exampleHandler } from './example-handler.js';

/** Registers the handlers that the command line's emulation has; real Windows knows nothing of them. */
export async function registerExamples({ syncmgr, clock }: Emulation): Promise<void> {
  await syncmgr.registerHandler(exampleHandler(clock));
  syncmgr.center.registerHandler(exampleCenterHandler(clock));
}
