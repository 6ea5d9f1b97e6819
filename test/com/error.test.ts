import { describe, expect, it } from 'vitest';
import { HResultError, isHResult } from '../../lib/com/error.js';
import { hresults } from '../../lib/com/hresult.js';

describe('HResultError', () => {
  it('has the name, the number, the operation, the context and the HTTP status', () => {
    const error = new HResultError(hresults.BG_E_HTTP_ERROR_404, 'IBackgroundCopyError.GetError', 'remoteFile');
    expect({ ...error }).toEqual({
      code: 'BG_E_HTTP_ERROR_404',
      hresult: 0x80190194,
      operation: 'IBackgroundCopyError.GetError',
      context: 'remoteFile',
      httpStatus: 404,
    });
  });

  it('has the file that failed, also in JSON', () => {
    const file = { url: 'http://example.com/file', path: 'C:\\file' };
    const error = new HResultError(hresults.E_FAIL, 'IBackgroundCopyError.GetError', 'localFile', { file });
    expect(error.file).toEqual(file);
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ context: 'localFile', file });
  });

  it('has the HTTP status of a result without a constant, of either sign, also in JSON', () => {
    const error = new HResultError(0x801901ad | 0, 'IBackgroundCopyError.GetError');
    expect(error).toMatchObject({ code: 'BG_E_HTTP_ERROR_429', httpStatus: 429 });
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ httpStatus: 429 });
  });

  it('has no HTTP status for a result outside 0x80190064 to 0x801903E7', () => {
    const results = [hresults.E_FAIL, 0x80190000, 0x80190063, 0x801903e8, 0x00190194];
    for (const hresult of results) expect('httpStatus' in new HResultError(hresult, 'operation')).toBe(false);
  });

  it('has no file where none was given', () => {
    expect('file' in new HResultError(hresults.E_FAIL, 'operation')).toBe(false);
  });

  it('is an Error with its own name', () => {
    const error = new HResultError(hresults.E_FAIL, 'IUnknown.QueryInterface');
    expect(error).toBeInstanceOf(Error);
    expect([error.name, Object.hasOwn(error, 'name')]).toEqual(['HResultError', false]);
  });

  it('accepts a signed number and returns it unsigned', () => {
    expect(new HResultError(-2147467263, 'operation')).toMatchObject({ hresult: 0x80004001, code: 'E_NOTIMPL' });
  });

  it('has the hexadecimal form as code if the result has no name', () => {
    expect(new HResultError(0x8abc0def, 'operation').code).toBe('0x8ABC0DEF');
  });

  it('has no context by default', () => {
    expect('context' in new HResultError(hresults.E_FAIL, 'operation')).toBe(false);
  });
});

describe('isHResult()', () => {
  const notFound = new HResultError(0x80190194, 'IBackgroundCopyError.GetError');

  it('matches a result by its name', () => {
    expect(isHResult(notFound, 'BG_E_HTTP_ERROR_403', 'BG_E_HTTP_ERROR_404')).toBe(true);
    expect(isHResult(notFound, 'BG_E_HTTP_ERROR_403')).toBe(false);
  });

  it('matches one of several results by its number', () => {
    expect(isHResult(notFound, hresults.E_FAIL, hresults.BG_E_HTTP_ERROR_404)).toBe(true);
    expect(isHResult(notFound, hresults.E_FAIL)).toBe(false);
  });

  it('matches a result by its number, signed or unsigned', () => {
    expect(isHResult(notFound, 0x80190194)).toBe(true);
    expect(isHResult(notFound, 0x80190194 | 0)).toBe(true);
    expect(isHResult(notFound, 0x80190193)).toBe(false);
  });

  it('matches a result without a name by its hexadecimal form', () => {
    expect(isHResult(new HResultError(0x8fffffff, 'IBackgroundCopyJob.Resume'), '0x8FFFFFFF')).toBe(true);
  });

  it('matches a result by its name in another family', () => {
    const error = new HResultError(0x80041001, 'SendNotifyErrorToCTM');
    expect(error.code).toBe('WBEM_E_FAILED');
    expect(isHResult(error, 'WBEM_E_FAILED')).toBe(true);
    expect(isHResult(error, 'SYNC_E_INVALID_OPERATION')).toBe(true);
  });

  it('returns false for a value that is not an HResultError', () => {
    expect(isHResult(Object.assign(new Error('x'), { code: 'E_FAIL', hresult: 0x80004005 }), 'E_FAIL')).toBe(false);
    expect(isHResult(undefined, 'E_FAIL')).toBe(false);
  });
});
