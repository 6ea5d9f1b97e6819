import { ctmContract } from './ctm/ctm.contract.js';
import { ctmNative } from './ctm/native.js';
import { describeFamily } from './kit/describe.js';

describeFamily('ctm', ctmNative, ctmContract);
