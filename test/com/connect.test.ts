import { describe, expect, it, vi } from 'vitest';
import { createEmulation } from '../../lib/emulation.js';
import { AddonLoadError, type Connection, connect, defaultBackend } from '../../lib/index.js';
import { caught } from '../support/caught.js';
import { onPlatform, withVariable } from '../support/platform.js';

const variable = 'WINPROGRESS_BACKEND';

async function backendOf(connecting: Promise<Connection>): Promise<string> {
  await using connection = await connecting;
  return connection.backend;
}

describe('the backend', () => {
  it.each(['linux', 'darwin'] as const)('is the emulation by default on %s', async (platform) => {
    const backend = await withVariable(variable, undefined, () => onPlatform(platform, () => backendOf(connect())));
    expect(backend).toBe('emulation');
  });

  it.each(['', 'auto', 'emulation'])('is the emulation if the environment variable is %s', async (value) => {
    const backend = await withVariable(variable, value, () => onPlatform('linux', () => backendOf(connect())));
    expect(backend).toBe('emulation');
  });

  it('is that of the environment variable on Windows too', async () => {
    const backend = await withVariable(variable, 'emulation', () => onPlatform('win32', () => backendOf(connect())));
    expect(backend).toBe('emulation');
  });

  it('is real COM if the environment variable requests it, which fails without COM', async () => {
    const error = await withVariable(variable, 'native', () => onPlatform('linux', () => caught(connect())));
    expect(error).toBeInstanceOf(AddonLoadError);
  });

  it('is real COM if it is requested, which fails without COM', async () => {
    const error = await onPlatform('linux', () => caught(connect({ backend: 'native' })));
    expect(error).toBeInstanceOf(AddonLoadError);
  });

  it('is the requested one, whatever the environment variable is', async () => {
    const backend = await withVariable(variable, 'native', () => backendOf(connect({ backend: 'emulation' })));
    expect(backend).toBe('emulation');
  });

  it('is the emulation from the options', async () => {
    const emulation = createEmulation();
    await using first = await connect({ backend: emulation });
    await using second = await connect({ backend: emulation });
    const job = await first.bits.createJob({ name: 'shared' });
    expect((await second.bits.getJob(job.id)).id).toBe(job.id);
  });
});

describe('connect()', () => {
  it('rejects an emulation in place of the options, which would connect to another backend, with TypeError', async () => {
    const emulation = createEmulation();
    for (const options of [emulation, emulation.as(emulation.machine.addUser())]) {
      const error = await caught(Reflect.apply(connect, undefined, [options]));
      expect(error).toMatchObject({ name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' });
      expect(error).toHaveProperty('message', 'options must be { backend: emulation }, not the emulation itself');
    }
  });

  it('rejects an unknown backend with RangeError', async () => {
    expect(await caught(Reflect.apply(connect, undefined, [{ backend: 'wine' }]))).toBeInstanceOf(RangeError);
  });

  it('rejects an unknown backend in the environment with RangeError', async () => {
    expect(await withVariable(variable, 'wine', () => caught(connect()))).toBeInstanceOf(RangeError);
  });

  it.each([[null], [5], [{}], [[]]])('rejects %j as backend with TypeError', async (backend) => {
    expect(await caught(Reflect.apply(connect, undefined, [{ backend }]))).toBeInstanceOf(TypeError);
  });

  it.each([[null], ['native'], [5], [[]]])('rejects %j as options with TypeError', async (options) => {
    expect(await caught(Reflect.apply(connect, undefined, [options]))).toBeInstanceOf(TypeError);
  });
});

describe('probe()', () => {
  it('lists every class of the family once, with its HRESULT', async () => {
    await using connection = await connect({ backend: createEmulation() });
    const { backend, classes } = await connection.probe();
    expect(backend).toBe('emulation');
    expect(new Set(classes.map(({ clsid }) => clsid)).size).toBe(15);
    expect(classes.find(({ name }) => name === 'BackgroundCopyManager')).toMatchObject({
      family: 'bits',
      available: true,
      hresult: 0,
      code: 'S_OK',
    });
  });

  it('reports the HRESULT of a missing class', async () => {
    await using connection = await connect({ backend: createEmulation({ queueManager: false }) });
    const { classes } = await connection.probe();
    expect(classes.find(({ name }) => name === 'BackgroundCopyQMgr')).toMatchObject({
      available: false,
      hresult: 0x80040154,
      code: 'REGDB_E_CLASSNOTREG',
    });
  });
});

describe('defaultBackend()', () => {
  it.each([
    ['linux', undefined, 'emulation'],
    ['win32', undefined, 'native'],
    ['win32', 'auto', 'native'],
    ['win32', 'emulation', 'emulation'],
    ['linux', 'native', 'native'],
  ] as const)('on %s with WINPROGRESS_BACKEND=%s returns %s', async (platform, value, expected) => {
    expect(await withVariable(variable, value, () => onPlatform(platform, async () => defaultBackend()))).toBe(
      expected,
    );
  });

  it('throws a RangeError for an unknown WINPROGRESS_BACKEND', async () => {
    const error = await withVariable(variable, 'wine', () => caught((async () => defaultBackend())()));
    expect(error).toMatchObject({ name: 'RangeError', code: 'ERR_INVALID_ARG_VALUE' });
  });
});

describe('connect with a signal', () => {
  const reason = new Error('the user has left');

  it('rejects with the reason of a signal that is aborted already', async () => {
    expect(await caught(connect({ backend: createEmulation(), signal: AbortSignal.abort(reason) }))).toBe(reason);
  });

  it('closes a connection that opens after the abort', async () => {
    const controller = new AbortController();
    const emulation = createEmulation();
    const open = emulation.openBackend.bind(emulation);
    let isClosed: () => void = () => {};
    const closed = new Promise<void>((resolve) => {
      isClosed = resolve;
    });
    vi.spyOn(emulation, 'openBackend').mockImplementation((options) => {
      const backend = open(options);
      const close = backend.close.bind(backend);
      vi.spyOn(backend, 'close').mockImplementation(() => close().then(isClosed));
      return backend;
    });
    const opening = connect({ backend: emulation, signal: controller.signal });
    controller.abort(reason);
    expect(await caught(opening)).toBe(reason);
    await closed;
  });

  it('rejects a signal of another type with TypeError', async () => {
    expect(await caught(Reflect.apply(connect, undefined, [{ signal: 'now' }]))).toBeInstanceOf(TypeError);
  });
});
