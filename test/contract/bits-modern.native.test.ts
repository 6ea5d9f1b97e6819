import { canServeBits } from '../reference/bits-service/reference-bits.js';
import { modernContract } from './bits/modern.contract.js';
import { nativeModern } from './hosts/native-modern.js';
import { describeFamily } from './kit/describe.js';
import { referenceService } from './wine.manifest.js';

// On Windows the service of the machine is not replaced.
if (canServeBits) describeFamily('modern BITS', nativeModern(referenceService), modernContract);
