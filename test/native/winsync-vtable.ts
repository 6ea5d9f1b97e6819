import { hresults } from '../../lib/index.js';
import { guidBytes, koffi } from './koffi-com.js';

const offered = [
  '{00000000-0000-0000-C000-000000000046}',
  // ISyncSessionState
  '{B8A940FE-9F01-483B-9434-C37D361225D9}',
].map((interfaceId) => Buffer.from(guidBytes(interfaceId)));

/** An `ISyncSessionState` whose methods are JavaScript functions; koffi forwards calls of other threads to this one. */
export interface MadeSessionState {
  readonly pointer: bigint;
  /** The reference count, including that of the creator. */
  countReferences(): number;
}

let made = 0;

/** Creates a cancelled session state that passes on its reports; other methods return `E_NOTIMPL`. */
export function makeSessionState(
  onProgress: (provider: number, stage: number, completedWork: number, totalWork: number) => number,
): MadeSessionState {
  let references = 1;
  made += 1;
  const object = koffi.alloc('uint64_t', 1);
  const pointer = koffi.address(object);
  const notImplemented = ['uint64_t first', () => hresults.E_NOTIMPL] as const;
  const methods: readonly (readonly [parameters: string, method: (...values: never[]) => number])[] = [
    ['uint64_t iid, uint64_t out', queryInterface],
    ['', () => (references += 1)],
    ['', () => (references -= 1)],
    ['uint64_t canceled', isCanceled],
    notImplemented,
    notImplemented,
    notImplemented,
    notImplemented,
    notImplemented,
    ['int provider, int stage, uint32_t completed, uint32_t total', report],
  ];

  function queryInterface(_self: bigint | number, iid: bigint | number, out: bigint | number): number {
    const wanted = Buffer.from(
      Array.from({ length: 16 }, (_, index) => Number(koffi.decode(BigInt(iid) + BigInt(index), 'uint8_t'))),
    );
    const found = offered.some((each) => each.equals(wanted));
    if (found) references += 1;
    koffi.encode(BigInt(out), 'uint64_t', found ? pointer : 0n);
    return found ? hresults.S_OK : hresults.E_NOINTERFACE;
  }

  function isCanceled(_self: bigint | number, canceled: bigint | number): number {
    koffi.encode(BigInt(canceled), 'int32_t', 1);
    return hresults.S_OK;
  }

  function report(_self: bigint | number, provider: number, stage: number, completed: number, total: number): number {
    return onProgress(provider, stage, completed, total);
  }

  const vtable = koffi.alloc('uint64_t', methods.length);
  for (const [slot, [parameters, method]] of methods.entries()) {
    const separator = parameters === '' ? '' : ', ';
    const prototype = koffi.proto(`uint32_t __stdcall Made${made}Slot${slot}(uint64_t self${separator}${parameters})`);
    const address = koffi.address(koffi.register(method, koffi.pointer(prototype)));
    koffi.encode(koffi.address(vtable) + BigInt(slot) * 8n, 'uint64_t', address);
  }
  koffi.encode(pointer, 'uint64_t', koffi.address(vtable));
  kept.push(object, vtable);
  return { pointer, countReferences: () => references };
}

/** koffi frees memory that JavaScript does not reference. */
const kept: unknown[] = [];
