import { basename } from 'node:path';
import { plannedTransfers } from '../demo/generated-files.js';
import { startServer } from '../demo/server.js';
import { UsageError } from '../errors.js';

/** One file of the content. */
export interface ContentFile {
  readonly source: string;
  readonly destination: string;
}

/** The content of one job. */
export interface Content {
  readonly name: string;
  readonly files: readonly ContentFile[];
}

/** The contents to request from the provider. Their URLs are valid until it is disposed. */
export interface Contents extends AsyncDisposable {
  readonly contents: readonly Content[];
}

/** Returns one content for each URL. Without URLs, it starts a server with generated files. */
export async function openContents(urls: readonly string[]): Promise<Contents> {
  if (urls.length > 0) return { contents: requireDistinct(urls.map(toContent)), [Symbol.asyncDispose]: async () => {} };
  const server = await startServer(plannedTransfers.flatMap(({ files }) => files));
  return {
    contents: plannedTransfers.map(({ name, files }) => ({
      name,
      files: files.map((file) => ({ source: server.urlOf(file), destination: file.name })),
    })),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

function toContent(url: string): Content {
  const path = URL.canParse(url) ? decode(new URL(url).pathname) : url.replaceAll('\\', '/');
  const name = basename(path) === '' ? 'content' : basename(path);
  return { name, files: [{ source: url, destination: name }] };
}

/** Decodes percent-encoded text; any other text is returned unchanged. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Returns the contents. @throws {UsageError} if two files have the same name, and so the same path */
function requireDistinct(contents: readonly Content[]): readonly Content[] {
  const names = contents.map(({ name }) => name);
  const duplicate = names.find((name, index) => names.indexOf(name) !== index);
  if (duplicate !== undefined) throw new UsageError(`two files have the name ${duplicate}`);
  return contents;
}
