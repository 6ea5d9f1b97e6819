import { describeSyncManagerLifecycle } from './describe-sync-manager-lifecycle.js';

describeSyncManagerLifecycle('emulation');
