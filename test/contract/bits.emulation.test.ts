import { bitsContract, groupsContract } from './bits/bits.contract.js';
import { allCallsContract } from './bits/group-walks.contract.js';
import { emulationHttp } from './hosts/emulation-http.js';
import { emulationScripted } from './hosts/emulation-scripted.js';
import { describeContract } from './kit/describe.js';

for (const host of [emulationScripted, emulationHttp]) {
  describeContract('jobs', host('queueManager'), bitsContract);
  describeContract('groups', host('queueManager'), groupsContract);
  describeContract('groups', host('job'), groupsContract);
  describeContract('sequences of calls', host('queueManager'), allCallsContract);
  describeContract('sequences of calls', host('job'), allCallsContract);
}
