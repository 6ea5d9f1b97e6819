import { modernContract } from './bits/modern.contract.js';
import { emulationModern } from './hosts/emulation-modern.js';
import { describeFamily } from './kit/describe.js';

describeFamily('modern BITS', emulationModern, modernContract);
