import { describeSyncLifecycle } from './describe-sync-lifecycle.js';

describeSyncLifecycle('emulation');
