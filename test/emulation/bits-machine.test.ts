import { describe, expect, it } from 'vitest';
import { hresults } from '../../lib/com/hresult.js';
import type { Emulation } from '../../lib/emulation.js';
import { connect } from '../../lib/index.js';
import { caught } from '../support/caught.js';
import { openMachine, url } from './support/machine.js';
import { state } from './support/states.js';

const target = { remoteName: url('a'), localName: 'C:\\a' };

async function running() {
  const machine = await openMachine();
  machine.emulation.network.serve(url('a'), { size: 10_000, bytesPerSecond: 1000, latency: 0 });
  const job = await machine.manager.createJob('test', 0, { costFlags: 0x8000_0021 }, [target]);
  await job.resume();
  await machine.tick(2000);
  return { ...machine, job };
}

type Change = (machine: Emulation['machine']) => void;

const conditions: readonly (readonly [string, Change, Change, number])[] = [
  [
    'a network that costs',
    (machine) => machine.setNetworkCost('usageBased'),
    (machine) => machine.setNetworkCost('unrestricted'),
    hresults.BG_E_BLOCKED_BY_COST_TRANSFER_POLICY,
  ],
  [
    'battery saver',
    (machine) => machine.setPower('batterySaver'),
    (machine) => machine.setPower('ac'),
    hresults.BG_E_BLOCKED_BY_BATTERY_SAVER,
  ],
  [
    'a policy about batteries',
    (machine) => {
      machine.setRestriction('onBattery');
      machine.setPower('battery');
    },
    (machine) => machine.setPower('ac'),
    hresults.BG_E_BLOCKED_BY_BATTERY_POLICY,
  ],
  [
    'Game Mode',
    (machine) => machine.setGameMode(true),
    (machine) => machine.setGameMode(false),
    hresults.BG_E_BLOCKED_BY_GAME_MODE,
  ],
  [
    'standby',
    (machine) => machine.setStandby(true),
    (machine) => machine.setStandby(false),
    hresults.BG_E_STANDBY_MODE,
  ],
  [
    'an application without background access',
    (machine) => machine.setBackgroundAccess(false),
    (machine) => machine.setBackgroundAccess(true),
    hresults.BG_E_BLOCKED_BY_BACKGROUND_ACCESS_POLICY,
  ],
  [
    'group policy',
    (machine) => machine.setRestriction('groupPolicy'),
    (machine) => machine.setRestriction('none'),
    hresults.BG_E_BLOCKED_BY_POLICY,
  ],
  [
    'the policy of the system',
    (machine) => machine.setRestriction('system'),
    (machine) => machine.setRestriction('none'),
    hresults.BG_E_BLOCKED_BY_SYSTEM_POLICY,
  ],
];

describe('a condition of the machine', () => {
  it.each(conditions)('%s blocks a running job until it ends', async (_, begin, end, hresult) => {
    const { emulation, job, tick } = await running();
    begin(emulation.machine);
    expect(await job.snapshot()).toMatchObject({
      state: state.transientError,
      progress: { bytesTransferred: 2000n },
      error: { hresult, context: 2, file: null, protocol: null },
    });
    await tick(60_000);
    expect(await job.getState()).toBe(state.transientError);
    end(emulation.machine);
    await tick(8000);
    expect(await job.getState()).toBe(state.transferred);
  });

  it.each(conditions)('%s blocks a job that is resumed', async (_, begin, end, hresult) => {
    const { emulation, job, tick } = await running();
    await job.suspend();
    begin(emulation.machine);
    expect(await job.getState()).toBe(state.suspended);
    await job.resume();
    await tick(0);
    expect(await job.getError()).toMatchObject({ hresult });
    end(emulation.machine);
    await tick(8000);
    expect(await job.getState()).toBe(state.transferred);
  });

  it('blocks again at each retry while it lasts', async () => {
    const { emulation, job, tick } = await running();
    await job.setMinimumRetryDelay(5);
    emulation.machine.setGameMode(true);
    await tick(11_000);
    expect(await job.getErrorCount()).toBe(3);
    expect(await job.getState()).toBe(state.transientError);
  });

  it('does not queue a job that waits for another reason', async () => {
    const { emulation, job } = await running();
    emulation.network.disconnect();
    emulation.machine.setGameMode(true);
    emulation.machine.setGameMode(false);
    expect(await job.getError()).toMatchObject({ hresult: hresults.BG_E_NETWORK_DISCONNECTED });
  });
});

describe('cost flags', () => {
  it('take effect at once', async () => {
    const { emulation, job, tick } = await running();
    emulation.machine.setNetworkCost('roaming');
    await job.configure({ costFlags: 0x8000_00ff });
    await tick(8000);
    expect(await job.getState()).toBe(state.transferred);
  });

  it.each([
    ['unrestricted', 0x8000_0021, true],
    ['overCapThrottled', 0x8000_0021, true],
    ['belowCap', 0x8000_0021, false],
    ['usageBased', 0x8000_0067, true],
    ['nearCap', 0x8000_0067, false],
    ['nearCap', 0x8000_006f, true],
    ['overCapCharged', 0x8000_006f, false],
    ['overCapCharged', 0x8000_007f, true],
    ['roaming', 0x8000_007f, false],
    ['roaming', 0x8000_00ff, true],
  ] as const)('on a network that is %s with the policy %i', async (cost, costFlags, allowed) => {
    const { emulation, job, tick } = await running();
    emulation.machine.setNetworkCost(cost);
    await job.configure({ costFlags });
    await tick(8000);
    expect(await job.getState()).toBe(allowed ? state.transferred : state.transientError);
  });
});

describe('a user who logs off', () => {
  it('has AddFileSet fail with ERROR_NOT_LOGGED_ON', async () => {
    const { emulation, job } = await running();
    emulation.machine.logOff();
    expect(await caught(job.addFileSet([{ remoteName: url('b'), localName: 'C:\\b' }]))).toMatchObject({
      code: 'ERROR_NOT_LOGGED_ON',
      operation: 'IBackgroundCopyJob.AddFileSet',
    });
  });

  it('leaves the jobs queued until the log-on', async () => {
    const { emulation, job, tick } = await running();
    emulation.machine.logOff();
    await tick(60_000);
    expect(await job.snapshot()).toMatchObject({ state: state.queued, progress: { bytesTransferred: 2000n } });
    emulation.machine.logOn();
    await tick(8000);
    expect(await job.getState()).toBe(state.transferred);
  });

  it('does not stop the jobs of others', async () => {
    const { emulation, job, tick } = await running();
    const other = emulation.machine.addUser();
    const manager = await emulation.openBackend({ user: other }).bits.openManager();
    const theirs = await manager.createJob('theirs', 0, { priority: 0 }, [{ ...target, localName: 'C:\\b' }]);
    await theirs.resume();
    emulation.machine.logOff();
    await tick(20_000);
    expect([await job.getState(), await theirs.getState()]).toEqual([state.queued, state.transferred]);
  });

  it('loses the helper token', async () => {
    const { emulation, job } = await running();
    await job.setHelperToken();
    expect(await job.detail('helperTokenSid')).toBe(await job.detail('owner'));
    emulation.machine.logOff();
    expect(await job.detail('helperTokenSid')).toBeNull();
  });
});

describe('jobs of several users', () => {
  async function users() {
    const machine = await openMachine();
    const user = machine.emulation.machine.addUser();
    const administrator = machine.emulation.machine.addUser({ administrator: true });
    const open = (of: typeof user) => machine.emulation.openBackend({ user: of }).bits.openManager();
    const job = await machine.manager.createJob('mine', 0);
    return { ...machine, job, user, administrator, theirs: await open(user), elevated: await open(administrator) };
  }

  it('are enumerated for their owners alone', async () => {
    const { job, theirs, manager } = await users();
    const other = await theirs.createJob('theirs', 0);
    expect((await manager.enumJobs(0)).map(({ id }) => id)).toEqual([job.id]);
    expect((await theirs.snapshotJobs(0)).map(({ id }) => id)).toEqual([other.id]);
    expect(await caught(theirs.enumJobs(1))).toMatchObject({ code: 'E_ACCESSDENIED' });
  });

  it('are enumerated for administrators who ask for all', async () => {
    const { job, elevated } = await users();
    expect(await elevated.enumJobs(0)).toEqual([]);
    expect((await elevated.enumJobs(1)).map(({ id }) => id)).toEqual([job.id]);
  });

  it('are refused to others with E_ACCESSDENIED, and open to administrators', async () => {
    const { job, theirs, elevated } = await users();
    expect(await caught(theirs.getJob(job.id))).toMatchObject({
      code: 'E_ACCESSDENIED',
      operation: 'IBackgroundCopyManager.GetJob',
    });
    await (await elevated.getJob(job.id)).setDescription('changed');
    expect(await job.getDescription()).toBe('changed');
  });

  it('count for each user', async () => {
    const machine = await openMachine({ policy: { jobsPerUser: 1 } });
    const user = machine.emulation.machine.addUser();
    const theirs = await machine.emulation.openBackend({ user }).bits.openManager();
    await machine.manager.createJob('a', 0);
    await theirs.createJob('b', 0);
    expect(await caught(theirs.createJob('c', 0))).toMatchObject({ code: 'BG_E_TOO_MANY_JOBS_PER_USER' });
  });

  it('open a connection of a user by emulation.as()', async () => {
    const { emulation, user } = await users();
    await using connection = await connect({ backend: emulation.as(user) });
    expect(await connection.bits.jobs()).toEqual([]);
  });
});

describe('a restricted token', () => {
  const id = '{11111111-1111-1111-1111-111111111111}';

  it('is refused changes of the jobs of its user, which another process of the user may make', async () => {
    const { emulation, manager } = await openMachine();
    const job = await manager.createJob('mine', 0);
    const user = emulation.machine.withRestrictedToken();
    const restricted = await emulation.openBackend({ user }).bits.openManager();
    const same = await restricted.getJob(job.id);
    expect(await caught(same.configure({ priority: 3 }))).toMatchObject({
      code: 'E_ACCESSDENIED',
      operation: 'IBackgroundCopyJob.SetPriority',
    });
    expect(await same.configure({})).toEqual([]);
    await job.setPriority(3);
    expect(await same.getPriority()).toBe(3);
    expect(user).toMatchObject({ sid: await same.detail('owner'), administrator: false, restricted: true });
  });

  it('has the jobs of the user that it is made of', async () => {
    const { emulation, manager } = await openMachine();
    const administrator = emulation.machine.addUser({ administrator: true });
    const mine = await manager.createJob('mine', 0);
    const user = emulation.machine.withRestrictedToken(administrator);
    const restricted = await emulation.openBackend({ user }).bits.openManager();
    expect((await restricted.enumJobs(1)).map(({ id }) => id)).toEqual([mine.id]);
    expect(await caught((await restricted.getJob(mine.id)).takeOwnership())).toMatchObject({ code: 'E_ACCESSDENIED' });
    expect(() => Reflect.apply(emulation.machine.withRestrictedToken, emulation.machine, ['S-1-5-18'])).toThrow(
      TypeError,
    );
  });

  it('is refused new groups and changes of groups', async () => {
    const { emulation, queueManager } = await openMachine();
    const group = await queueManager.createGroup(id);
    const user = emulation.machine.withRestrictedToken();
    const restricted = await emulation.openBackend({ user }).bits.openQueueManager();
    const operation = 'IBackgroundCopyQMgr.CreateGroup';
    const other = restricted.createGroup('{22222222-2222-2222-2222-222222222222}');
    expect(await caught(other)).toMatchObject({ code: 'E_ACCESSDENIED', operation });
    const same = await restricted.getGroup(id);
    expect(await same.getStatus()).toEqual(await group.getStatus());
    expect(await caught(same.resumeGroup())).toMatchObject({ operation: 'IBackgroundCopyGroup.ResumeGroup' });
    await group.createJob('{33333333-3333-3333-3333-333333333333}');
    const job = await same.getJob('{33333333-3333-3333-3333-333333333333}');
    expect(await job.getFileCount()).toBe(0);
    expect(await caught(job.addFiles([{ remoteName: 'http://a.test/', localName: 'C:\\a' }]))).toMatchObject({
      code: 'E_ACCESSDENIED',
      operation: 'IBackgroundCopyJob1.AddFiles',
    });
  });

  it('is not known to BITS before 1.5', async () => {
    const { emulation } = await openMachine({ bitsVersion: '1.0' });
    const user = emulation.machine.withRestrictedToken();
    const restricted = await emulation.openBackend({ user }).bits.openManager();
    expect(await (await restricted.createJob('old', 0)).getDisplayName()).toBe('old');
  });
});

describe('groups of several users', () => {
  const id = '{11111111-1111-1111-1111-111111111111}';

  it('are enumerated and open for their owners and for administrators, who own them from then on', async () => {
    const { emulation, queueManager, manager } = await openMachine();
    await queueManager.createGroup(id);
    const user = emulation.machine.addUser();
    const theirs = await emulation.openBackend({ user }).bits.openQueueManager();
    expect(await theirs.enumGroups(0)).toEqual([]);
    expect(await caught(theirs.getGroup(id))).toMatchObject({ code: 'E_ACCESSDENIED' });
    const administrator = emulation.machine.addUser({ administrator: true });
    const elevated = await emulation.openBackend({ user: administrator }).bits.openQueueManager();
    expect(await elevated.enumGroups(0)).toEqual([id]);
    expect(await manager.enumJobs(0)).toHaveLength(1);
    await elevated.getGroup(id);
    expect(await manager.enumJobs(0)).toEqual([]);
    expect(await queueManager.enumGroups(0)).toEqual([]);
  });

  it('are refused to their former owner, also through objects that it has', async () => {
    const { emulation, queueManager } = await openMachine();
    const group = await queueManager.createGroup(id);
    const job = await group.createJob('{33333333-3333-3333-3333-333333333333}');
    const administrator = emulation.machine.addUser({ administrator: true });
    const elevated = await emulation.openBackend({ user: administrator }).bits.openQueueManager();
    await elevated.getGroup(id);
    expect(await caught(group.cancelGroup())).toMatchObject({
      code: 'E_ACCESSDENIED',
      operation: 'IBackgroundCopyGroup.CancelGroup',
    });
    expect(await caught(job.getFileCount())).toMatchObject({
      code: 'E_ACCESSDENIED',
      operation: 'IBackgroundCopyJob1.GetFileCount',
    });
  });

  it('keep their owner when an administrator with a restricted token reads them', async () => {
    const { emulation, queueManager } = await openMachine();
    const group = await queueManager.createGroup(id);
    const administrator = emulation.machine.addUser({ administrator: true });
    const user = emulation.machine.withRestrictedToken(administrator);
    const restricted = await emulation.openBackend({ user }).bits.openQueueManager();
    expect(await (await restricted.getGroup(id)).getStatus()).toEqual(await group.getStatus());
    expect(await queueManager.enumGroups(0)).toEqual([id]);
  });
});

describe('TakeOwnership', () => {
  it('is E_ACCESSDENIED without administrator rights', async () => {
    const { manager } = await openMachine();
    const job = await manager.createJob('test', 0);
    expect(await caught(job.takeOwnership())).toMatchObject({
      code: 'E_ACCESSDENIED',
      operation: 'IBackgroundCopyJob.TakeOwnership',
    });
  });

  it('gives the job to an administrator, without credentials, certificate, headers and command line', async () => {
    const { emulation, manager } = await openMachine();
    const job = await manager.createJob('test', 0, {
      notifyCommand: { program: 'C:\\x.exe', parameters: null },
      customHeaders: 'X: 1\r\n',
      credentials: [{ target: 1, scheme: 1, userName: 'u', password: 'p' }],
      clientCertificate: { storeLocation: 0, storeName: 'MY', hash: null, subjectName: 'me' },
    });
    const administrator = emulation.machine.addUser({ administrator: true });
    const theirs = await (await emulation.openBackend({ user: administrator }).bits.openManager()).getJob(job.id);
    await theirs.takeOwnership();
    expect(await theirs.details()).toMatchObject({
      owner: administrator.sid,
      ownerElevated: true,
      ownerIntegrityLevel: 0x3000,
      notifyCommand: null,
      customHeaders: null,
      clientCertificate: null,
    });
    expect(await theirs.removeCredentials(1, 1)).toBe(hresults.S_FALSE);
    expect(await caught(job.getState())).toMatchObject({ code: 'E_ACCESSDENIED' });
  });

  it('lets only the owner set credentials', async () => {
    const { emulation, manager } = await openMachine();
    const job = await manager.createJob('test', 0);
    const user = emulation.machine.addUser({ administrator: true });
    const theirs = await (await emulation.openBackend({ user }).bits.openManager()).getJob(job.id);
    const credentials = { target: 1, scheme: 1, userName: 'u', password: 'p' };
    expect(await caught(theirs.setCredentials(credentials))).toMatchObject({ code: 'E_ACCESSDENIED' });
  });
});
