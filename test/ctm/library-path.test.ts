import { describe, expect, it } from 'vitest';
import { requireLibraryPath } from '../../lib/ctm/library-path.js';

describe('the path of a library', () => {
  it.each([['C:\\Provider\\notify.dll'], ['d:\\notify.dll'], ['C:\\Größe\\日本.dll'], ['C:\\a?b.dll']])(
    'is accepted with a drive on every platform: %s',
    (path) => {
      expect(requireLibraryPath(path, true)).toBe(path);
      expect(requireLibraryPath(path, false)).toBe(path);
    },
  );

  it('is converted to the backslashes that LoadLibraryExW requires', () => {
    expect(requireLibraryPath('C:/Provider/notify.dll', false)).toBe('C:\\Provider\\notify.dll');
  });

  it('is normalized with a drive', () => {
    expect(requireLibraryPath('C:\\Provider\\.\\x\\..\\notify.dll', false)).toBe('C:\\Provider\\notify.dll');
  });

  it('is accepted from the root where that is absolute', () => {
    expect(requireLibraryPath('/opt/provider/notify.dll', true)).toBe('/opt/provider/notify.dll');
  });

  it('keeps a backslash in a path from the root, where it is an ordinary character', () => {
    expect(requireLibraryPath('/opt/a\\b.dll', true)).toBe('/opt/a\\b.dll');
  });

  it.each([
    ['notify.dll', 'relative'],
    ['.\\notify.dll', 'relative'],
    ['..\\notify.dll', 'relative'],
    ['Provider/notify.dll', 'relative'],
    ['C:notify.dll', 'relative'],
    ['C:', 'relative'],
    ['\\notify.dll', 'relative to the current drive'],
    ['/notify.dll', 'relative to the current drive'],
    ['\\\\server\\share\\notify.dll', 'a UNC path'],
    ['//server/share/notify.dll', 'a UNC path'],
    ['\\/server/share/notify.dll', 'a UNC path'],
    ['\\\\?\\C:\\notify.dll', 'a device path'],
    ['\\\\?\\UNC\\server\\share\\notify.dll', 'a device path'],
    ['\\\\.\\C:\\notify.dll', 'a device path'],
    ['//?/C:/notify.dll', 'a device path'],
    ['//./C:/notify.dll', 'a device path'],
    ['\\??\\C:\\notify.dll', 'a device path'],
    ['', 'empty'],
  ])('is rejected when it is not absolute and local, with the reason in the error: %j is %s', (path, reason) => {
    const refused = () => requireLibraryPath(path, false);
    expect(refused).toThrow(RangeError);
    expect(refused).toThrow(new RegExp(`is ${reason}$`));
  });

  it('is rejected on a share even where paths from the root are absolute', () => {
    expect(() => requireLibraryPath('//server/share/notify.dll', true)).toThrow(RangeError);
  });

  it('is rejected with a NUL', () => {
    expect(() => requireLibraryPath('C:\\notify.dll\0.txt', true)).toThrow(RangeError);
  });

  it.each([[undefined], [null], [5], [{}]])('is rejected when it is not a text: %s', (value) => {
    expect(() => requireLibraryPath(value, true)).toThrow(TypeError);
  });
});
