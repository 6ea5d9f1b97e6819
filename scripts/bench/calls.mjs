// The measured calls: those of the addon and of koffi on the same COM objects, in the same process.
import { createRequire } from 'node:module';
import { BitsContext, BitsGroup, Calls, loadAddon, realClock } from '../../build/bench/ground.js';
import { connect } from '../../dist/index.js';

const percentDone = 1;
const slots = { getProgressOfGroup: 5, createJob: 3, cancel: 8, getProgress: 12, getState: 14, release: 2 };

/** koffi from another folder: under Wine the host's koffi cannot be loaded. */
export function loadKoffi(folder) {
  const koffi = createRequire(import.meta.url)(folder);
  koffi.config({ max_async_calls: 1024 });
  return koffi;
}

/** Returns the function in a vtable slot of an object, as a koffi function. */
function methodOf(koffi, object, slot, prototype) {
  const vtable = koffi.decode(object, 'void *');
  return koffi.decode(koffi.decode(vtable, slot * koffi.sizeof('void *'), 'void *'), koffi.proto(prototype));
}

function check(result) {
  if (result !== 0) throw new Error(`the call returned 0x${(result >>> 0).toString(16)}`);
}

/** `IBackgroundCopyGroup::GetProgress` of an in-process object. */
export async function openGroup(koffi, libraryPath) {
  const library = koffi.load(libraryPath);
  const pointer = library.func('void *CreateInProcessGroup()')();
  const connection = loadAddon().connect();
  const verbs = await connection.bits.attachGroup(koffi.address(pointer));
  const group = new BitsGroup(new BitsContext(new Calls(), realClock), verbs, 'queueManager');
  const getProgress = methodOf(
    koffi,
    pointer,
    slots.getProgressOfGroup,
    'long __stdcall GetProgressOfGroup(void *self, uint32_t flags, uint32_t *progress)',
  );
  return {
    // koffi unloads a library without references.
    library,
    ours: () => group.getProgress('percentDone'),
    koffi: () =>
      new Promise((resolve, reject) => {
        const progress = new Uint32Array(1);
        getProgress.async(pointer, percentDone, progress, (error, result) => {
          if (error === null && result === 0) resolve(progress[0]);
          else reject(error ?? new Error(`GetProgress returned ${result}`));
        });
      }),
    close: () => connection.close(),
  };
}

/** The state and progress of a job from the BITS service: our snapshot, and the same two calls with koffi. */
export async function openJob(koffi) {
  const connection = await connect({ backend: 'native' });
  const job = await connection.bits.createJob({ name: 'winprogress benchmark' });
  const theirs = openKoffiJob(koffi);
  return {
    ours: () => job.snapshot(),
    koffi: theirs.snapshot,
    async close() {
      theirs.close();
      await job.cancel();
      await connection.close();
    },
  };
}

function openKoffiJob(koffi) {
  const ole = koffi.load('ole32.dll');
  const initialize = ole.func('long __stdcall CoInitializeEx(void *reserved, uint32_t flags)');
  const createInstance = ole.func(
    'long __stdcall CoCreateInstance(const uint8_t *clsid, void *outer, uint32_t context, const uint8_t *iid, _Out_ void **object)',
  );
  const multithreaded = 0;
  const localServer = 4;
  initialize(null, multithreaded);
  const manager = [null];
  check(
    createInstance(
      guid('4991D34B-80A1-4291-83B6-3328366B9097'),
      null,
      localServer,
      guid('5CE34C0D-0DC9-4C1F-897C-DAA1B78CEE7C'),
      manager,
    ),
  );
  const createJob = methodOf(
    koffi,
    manager[0],
    slots.createJob,
    'long __stdcall CreateJob(void *self, const char16_t *name, int type, uint8_t *id, _Out_ void **job)',
  );
  const created = [null];
  check(createJob(manager[0], 'winprogress benchmark', 0, new Uint8Array(16), created));
  const job = created[0];
  const getState = methodOf(koffi, job, slots.getState, 'long __stdcall GetState(void *self, uint32_t *state)');
  const getProgress = methodOf(
    koffi,
    job,
    slots.getProgress,
    'long __stdcall GetProgress(void *self, uint64_t *progress)',
  );
  const cancel = methodOf(koffi, job, slots.cancel, 'long __stdcall Cancel(void *self)');
  const release = methodOf(koffi, job, slots.release, 'uint32_t __stdcall Release(void *self)');
  const state = new Uint32Array(1);
  const progress = new BigUint64Array(3);
  return {
    snapshot() {
      check(getState(job, state));
      check(getProgress(job, progress));
      return { state: state[0], bytesTotal: progress[0], bytesTransferred: progress[1] };
    },
    close() {
      check(cancel(job));
      release(job);
      release(manager[0]);
    },
  };
}

/** Returns the 16 bytes of a GUID in the layout of Windows. */
function guid(text) {
  const bytes = Buffer.from(text.replaceAll('-', ''), 'hex');
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return new Uint8Array(bytes);
}
