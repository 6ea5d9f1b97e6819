import { modernContract } from './bits/modern.contract.js';
import { emulationModern, emulationModernHttp } from './hosts/emulation-modern.js';
import { describeFamily } from './kit/describe.js';

for (const host of [emulationModern, emulationModernHttp]) describeFamily('modern BITS', host, modernContract);
