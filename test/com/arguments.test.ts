import { describe, expect, it } from 'vitest';
import {
  type ArgumentErrorCode,
  isArgumentError,
  maximumDword,
  requireArray,
  requireBigInt,
  requireBoolean,
  requireBytes,
  requireCallback,
  requireFilledText,
  requireFunction,
  requireInteger,
  requireObject,
  requireOneOf,
  requireOptions,
  requirePointer,
  requireResult,
  requireSignal,
  requireText,
  requireWord,
} from '../../lib/com/arguments.js';
import { parseGuid } from '../../lib/com/guid.js';
import { requireLibraryPath } from '../../lib/ctm/library-path.js';
import { createEmulation } from '../../lib/emulation.js';
import { connect } from '../../lib/index.js';
import { caught } from '../support/caught.js';

describe('requireText', () => {
  it('returns a string', () => {
    expect(requireText('text', 'name')).toBe('text');
  });

  it.each([undefined, null, 1, {}, ['text']])('throws TypeError for %j', (value) => {
    expect(() => requireText(value, 'name')).toThrow(TypeError);
  });

  it('throws RangeError for a NUL, which would truncate the text', () => {
    expect(() => requireText('a\0b', 'name')).toThrow(RangeError);
  });

  it('counts UTF-16 units against the maximum', () => {
    expect(requireText('\u{1F600}', 'name', 2)).toBe('\u{1F600}');
    expect(() => requireText('\u{1F600}', 'name', 1)).toThrow(RangeError);
  });
});

describe('requireInteger', () => {
  it.each([0, 7, maximumDword])('returns %d', (value) => {
    expect(requireInteger(value, 'count', 0, maximumDword)).toBe(value);
  });

  it.each([-1, maximumDword + 1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('throws RangeError for %d', (value) => {
    expect(() => requireInteger(value, 'count', 0, maximumDword)).toThrow(RangeError);
  });

  it.each([undefined, null, '1', 1n, {}])('throws TypeError for %o', (value) => {
    expect(() => requireInteger(value, 'count', 0, 10)).toThrow(TypeError);
  });
});

describe('requireBoolean', () => {
  it.each([true, false])('returns %s', (value) => {
    expect(requireBoolean(value, 'self')).toBe(value);
  });

  it.each([undefined, null, 0, 1, 'true'])('throws TypeError for %o', (value) => {
    expect(() => requireBoolean(value, 'self')).toThrow(TypeError);
  });
});

describe('requireBytes', () => {
  it('returns a copy', () => {
    const bytes = Uint8Array.of(1, 2);
    const copy = requireBytes(bytes, 'bytes');
    bytes.fill(0);
    expect(copy).toEqual(Uint8Array.of(1, 2));
  });

  it('returns only the part of a buffer that an array covers', () => {
    expect(requireBytes(Uint8Array.of(1, 2, 3, 4).subarray(1, 3), 'bytes')).toEqual(Uint8Array.of(2, 3));
  });

  it('returns a plain Uint8Array for a Buffer', () => {
    expect(requireBytes(Buffer.from([1, 2]), 'bytes')).toEqual(Uint8Array.of(1, 2));
  });

  it.each([undefined, null, [1, 2], 'text', new ArrayBuffer(2), new Uint16Array(2)])(
    'throws TypeError for %o',
    (value) => {
      expect(() => requireBytes(value, 'bytes')).toThrow(TypeError);
    },
  );
});

describe('requirePointer', () => {
  it.each([1n, 0xffff_ffff_ffff_ffffn])('returns %d', (value) => {
    expect(requirePointer(value)).toBe(value);
  });

  it.each([0n, -1n, 2n ** 64n])('throws RangeError for %d', (value) => {
    expect(() => requirePointer(value)).toThrow(RangeError);
  });

  it.each([undefined, null, 4096, '0x1000'])('throws TypeError for %o', (value) => {
    expect(() => requirePointer(value)).toThrow(TypeError);
  });
});

describe('requireOptions', () => {
  it('returns an object', () => {
    const options = { interval: 5 };
    expect(requireOptions(options)).toBe(options);
  });

  it('returns an empty object if it is omitted', () => {
    expect(requireOptions(undefined)).toEqual({});
  });

  it.each([[[]], ['text'], [null], [1]])('throws TypeError for %j', (value) => {
    expect(() => Reflect.apply(requireOptions, undefined, [value])).toThrow(TypeError);
  });
});

describe('requireWord', () => {
  const words = ['foreground', 'high', 'normal', 'low'];

  it.each([...words.entries()])('returns %d for its word', (index, word) => {
    expect(requireWord(word, 'priority', words)).toBe(index);
  });

  it.each(['', 'Normal', 'toString'])('throws RangeError for %j', (word) => {
    expect(() => requireWord(word, 'priority', words)).toThrow(RangeError);
  });

  it.each([undefined, null, 0, ['low']])('throws TypeError for %j', (value) => {
    expect(() => requireWord(value, 'priority', words)).toThrow(TypeError);
  });
});

describe('requireSignal', () => {
  it('returns a signal or undefined', () => {
    const { signal } = new AbortController();
    expect([requireSignal(signal), requireSignal(undefined)]).toEqual([signal, undefined]);
  });

  it.each([null, {}, new AbortController()])('throws TypeError for %o', (value) => {
    expect(() => requireSignal(value)).toThrow(TypeError);
  });
});

describe('requireFunction', () => {
  it('returns a function or undefined', () => {
    const callback = () => {};
    expect([requireFunction(callback, 'callback'), requireFunction(undefined, 'callback')]).toEqual([
      callback,
      undefined,
    ]);
  });

  it.each([null, {}, 'text'])('throws TypeError for %j', (value) => {
    expect(() => requireFunction(value, 'callback')).toThrow(TypeError);
  });
});

describe('requireFilledText', () => {
  it('returns a text of at least one character', () => {
    expect(requireFilledText('a', 'name', 1)).toBe('a');
  });

  it.each(['', 'ab', 'a\0'])('throws RangeError for %j', (value) => {
    expect(() => requireFilledText(value, 'name', 1)).toThrow(RangeError);
  });
});

describe('requireBigInt', () => {
  it.each([0n, 0xffff_ffff_ffff_ffffn])('returns %d within unsigned 64 bits', (value) => {
    expect(requireBigInt(value, 'count')).toBe(value);
  });

  it.each([-1n, 2n ** 64n])('throws RangeError for %d', (value) => {
    expect(() => requireBigInt(value, 'count')).toThrow(RangeError);
  });

  it('applies the given limits', () => {
    expect(requireBigInt(5n, 'count', 5n, 5n)).toBe(5n);
    expect(() => requireBigInt(6n, 'count', 5n, 5n)).toThrow('count must be from 5 to 5, not 6');
  });
});

describe('requireResult', () => {
  it.each([
    [0x8000_4005, 0x8000_4005],
    [-0x7fff_bffb, 0x8000_4005],
    [0, 0],
  ])('returns %d as the unsigned number %d', (given, unsigned) => {
    expect(requireResult(given)).toBe(unsigned);
  });

  it.each([-0x8000_0001, 0x1_0000_0000, 0.5])('throws RangeError for %d', (value) => {
    expect(() => requireResult(value)).toThrow(RangeError);
  });
});

describe('requireObject', () => {
  it('returns an object', () => {
    const given = {};
    expect(requireObject(given, 'step')).toBe(given);
  });

  it.each([[[]], ['text'], [null], [undefined]])('throws TypeError for %j', (value) => {
    expect(() => requireObject(value, 'step')).toThrow(TypeError);
  });
});

describe('requireOneOf', () => {
  it('returns the word', () => {
    expect(requireOneOf('low', 'priority', ['high', 'low'])).toBe('low');
  });

  it('throws for another word', () => {
    expect(() => requireOneOf('constructor', 'priority', ['high', 'low'])).toThrow(RangeError);
  });
});

describe('requireCallback', () => {
  it('returns a function', () => {
    const callback = () => {};
    expect(requireCallback(callback, 'create')).toBe(callback);
  });

  it.each([undefined, null, {}])('throws TypeError for %o', (value) => {
    expect(() => requireCallback<unknown>(value, 'create')).toThrow(TypeError);
  });
});

describe('the code of an error of arguments', () => {
  it.each<readonly [ArgumentErrorCode, string, () => unknown]>([
    ['ERR_INVALID_ARG_TYPE', 'text of another type', () => requireText(1, 'name')],
    ['ERR_INVALID_ARG_TYPE', 'a number of another type', () => requireInteger('1', 'count', 0, 1)],
    ['ERR_INVALID_ARG_TYPE', 'a GUID of another type', () => parseGuid(1)],
    ['ERR_INVALID_ARG_TYPE', 'a missing function', () => requireCallback(undefined, 'create')],
    ['ERR_INVALID_ARG_VALUE', 'text with a NUL', () => requireText('\0', 'name')],
    ['ERR_INVALID_ARG_VALUE', 'text that is too long', () => requireText('ab', 'name', 1)],
    ['ERR_INVALID_ARG_VALUE', 'an unknown word', () => requireWord('c', 'word', ['a', 'b'])],
    ['ERR_INVALID_ARG_VALUE', 'text that is not a GUID', () => parseGuid('abc')],
    ['ERR_INVALID_ARG_VALUE', 'a relative path of a library', () => requireLibraryPath('a.dll')],
    ['ERR_OUT_OF_RANGE', 'a number beyond its limits', () => requireInteger(2, 'count', 0, 1)],
    ['ERR_OUT_OF_RANGE', 'a number that is not whole', () => requireInteger(0.5, 'count', 0, 1)],
    ['ERR_OUT_OF_RANGE', 'an address of 0', () => requirePointer(0n)],
    ['ERR_INCOMPATIBLE_OPTION_PAIR', 'options that exclude each other', () => createEmulation({ transport: 'http' })],
    ['ERR_INVALID_STATE', 'a virtual clock that is missing', () => createRealEmulation().clock.tickAsync(1)],
  ])('is %s for %s', (code, _, refuse) => {
    expect(refuse).toThrow(expect.objectContaining({ code }));
  });
});

function createRealEmulation() {
  return createEmulation({ clock: 'real' });
}

describe('an array of arguments', () => {
  class Shouting extends Array<string> {
    override map<U>(): U[] {
      return [];
    }
  }

  it.each([
    ['undefined in the place of holes', Array(2), [undefined, undefined]],
    ['its elements, whatever map() a subclass has', Shouting.from(['a', 'b']), ['a', 'b']],
    ['its elements', ['a'], ['a']],
  ])('is copied with %s', (_, given, copy) => {
    const taken = requireArray(given, 'values', 'words');
    expect(taken).toEqual(copy);
    expect(Object.keys(taken)).toHaveLength(copy.length);
    expect(Object.getPrototypeOf(taken)).toBe(Array.prototype);
  });

  it.each([
    ['text', 'ab'],
    ['an object like one', { length: 1, 0: 'a' }],
    ['null', null],
  ])('is not %s', (_, value) => {
    expect(() => requireArray(value, 'values', 'words')).toThrow(TypeError);
  });

  it('is not longer than a million elements, although most are holes', () => {
    const sparse: string[] = [];
    sparse.length = 2 ** 32 - 1;
    expect(() => requireArray(sparse, 'values', 'words')).toThrow(RangeError);
  });
});

describe('a value in a message', () => {
  const long = 'x'.repeat(10_000_000);

  it.each<readonly [string, () => unknown]>([
    ['a word', () => requireWord(long, 'word', ['a', 'b'])],
    ['a GUID', () => parseGuid(long)],
    ['a library', () => requireLibraryPath(long)],
    ['a count', () => requireBigInt(2n ** 100_000n, 'bytesTotal')],
  ])('is shortened: %s', (_, refuse) => {
    expect(refuse).toThrow(expect.objectContaining({ message: expect.stringMatching(/^.{1,300}$/s) }));
  });
});

describe('an argument of several types', () => {
  it('is refused with all of them', async () => {
    await using emulation = createEmulation();
    await using connection = await connect({ backend: emulation });
    const refused = async (call: () => unknown) => await caught((async () => await call())());
    const serve = () =>
      Reflect.apply(emulation.network.serve, emulation.network, ['http://files.test/a', { size: '1' }]);
    expect(await refused(serve)).toHaveProperty('message', 'size must be a number or a bigint, not string');
    const { download } = connection.bits;
    const options = { fallback: true };
    expect(
      await refused(() => Reflect.apply(download, connection.bits, ['http://files.test/a', 'C:\\a', options])),
    ).toHaveProperty('message', 'fallback must be none, http or a function, not boolean');
    const library = emulation.ctm.addLibrary('C:\\a.dll').path;
    const notifier = await connection.ctm.openNotifier({ library });
    const id = '{3F2504E0-4F89-41D3-9A0C-0305E82C3301}';
    const job = { endpoint: '', id, clientData: '', wantsProgress: true, chunkSize: '1' };
    expect(await refused(() => Reflect.apply(notifier.job, notifier, [job]))).toHaveProperty(
      'message',
      'chunkSize must be a number or a bigint, not string',
    );
  });
});

describe('isArgumentError()', () => {
  it('is true for an error of a wrong argument', () => {
    const thrown: unknown[] = [];
    for (const call of [() => requireBoolean(1, 'value'), () => requireInteger(-1, 'value', 0, 1)]) {
      try {
        call();
      } catch (error) {
        thrown.push(error);
      }
    }
    expect(thrown.map(isArgumentError)).toEqual([true, true]);
  });

  it('is true for an argument error of Node.js', () => {
    const error = Object.assign(new TypeError('path must be a string'), { code: 'ERR_INVALID_ARG_TYPE' });
    expect(isArgumentError(error)).toBe(true);
  });

  it.each([
    ['a TypeError without a code', new TypeError('x is not a function')],
    ['a TypeError with another code', Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL' })],
    ['another error with the code', Object.assign(new Error('x'), { code: 'ERR_OUT_OF_RANGE' })],
    ['undefined', undefined],
  ])('is false for %s', (_, value) => {
    expect(isArgumentError(value)).toBe(false);
  });
});
