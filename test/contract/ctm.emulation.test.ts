import { ctmContract } from './ctm/ctm.contract.js';
import { ctmEmulation } from './ctm/emulation.js';
import { describeFamily } from './kit/describe.js';

describeFamily('ctm', ctmEmulation, ctmContract);
