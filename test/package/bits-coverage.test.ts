import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { problemsOf } from '../../scripts/coverage/check.mjs';
import { declarationsOf, readDeclarations } from '../../scripts/coverage/declarations.mjs';
import { formatPage } from '../../scripts/coverage/page.mjs';
import { allRows } from '../../scripts/coverage/rows.mjs';
import { root } from './documentation/pages.js';

const declared = readDeclarations();
const rows = allRows();
const resume = rows.find(([name]) => name === 'IBackgroundCopyJob.Resume')?.[1];

describe('docs/bits-coverage.md', () => {
  it('has a row for each method and property of the headers, and each row is true', () => {
    expect(problemsOf(declared)).toEqual([]);
  });

  it('is up to date', () => {
    const page = readFileSync(join(root, 'docs', 'bits-coverage.md'), 'utf8').replaceAll('\r\n', '\n');
    expect(page, 'run node scripts/bits-coverage.mjs').toBe(formatPage());
  });
});

describe('the declarations', () => {
  it('have the methods of the addon and of the reference servers on every platform', () => {
    expect(declared.methods).toEqual(
      expect.arrayContaining([
        ...['IBackgroundCopyJob.AddFileSet', 'IBackgroundCopyJob5.SetProperty', 'IBitsTokenOptions.GetHelperTokenSid'],
        ...['IBackgroundCopyFile6.GetFilledFileRanges', 'IBackgroundCopyGroup.get_Size'],
        ...['IBackgroundCopyCallback1.OnStatus', 'IBackgroundCopyCallback3.FileRangesTransferred'],
      ]),
    );
    expect(declared.properties).toHaveLength(9);
  });

  it.each([
    ['C++ of this project', 'struct IOne : IUnknown {\n  virtual HRESULT STDMETHODCALLTYPE Get(DWORD* value) = 0;\n};'],
    [
      'a header of widl',
      'IOne : public IUnknown\n{\n    virtual HRESULT STDMETHODCALLTYPE Get(\n        DWORD *pVal) = 0;\n};\n' +
        '    HRESULT (STDMETHODCALLTYPE *Get)(\n',
    ],
    ['qmgr.h', 'struct IOne : public IUnknown {\n  public:\n    virtual HRESULT WINAPI Get(DWORD *value) = 0;'],
    ['an IDL file', 'interface IOne : IUnknown\n{\n    HRESULT Get([out] DWORD *value);\n}'],
  ])('are found in %s', (_, text) => {
    expect(declarationsOf(text).methods).toEqual(['IOne.Get']);
  });
});

describe('the check of the rows', () => {
  const wrong = (change: object) => {
    if (resume === undefined) throw new Error('there is no row of IBackgroundCopyJob.Resume');
    return problemsOf({ methods: ['IBackgroundCopyJob.Resume'], properties: [] }, [
      ['IBackgroundCopyJob.Resume', { ...resume, ...change }],
    ]);
  };

  it('finds a method without a row', () => {
    expect(problemsOf({ methods: ['IBackgroundCopyJob.Resume'], properties: [] }, [])).toEqual([
      'IBackgroundCopyJob.Resume has no row',
    ]);
  });

  it('finds a row without a method', () => {
    if (resume === undefined) throw new Error('there is no row of IBackgroundCopyJob.Resume');
    expect(problemsOf({ methods: [], properties: [] }, [['IBackgroundCopyJob.Resume', resume]])).toEqual([
      'IBackgroundCopyJob.Resume is in no header',
    ]);
  });

  it('does not require rows for the methods of enumerators that return arrays', () => {
    expect(problemsOf({ methods: ['IEnumBackgroundCopyJobs.Skip'], properties: [] }, [])).toEqual([]);
  });

  it('accepts a row that is true', () => {
    expect(wrong({})).toEqual([]);
  });

  const contract = 'test/contract/bits/states.contract.ts';
  it.each([
    ['public member', { api: ['BitsJob.restart'] }, 'BitsJob.restart is not in the public API'],
    ['class that is not exported', { api: ['JobVerbs.resume'] }, 'JobVerbs.resume is not in the public API'],
    ['verb', { verb: ['JobVerbs.restart'] }, 'JobVerbs.restart is not in the seam'],
    ['native file', { native: 'none.cc' }, 'native/bits/none.cc does not have Resume'],
    ['native file without the method', { native: 'file.cc' }, 'native/bits/file.cc does not have Resume'],
    ['emulation file', { emulation: 'heap.ts' }, 'lib/bits/emulation/heap.ts does not have JobVerbs.resume'],
    ['contract file', { tests: ['test/none.ts: resume() > works'] }, 'there is no test test/none.ts: resume() > works'],
    ['test', { tests: [`${contract}: resume() > works`] }, `there is no test ${contract}: resume() > works`],
    [
      'group of a test',
      { tests: [`${contract}: suspend() > puts a suspended job in the queue`] },
      `there is no test ${contract}: suspend() > puts a suspended job in the queue`,
    ],
    [
      'row of a test',
      { tests: ['test/contract/bits/properties.contract.ts: the priority > can be absent'] },
      'there is no test test/contract/bits/properties.contract.ts: the priority > can be absent',
    ],
    ['tests', { tests: [] }, 'it has no test'],
    ['reason', { notReached: '' }, 'the reason is missing'],
  ])('finds a missing %s', (_, change, problem) => {
    expect(wrong(change)).toContain(`IBackgroundCopyJob.Resume: ${problem}`);
  });
});
