import { connect } from '../../lib/index.js';
import { bitsContract, groupsContract } from './bits/bits.contract.js';
import { canSwitchQueueManager, isWine, native, nativeWithoutQueueManager } from './hosts/native.js';
import { describeContract } from './kit/describe.js';
import { windowsGroups, windowsJobs, windowsStandIn } from './windows.manifest.js';
import { wineGroups, wineJobs, wineStandIn } from './wine.manifest.js';

/** The default backend for groups on this machine. */
async function groupsHere(): Promise<'queueManager' | 'job'> {
  await using connection = await connect({ backend: 'native' });
  const { classes } = await connection.probe();
  return classes.some(({ name, available }) => name === 'BackgroundCopyQMgr' && available) ? 'queueManager' : 'job';
}

const groups = await groupsHere();

describeContract('jobs', native(groups, isWine ? wineJobs : windowsJobs), bitsContract);
if (groups === 'queueManager')
  describeContract('groups', native(groups, isWine ? wineGroups : windowsGroups), groupsContract);
else describeContract('groups', native(groups, isWine ? wineStandIn : windowsStandIn), groupsContract);
if (canSwitchQueueManager) describeContract('groups', nativeWithoutQueueManager(wineStandIn), groupsContract);
