import { describeFamily } from './kit/describe.js';
import { winsyncNative } from './winsync/native.js';
import { ownObjectsContract } from './winsync/winsync.contract.js';

describeFamily('winsync', winsyncNative, ownObjectsContract);
