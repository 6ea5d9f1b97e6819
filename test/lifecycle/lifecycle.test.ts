import { describeLifecycle } from './describe-lifecycle.js';

describeLifecycle('emulation');
