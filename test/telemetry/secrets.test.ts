import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { toPublicUrl } from '../../lib/bits/public-url.js';
import { toDiagnosticsError } from '../../lib/com/diagnostics/error.js';
import { createEmulation } from '../../lib/emulation.js';
import { connect } from '../../lib/index.js';
import { caught } from '../support/caught.js';
import { allChannels, RecordedMessages } from '../support/recorded-messages.js';

/** All text of a value, also of properties that are not enumerable. */
function textOf(value: unknown): string {
  return inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true, maxArrayLength: null });
}

describe('the messages of all channels', () => {
  it('contain no password, token, header or local path of a download that fails', async () => {
    const emulation = createEmulation();
    emulation.network.serve('http://files.example/b', { size: 1 });
    const connection = await connect({ backend: emulation });
    const recorded = new RecordedMessages(...allChannels);
    const download = caught(
      connection.bits.download('http://files.example/a?signature=hidden-token#hidden-part', 'C:\\hidden-folder\\a', {
        name: 'hidden-name',
        credentials: [{ target: 'server', scheme: 'basic', user: 'hidden-user', password: 'hidden-password' }],
        http: { headers: { Authorization: 'Bearer hidden-bearer' }, headersWriteOnly: true },
      }),
    );
    await emulation.clock.tickAsync(60_000);
    expect(await download).toMatchObject({ code: 'BG_E_HTTP_ERROR_404' });
    await connection.close();
    recorded[Symbol.dispose]();
    const text = textOf(recorded.all);
    expect(text).toContain("'http://files.example/a'");
    expect(text).not.toContain('hidden');
  });
});

describe('the address of a transfer', () => {
  it.each([
    ['https://user:password@files.example:8443/a/b?token=1#part', 'https://files.example:8443/a/b'],
    ['\\\\server\\share\\a b.bin', 'file://server/share/a%20b.bin'],
    ['C:\\folder\\a', null],
    ['not an address', null],
  ])('%s is published as %s', (remoteName, published) => {
    expect(toPublicUrl(remoteName)).toBe(published);
  });
});

describe('the error of a message', () => {
  it.each<[string, unknown, string]>([
    ['the code of an error', Object.assign(new Error('hidden'), { code: 'ENOENT' }), 'ENOENT'],
    ['the name of an error without a code', new DOMException('hidden', 'AbortError'), 'AbortError'],
    ['no code that is a sentence', Object.assign(new Error('a'), { code: 'hidden text' }), 'Error'],
    ['the type of what is not an error', 'hidden', 'string'],
  ])('has %s', (_name, thrown, code) => {
    expect(toDiagnosticsError(thrown)).toEqual({ code, hresult: null, operation: null, httpStatus: null });
  });

  it('is made of an error whose accessors throw', () => {
    const hostile = new Error('a');
    Object.defineProperty(hostile, 'name', {
      get() {
        throw new Error('b');
      },
    });
    expect(toDiagnosticsError(hostile)).toMatchObject({ code: 'Error' });
  });
});
