import { describe, expect, it } from 'vitest';
import { type DownloadManifestOptions, formatManifest, parseManifest } from '../../../lib/emulation.js';

const documented = `<?xml version="1.0"?>
<DTSManifest Version="1">
  <File Destination="C:\\Prod\\stream.dat" Source="Office/Data/stream.dat">
     <Chunk Length="43491" Offset="59247735"/>
     <Chunk Length="267118" Offset="69247735"/>
  </File>
  <File Destination="C:\\Prod\\s640.cab" Source="Office/Data/s640.cab"/>
</DTSManifest>`;

const file = '<File Destination="d" Source="s"/>';
const manifest = (content: string, attributes = 'Version="1"') => `<DTSManifest ${attributes}>${content}</DTSManifest>`;

describe('reading a manifest', () => {
  it('tells files and their chunks', () => {
    expect(parseManifest(documented)).toEqual({
      version: 1,
      files: [
        {
          source: 'Office/Data/stream.dat',
          destination: 'C:\\Prod\\stream.dat',
          chunks: [
            { offset: 59247735, length: 43491 },
            { offset: 69247735, length: 267118 },
          ],
        },
        { source: 'Office/Data/s640.cab', destination: 'C:\\Prod\\s640.cab', chunks: [] },
      ],
    });
  });

  it('decodes entities and character references in names', () => {
    const xml = manifest('<File Destination="a&amp;b&#x1F600;&#65;" Source=" &quot; "/>');
    expect(parseManifest(xml).files).toMatchObject([{ destination: 'a&b\u{1F600}A', source: ' " ' }]);
  });

  it('takes the largest numbers', () => {
    const xml = manifest(
      '<File Destination="d" Source="s"><Chunk Length="4294967295" Offset="0"/></File>',
      'Version="255"',
    );
    expect(parseManifest(xml)).toMatchObject({ version: 255, files: [{ chunks: [{ length: 4294967295 }] }] });
  });

  it('takes 200 files of 500 chunks', () => {
    const full = `<File Destination="d" Source="s">${'<Chunk Length="1" Offset="1"/>'.repeat(500)}</File>`;
    const { files } = parseManifest(manifest(full.repeat(200)));
    expect(files.map(({ chunks }) => chunks.length)).toEqual(Array(200).fill(500));
  });

  it.each([
    ['no XML', 'manifest'],
    ['XML that is not closed', '<DTSManifest Version="1">'],
    ['another root', '<Manifest Version="1"/>'],
    ['two roots', `${manifest(file)}${manifest(file)}`],
    ['a document type', `<!DOCTYPE DTSManifest [<!ENTITY a "b">]>${manifest(file)}`],
    ['an entity that is not declared', manifest('<File Destination="&nbsp;" Source="s"/>')],
    ['a control character', manifest('<File Destination="\u0001" Source="s"/>')],
    ['no version', manifest(file, '')],
    ['a version above a byte', manifest(file, 'Version="256"')],
    ['a version that is no number', manifest(file, 'Version="1.0"')],
    ['no file', manifest('')],
    ['201 files', manifest(file.repeat(201))],
    ['501 chunks', manifest(`<File Destination="d" Source="s">${'<Chunk Length="1" Offset="1"/>'.repeat(501)}</File>`)],
    ['a file without a destination', manifest('<File Source="s"/>')],
    ['a file without a source', manifest('<File Destination="d"/>')],
    ['a chunk without a length', manifest('<File Destination="d" Source="s"><Chunk Offset="1"/></File>')],
    ['a chunk without an offset', manifest('<File Destination="d" Source="s"><Chunk Length="1"/></File>')],
    ['a negative offset', manifest('<File Destination="d" Source="s"><Chunk Length="1" Offset="-1"/></File>')],
    ['an offset of 2^32', manifest('<File Destination="d" Source="s"><Chunk Length="1" Offset="4294967296"/></File>')],
    ['an unknown element', manifest(`${file}<Folder/>`)],
    ['an unknown attribute', manifest(file, 'Version="1" Name="n"')],
    ['a name that harms objects', manifest(`${file}<__proto__/>`)],
  ])('refuses %s', (_, xml) => {
    expect(() => parseManifest(xml)).toThrow(RangeError);
  });
});

describe('writing a manifest', () => {
  it('gives what is read as the same', () => {
    const parsed = parseManifest(documented);
    expect(parseManifest(formatManifest(parsed))).toEqual(parsed);
  });

  it('keeps names whatever is in them', () => {
    const files = [{ source: `<&>"'\u{1F600} x`, destination: 'C:\\a & b\\%20;&amp;' }];
    expect(parseManifest(formatManifest({ files })).files).toMatchObject(files);
  });

  const one = { source: 's', destination: 'd' };
  it.each<[string, DownloadManifestOptions]>([
    ['no files', { files: [] }],
    ['201 files', { files: Array(201).fill(one) }],
    ['version 256', { version: 256, files: [one] }],
    ['501 chunks', { files: [{ ...one, chunks: Array(501).fill({ offset: 0, length: 1 }) }] }],
    ['an offset of 2^32', { files: [{ ...one, chunks: [{ offset: 2 ** 32, length: 1 }] }] }],
    ['a line break in a name', { files: [{ source: 's\n', destination: 'd' }] }],
    ['half a character', { files: [{ source: '\ud83d', destination: 'd' }] }],
  ])('refuses %s', (_, wrong) => {
    expect(() => formatManifest(wrong)).toThrow(RangeError);
  });
});
