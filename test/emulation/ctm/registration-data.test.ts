import { describe, expect, it } from 'vitest';
import { formatAlternateDownloadSettings, parseAlternateDownloadSettings } from '../../../lib/emulation.js';
import { formatDownloadProviderMof } from '../../../lib/index.js';

const clsid = '{89F7454D-71F7-4F05-8276-FADC8B85F48D}';

describe('CCM_DownloadProvider as MOF', () => {
  it('is an instance in the requested machine policy', () => {
    const text = formatDownloadProviderMof({ logicalName: 'Provider', clsid: clsid.toLowerCase(), priority: 1 });
    expect(text.split('\r\n')).toEqual([
      '#pragma namespace("\\\\\\\\.\\\\root\\\\ccm\\\\policy\\\\machine\\\\RequestedConfig")',
      '',
      'instance of CCM_DownloadProvider',
      '{',
      '    PolicySource = "Local";',
      '    LogicalName = "Provider";',
      `    CLSID = "${clsid}";`,
      '    Priority = 1;',
      '    GlobalSettings = "";',
      '};',
      '',
    ]);
  });

  it('escapes characters that a string literal cannot contain', () => {
    const globalSettings = 'a"b\\c\r\n\té\u{1F600}\u0001';
    const text = formatDownloadProviderMof({ logicalName: 'P', clsid, priority: 1, globalSettings });
    expect(text).toContain('GlobalSettings = "a\\"b\\\\c\\r\\n\\t\\x00E9\\xD83D\\xDE00\\x0001";');
  });

  it.each([
    ['priority 0', { logicalName: 'P', clsid, priority: 0 }],
    ['a priority above 32 bits', { logicalName: 'P', clsid, priority: 2 ** 32 }],
    ['an empty name', { logicalName: ' ', clsid, priority: 1 }],
    ['a class that is not a GUID', { logicalName: 'P', clsid: 'P.P', priority: 1 }],
    ['a NUL', { logicalName: 'P', clsid, priority: 1, globalSettings: '\0' }],
  ])('rejects %s', (_, policy) => {
    expect(() => formatDownloadProviderMof(policy)).toThrow(RangeError);
  });

  it('does not generate a class', () => {
    expect(() => Reflect.apply(formatDownloadProviderMof, null, [{ logicalName: 'P', priority: 1 }])).toThrow(
      TypeError,
    );
  });
});

describe('AlternateDownloadSettings', () => {
  it('is written in the form of the server', () => {
    const xml = formatAlternateDownloadSettings([{ name: 'Provider', data: '<Settings/><pc>1</pc>' }]);
    expect(xml).toBe(
      '<AlternateDownloadSettings SchemaVersion="1.0"><Provider Name="Provider"><Data><Settings/><pc>1</pc></Data></Provider></AlternateDownloadSettings>',
    );
  });

  it('can be written and read again', () => {
    const providers = [
      { name: 'a & "b" <c>', data: ' text &amp; <x y="1">z</x> ' },
      { name: 'd', data: '' },
    ];
    expect(parseAlternateDownloadSettings(formatAlternateDownloadSettings(providers))).toEqual(providers);
  });

  it.each([
    '<![CDATA[</Data>&x;]]>',
    '<!-- </Data> -->',
    '<Data>1</Data>',
    '<a b="&lt;/Data>"/>',
    '\r\n\u{1F600}\r<x/>\r\n',
  ])('keeps the data %s', (data) => {
    const providers = [{ name: 'P', data }];
    expect(parseAlternateDownloadSettings(formatAlternateDownloadSettings(providers))).toEqual(providers);
  });

  it('can have no provider', () => {
    expect(parseAlternateDownloadSettings(formatAlternateDownloadSettings([]))).toEqual([]);
  });

  it.each([
    ['data that is not well-formed', [{ name: 'P', data: '<a>' }]],
    ['a less-than sign in an attribute', [{ name: 'P', data: '<a b="</Data>"/>' }]],
    ['an entity that is not declared', [{ name: 'P', data: '&other;' }]],
    ['data that closes its element', [{ name: 'P', data: '</Data></Provider><Provider Name="Q"><Data>' }]],
    ['a duplicate name', Array(2).fill({ name: 'P', data: '' })],
    ['an empty name', [{ name: '', data: '' }]],
  ])('is not written with %s', (_, providers) => {
    expect(() => formatAlternateDownloadSettings(providers)).toThrow(RangeError);
  });

  const settings = (content: string, version = '1.0') =>
    `<AlternateDownloadSettings SchemaVersion="${version}">${content}</AlternateDownloadSettings>`;
  it.each([
    ['another version', settings('', '2.0')],
    ['another root', '<Settings SchemaVersion="1.0"/>'],
    ['a provider without a name', settings('<Provider><Data/></Provider>')],
    ['a provider without data', settings('<Provider Name="P"></Provider>')],
    ['a provider with data twice', settings('<Provider Name="P"><Data/><Data/></Provider>')],
    ['an unknown element', settings('<Other/>')],
    ['a document type', `<!DOCTYPE a>${settings('')}`],
  ])('is not read with %s', (_, xml) => {
    expect(() => parseAlternateDownloadSettings(xml)).toThrow(RangeError);
  });
});
