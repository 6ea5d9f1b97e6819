import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** An opaque structure or function type of koffi. */
type KoffiType = object;

/** The part of koffi that is used here. */
interface Koffi {
  load(path: string): { func(prototype: string): (...values: unknown[]) => unknown };
  address(pointer: unknown): bigint;
  alloc(type: string, count: number): unknown;
  encode(pointer: unknown, type: string, value: unknown, length?: number): void;
  decode(pointer: unknown, type: string | KoffiType, length?: number): unknown;
  proto(prototype: string): KoffiType;
  pointer(type: KoffiType): KoffiType;
  /** A pointer through which native code calls the function, from any thread. */
  register(method: (...values: never[]) => unknown, type: KoffiType): unknown;
  call(method: unknown, prototype: KoffiType, ...values: unknown[]): unknown;
  struct(name: string, fields: Record<string, string>): KoffiType;
  sizeof(type: string): number;
}

function isKoffi(value: unknown): value is Koffi {
  return typeof value === 'object' && value !== null && 'proto' in value && 'struct' in value && 'call' in value;
}

function loadKoffi(): Koffi {
  const koffi: unknown = require('koffi');
  if (!isKoffi(koffi)) throw new TypeError('koffi is not what it was');
  return koffi;
}

/** koffi for Windows, as another client in the same process. */
export const koffi = loadKoffi();
// koffi prepares the stack of its calls with the first library that it loads, and crashes in `koffi.call` without one.
koffi.load('ole32.dll');

const classFactory = '{00000001-0000-0000-C000-000000000046}';
const pointerSize = BigInt(koffi.sizeof('void *'));
const prototypes = new Map<string, KoffiType>();
let threadedSlots = 0;

/**
 * Calls a slot of an object's vtable, as a C program would. The parameter types are those of koffi, without the object itself.
 *
 * @returns the HRESULT, or another result of the method, as an unsigned number
 */
export function callSlot(object: bigint, slot: number, parameters: string, ...values: unknown[]): number {
  const vtable = readAddress(koffi.decode(object, 'uint64_t'));
  const method = koffi.decode(vtable + BigInt(slot) * pointerSize, 'void *');
  const separator = parameters === '' ? '' : ', ';
  const text = `uint32_t __stdcall Slot${prototypes.size}(uint64_t self${separator}${parameters})`;
  const key = `${slot} ${parameters}`;
  const prototype = prototypes.get(key) ?? koffi.proto(text);
  prototypes.set(key, prototype);
  return Number(koffi.call(method, prototype, object, ...values));
}

/** A function of koffi for a slot, which can be called in a thread of koffi's pool. */
interface ThreadedMethod {
  async(...values: unknown[]): void;
}

function isThreaded(method: unknown): method is ThreadedMethod {
  return typeof method === 'function' && 'async' in method && typeof method.async === 'function';
}

/** The same as `callSlot` in a thread of koffi, so that the called method can wait for JavaScript. */
export function callSlotInThread(
  object: bigint,
  slot: number,
  parameters: string,
  ...values: unknown[]
): Promise<number> {
  const vtable = readAddress(koffi.decode(object, 'uint64_t'));
  const prototype = koffi.proto(`uint32_t __stdcall ThreadedSlot${threadedSlots++}(uint64_t self, ${parameters})`);
  const method = koffi.decode(koffi.decode(vtable + BigInt(slot) * pointerSize, 'void *'), prototype);
  if (!isThreaded(method)) throw new TypeError('koffi did not return a function');
  return new Promise((resolve, reject) => {
    method.async(object, ...values, (error: unknown, result: unknown) => {
      if (error === null || error === undefined) resolve(Number(result));
      else reject(error);
    });
  });
}

/** The 16 bytes of a GUID in the layout of Windows. */
export function guidBytes(text: string): Uint8Array {
  const bytes = Buffer.from(text.replaceAll(/[{}-]/g, ''), 'hex');
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return new Uint8Array(bytes);
}

/** The address of a copy of the text, with its terminator. Never freed. */
export function textAddress(text: string): bigint {
  const memory = koffi.alloc('char16_t', text.length + 1);
  koffi.encode(memory, 'char16_t', text, text.length + 1);
  kept.push(memory);
  return koffi.address(memory);
}

/** koffi frees memory that JavaScript does not reference. */
const kept: unknown[] = [];

/** `IUnknown::QueryInterface`: its result and the returned pointer. */
export function queryInterface(object: bigint, interfaceId: string): { hresult: number; pointer: bigint } {
  const out = new BigUint64Array([0xdeadn]);
  const hresult = callSlot(object, 0, 'const uint8_t *iid, uint64_t *out', guidBytes(interfaceId), out);
  return { hresult, pointer: out[0] ?? 0n };
}

export function addRef(object: bigint): number {
  return callSlot(object, 1, '');
}

export function release(object: bigint): number {
  return callSlot(object, 2, '');
}

/** Activates a class in process; initializes the calling thread for the multi-threaded apartment. */
export function createInstance(clsid: string, interfaceId: string): bigint {
  const inProcess = 1;
  const { hresult, pointer } = tryCreateInstance(clsid, interfaceId, inProcess);
  if (hresult !== 0) throw new Error(`CoCreateInstance of ${clsid} returned 0x${hresult.toString(16)}`);
  return pointer;
}

/** The same with a class context, and with the result: 4 is a local server. */
export function tryCreateInstance(
  clsid: string,
  interfaceId: string,
  context: number,
): { readonly hresult: number; readonly pointer: bigint } {
  const ole = koffi.load('ole32.dll');
  const multithreaded = 0;
  ole.func('int32_t __stdcall CoInitializeEx(void *reserved, uint32_t flags)')(null, multithreaded);
  const create = ole.func(
    'uint32_t __stdcall CoCreateInstance(const uint8_t *clsid, void *outer, uint32_t context, const uint8_t *iid, uint64_t *out)',
  );
  const out = new BigUint64Array(1);
  const hresult = Number(create(guidBytes(clsid), null, context, guidBytes(interfaceId), out));
  return { hresult, pointer: out[0] ?? 0n };
}

/** References the class object of a server that is running, until the returned function is called. */
export function keepClassObject(clsid: string): () => void {
  const get = koffi
    .load('ole32.dll')
    .func(
      'uint32_t __stdcall CoGetClassObject(const uint8_t *clsid, uint32_t context, void *server, const uint8_t *iid, uint64_t *out)',
    );
  const localServer = 4;
  const out = new BigUint64Array(1);
  const hresult = Number(get(guidBytes(clsid), localServer, null, guidBytes(classFactory), out));
  if (hresult !== 0) throw new Error(`CoGetClassObject of ${clsid} returned 0x${hresult.toString(16)}`);
  return () => {
    release(out[0] ?? 0n);
  };
}

/**
 * Serves a class of a library under another class id to the processes of this machine.
 *
 * @returns a function that revokes it
 */
export function serveClass(libraryPath: string, classOfLibrary: string, clsid: string): () => void {
  const ole = koffi.load('ole32.dll');
  const multithreaded = 0;
  ole.func('int32_t __stdcall CoInitializeEx(void *reserved, uint32_t flags)')(null, multithreaded);
  const getClassObject = koffi
    .load(libraryPath)
    .func('uint32_t __stdcall DllGetClassObject(const uint8_t *clsid, const uint8_t *iid, uint64_t *out)');
  const register = ole.func(
    'uint32_t __stdcall CoRegisterClassObject(const uint8_t *clsid, uint64_t factory, uint32_t context, uint32_t flags, uint32_t *cookie)',
  );
  const revoke = ole.func('uint32_t __stdcall CoRevokeClassObject(uint32_t cookie)');
  const factory = new BigUint64Array(1);
  const cookie = new Uint32Array(1);
  const localServer = 4;
  const multipleUse = 1;
  const found = Number(getClassObject(guidBytes(classOfLibrary), guidBytes(classFactory), factory));
  const served = Number(register(guidBytes(clsid), factory[0], localServer, multipleUse, cookie));
  if (found !== 0 || served !== 0) throw new Error(`${clsid} cannot be served: ${found}, ${served}`);
  return () => {
    revoke(cookie[0]);
  };
}

function readAddress(value: unknown): bigint {
  if (typeof value === 'bigint' || typeof value === 'number') return BigInt(value);
  throw new TypeError(`not an address: ${String(value)}`);
}
