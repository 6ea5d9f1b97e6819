import {
  maximumDword,
  outOfRange,
  requireArray,
  requireDword,
  requireInteger,
  requireOptions,
  requireText,
  shown,
  wrongValue,
} from '../../com/arguments.js';
import { requireDestination, requireSource } from './manifest-paths.js';
import { quoteAttribute, readXml, requireAttribute, requireSchema, type XmlElement } from './xml.js';

/** A range of bytes of a file. */
export interface DownloadManifestChunk {
  /** Bytes from the beginning of the file, at most 2^32-1. */
  readonly offset: number;
  /** In bytes, at most 2^32-1. */
  readonly length: number;
}

/** One file of a manifest. */
export interface DownloadManifestFile {
  /** A URL, or a path relative to `remotePath` of `DownloadContent`. */
  readonly source: string;
  /** A path relative to `localPath` of `DownloadContent`, or an absolute path with a drive letter. It has no segment such as `..`. */
  readonly destination: string;
  /** The ranges to download; empty for the whole file. */
  readonly chunks: readonly DownloadManifestChunk[];
}

/**
 * The file manifest of `DownloadContent`.
 * Source: https://learn.microsoft.com/intune/configmgr/develop/reference/core/servers/configure/iccmalternatedownloadprovider---downloadcontent-method.
 */
export interface DownloadManifest {
  readonly version: number;
  readonly files: readonly DownloadManifestFile[];
}

/** A manifest to write. The version is 1 by default, and files without chunks are whole files. */
export interface DownloadManifestOptions {
  readonly version?: number | undefined;
  readonly files: readonly (Omit<DownloadManifestFile, 'chunks'> & {
    readonly chunks?: readonly DownloadManifestChunk[] | undefined;
  })[];
}

/** The schema's limits. */
const limits = { version: 255, files: 200, chunks: 500 } as const;

/**
 * Reads a manifest and validates it against the documented schema. Its paths are validated too: a provider joins a relative destination with a
 * folder, so a destination that leads out of that folder is rejected.
 * @throws {TypeError} when it is not a string; {RangeError} when it is not a valid manifest
 */
export function readManifest(xml: string): DownloadManifest {
  const root = readXml(xml, 'manifest', 'DTSManifest');
  requireSchema(root, ['Version'], 'File');
  requireCount(root.children, 'DTSManifest', 'File', 1, limits.files);
  return {
    version: readNumber(root, 'Version', limits.version),
    files: root.children.map(readFile),
  };
}

/**
 * Writes a manifest.
 * @throws {TypeError | RangeError} for what the documented schema does not allow
 */
export function formatManifest(manifest: DownloadManifestOptions): string {
  const { version = 1, files } = requireOptions(manifest, 'manifest');
  requireInteger(version, 'version', 0, limits.version);
  const entries = requireArray(files, 'files', 'files');
  requireCount(entries, 'DTSManifest', 'File', 1, limits.files);
  const elements = entries.map(formatFile);
  return `<DTSManifest Version=${quoteAttribute(version)}>\n${elements.join('')}</DTSManifest>\n`;
}

function formatFile(file: DownloadManifestOptions['files'][number] | undefined, index: number): string {
  const name = `files[${index}]`;
  const { source, destination, chunks = [] } = requireOptions(file, name);
  const elements = requireArray(chunks, `${name}.chunks`, 'chunks').map((given, place) => {
    const chunk = requireOptions(given, `${name}.chunks[${place}]`);
    const length = requireDword(chunk.length, `${name}.chunks[${place}].length`);
    const offset = requireDword(chunk.offset, `${name}.chunks[${place}].offset`);
    return `    <Chunk Length=${quoteAttribute(length)} Offset=${quoteAttribute(offset)}/>\n`;
  });
  requireCount(elements, name, 'Chunk', 0, limits.chunks);
  const to = requireDestination(requireAttributeText(destination, `${name}.destination`), `${name}.destination`);
  const from = requireSource(requireAttributeText(source, `${name}.source`), `${name}.source`);
  const attributes = `Destination=${quoteAttribute(to)} Source=${quoteAttribute(from)}`;
  return elements.length === 0
    ? `  <File ${attributes}/>\n`
    : `  <File ${attributes}>\n${elements.join('')}  </File>\n`;
}

/**
 * Checks the text of a path: no path has control characters. In an attribute, XML readers replace line breaks and tabs by spaces, and XML allows no
 * others.
 */
function requireAttributeText(value: unknown, name: string): string {
  const text = requireText(value, name);
  if (/\p{Cc}|\p{Cs}/u.test(text))
    throw wrongValue(`${name} must not contain control characters or unpaired surrogates`);
  return text;
}

function readFile(file: XmlElement): DownloadManifestFile {
  requireSchema(file, ['Destination', 'Source'], 'Chunk');
  requireCount(file.children, 'File', 'Chunk', 0, limits.chunks);
  const source = requireAttributeText(requireAttribute(file, 'Source'), 'Source');
  const destination = requireAttributeText(requireAttribute(file, 'Destination'), 'Destination');
  return {
    source: requireSource(source, 'Source'),
    destination: requireDestination(destination, 'Destination'),
    chunks: file.children.map((chunk) => {
      requireSchema(chunk, ['Length', 'Offset'], null);
      return {
        offset: readNumber(chunk, 'Offset', maximumDword),
        length: readNumber(chunk, 'Length', maximumDword),
      };
    }),
  };
}

function readNumber(element: XmlElement, attribute: string, maximum: number): number {
  const text = requireAttribute(element, attribute).trim();
  const value = /^\+?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= maximum)) {
    throw outOfRange(`${element.name} ${attribute} must be a whole number from 0 to ${maximum}, not ${shown(text)}`);
  }
  return value;
}

function requireCount(list: readonly unknown[], owner: string, name: string, minimum: number, maximum: number): void {
  if (list.length >= minimum && list.length <= maximum) return;
  throw outOfRange(`${owner} must have ${minimum} to ${maximum} ${name} elements, not ${list.length}`);
}
