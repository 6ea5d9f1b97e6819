import { describe, expect, it } from 'vitest';
import { readManifest } from '../../../lib/ctm/formats/manifest.js';
import { type DownloadManifestOptions, formatManifest } from '../../../lib/emulation.js';
import { parseManifest } from '../../../lib/index.js';

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
  it('returns files and their chunks', async () => {
    expect(await parseManifest(documented)).toEqual({
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

  it('decodes entities and character references in names', async () => {
    const xml = manifest('<File Destination="a&amp;b&#x1F600;&#65;" Source=" &quot; "/>');
    expect((await parseManifest(xml)).files).toMatchObject([{ destination: 'a&b\u{1F600}A', source: ' " ' }]);
  });

  it('accepts the largest numbers', async () => {
    const xml = manifest(
      '<File Destination="d" Source="s"><Chunk Length="4294967295" Offset="0"/></File>',
      'Version="255"',
    );
    expect(await parseManifest(xml)).toMatchObject({ version: 255, files: [{ chunks: [{ length: 4294967295 }] }] });
  });

  it('accepts 200 files of 500 chunks', async () => {
    const full = `<File Destination="d" Source="s">${'<Chunk Length="1" Offset="1"/>'.repeat(500)}</File>`;
    const { files } = await parseManifest(manifest(full.repeat(200)));
    expect(files.map(({ chunks }) => chunks.length)).toEqual(Array(200).fill(500));
  });

  it.each([
    ['text that is not XML', 'manifest'],
    ['XML that is not closed', '<DTSManifest Version="1">'],
    ['another root element', '<Manifest Version="1"/>'],
    ['two root elements', `${manifest(file)}${manifest(file)}`],
    ['a document type', `<!DOCTYPE DTSManifest [<!ENTITY a "b">]>${manifest(file)}`],
    ['an entity that is not declared', manifest('<File Destination="&nbsp;" Source="s"/>')],
    ['a control character', manifest('<File Destination="\u0001" Source="s"/>')],
    ['a reference to NUL', manifest('<File Destination="a&#0;" Source="s"/>')],
    ['a reference to a control character', manifest('<File Destination="a&#x1F;" Source="s"/>')],
    ['a reference to half a character', manifest('<File Destination="a&#xD83D;" Source="s"/>')],
    ['references to two halves of a character', manifest('<File Destination="&#xD83D;&#xDE00;" Source="s"/>')],
    ['a reference beyond Unicode', manifest('<File Destination="a&#x110000;" Source="s"/>')],
    ['a reference far beyond Unicode', manifest('<File Destination="a&#99999999999999999999;" Source="s"/>')],
    ['half a character', manifest('<File Destination="a\ud83d" Source="s"/>')],
    ['NUL', manifest('<File Destination="a\0" Source="s"/>')],
    ['an attribute twice', manifest('<File Destination="d" Destination="e" Source="s"/>')],
    ['an attribute without quotes', manifest('<File Destination=d Source="s"/>')],
    ['a less-than sign in an attribute', manifest('<File Destination="<" Source="s"/>')],
    ['an ampersand without an entity', manifest('<File Destination="a & b" Source="s"/>')],
    ['tags that overlap', '<DTSManifest Version="1"><File Destination="d" Source="s"></DTSManifest></File>'],
    ['text after the root', `${manifest(file)}text`],
    ['text beside the elements', manifest(`text${file}`)],
    ['text in an element without text', manifest('<File Destination="d" Source="s"><![CDATA[text]]></File>')],
    ['a line break in a destination', manifest('<File Destination="a&#10;b" Source="s"/>')],
    ['a control character in a source', manifest('<File Destination="d" Source="a&#x7F;b"/>')],
    ['two hyphens in a comment', manifest(`<!-- a -- b -->${file}`)],
    ['elements in each other without end', manifest('<File>'.repeat(5000) + '</File>'.repeat(5000))],
    ['a missing version', manifest(file, '')],
    ['a version above a byte', manifest(file, 'Version="256"')],
    ['a version that is not a number', manifest(file, 'Version="1.0"')],
    ['a missing file', manifest('')],
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
  ])('rejects %s', async (_, xml) => {
    await expect(parseManifest(xml)).rejects.toBeInstanceOf(RangeError);
  });
});

describe('the paths of a manifest', () => {
  const to = (path: string) => manifest(`<File Destination="${path}" Source="s"/>`);
  const from = (path: string) => manifest(`<File Destination="d" Source="${path}"/>`);

  it.each([
    ['..\\..\\evil'],
    ['../evil'],
    ['a/../../evil'],
    ['a\\..'],
    ['.. \\evil'],
    ['...\\evil'],
    ['C:\\Prod\\..\\..\\evil'],
    ['C:evil'],
    ['\\evil'],
    ['/etc/passwd'],
    ['\\\\server\\share\\evil'],
    ['\\\\?\\C:\\evil'],
    ['\\\\.\\PhysicalDrive0'],
    ['a:stream'],
    ['file.txt:stream'],
    [''],
    ['&#46;&#46;/evil'],
  ])('do not lead out of the folder: destination %s', async (path) => {
    await expect(parseManifest(to(path))).rejects.toBeInstanceOf(RangeError);
  });

  it.each([['C:\\Prod\\a..b'], ['..name'], ['a/b/c.dat'], ['folder\\.hidden']])(
    'may be the destination %s',
    async (path) => {
      expect((await parseManifest(to(path))).files).toMatchObject([{ destination: path }]);
    },
  );

  it.each([['../secret'], ['a\\..\\..\\secret'], ['a/%2e%2E/.%2e/secret']])(
    'do not lead out of the source: %s',
    async (path) => {
      await expect(parseManifest(from(path))).rejects.toBeInstanceOf(RangeError);
    },
  );

  it('may be a URL as the source', async () => {
    const source = 'http://server/a/../b';
    expect((await parseManifest(from(source))).files).toMatchObject([{ source }]);
  });

  it('are checked when a manifest is written', () => {
    expect(() => formatManifest({ files: [{ source: 's', destination: '..\\evil' }] })).toThrow(RangeError);
  });
});

describe('reading a long document', () => {
  /** CPU time of the fastest of several readings, in microseconds. */
  function costOf(xml: string): number {
    const costs = Array.from({ length: 7 }, () => {
      const before = process.cpuUsage();
      expect(() => readManifest(xml)).toThrow(RangeError);
      const { user, system } = process.cpuUsage(before);
      return user + system;
    });
    return Math.min(...costs);
  }

  it.each<readonly [string, (length: number) => string]>([
    ['comments', (length) => manifest('<!-- a -->'.repeat(length / 10))],
    ['the beginnings of comments', (length) => manifest('<!--'.repeat(length / 4))],
    ['the beginnings of CDATA', (length) => manifest('<![CDATA['.repeat(length / 9))],
    ['ampersands', (length) => manifest('&amp;'.repeat(length / 5))],
    ['processing instructions', (length) => manifest('<?a?>'.repeat(length / 5))],
  ])('takes time proportional to its length: %s', (_, make) => {
    costOf(make(40_000));
    const short = Math.max(costOf(make(40_000)), 100);
    // Linear work for eight times the length is eight times the work; quadratic work is 64 times.
    expect(costOf(make(320_000)) / short).toBeLessThan(32);
  });
});

describe('writing a manifest', () => {
  it('gives what is read as the same', async () => {
    const parsed = await parseManifest(documented);
    expect(await parseManifest(formatManifest(parsed))).toEqual(parsed);
  });

  it('keeps names whatever is in them', async () => {
    const files = [{ source: `<&>"'\u{1F600} x`, destination: 'C:\\a & b\\%20;&amp;' }];
    expect((await parseManifest(formatManifest({ files }))).files).toMatchObject(files);
  });

  const one = { source: 's', destination: 'd' };
  it.each<[string, DownloadManifestOptions]>([
    ['an empty list of files', { files: [] }],
    ['201 files', { files: Array(201).fill(one) }],
    ['version 256', { version: 256, files: [one] }],
    ['501 chunks', { files: [{ ...one, chunks: Array(501).fill({ offset: 0, length: 1 }) }] }],
    ['an offset of 2^32', { files: [{ ...one, chunks: [{ offset: 2 ** 32, length: 1 }] }] }],
    ['a line break in a name', { files: [{ source: 's\n', destination: 'd' }] }],
    ['half a character', { files: [{ source: '\ud83d', destination: 'd' }] }],
  ])('rejects %s', (_, wrong) => {
    expect(() => formatManifest(wrong)).toThrow(RangeError);
  });
});
