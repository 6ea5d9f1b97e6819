import { hasSyncProviderLibrary } from '../native/winsync-library.js';
import { describeFamily } from './kit/describe.js';
import { winsyncNative, winsyncReference } from './winsync/native.js';
import { ownObjectsContract, winsyncContract } from './winsync/winsync.contract.js';

// MinGW's widl is required for the reference providers: they exist when the suite runs under Wine.
if (hasSyncProviderLibrary) describeFamily('winsync', winsyncReference, winsyncContract);
else describeFamily('winsync', winsyncNative, ownObjectsContract);
