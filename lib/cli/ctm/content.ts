import { basename } from 'node:path';
import { bytesPerSecond, plan } from '../demo/plan.js';
import { startServer } from '../demo/server.js';
import { UsageError } from '../errors.js';

/** A file of some content. */
export interface ContentFile {
  readonly source: string;
  readonly destination: string;
}

/** What one job of the manager is to bring. */
export interface Content {
  readonly name: string;
  readonly files: readonly ContentFile[];
}

/** All that the provider is asked for, as long as it is not disposed of. */
export interface Contents extends AsyncDisposable {
  readonly contents: readonly Content[];
}

/** Each URL as content of its own; without any, generated files from a server of its own. */
export async function openContents(urls: readonly string[]): Promise<Contents> {
  if (urls.length > 0) return { contents: requireDistinct(urls.map(toContent)), [Symbol.asyncDispose]: async () => {} };
  const server = await startServer(
    plan.flatMap(({ files }) => files),
    bytesPerSecond,
  );
  return {
    contents: plan.map(({ name, files }) => ({
      name,
      files: files.map((file) => ({ source: server.urlOf(file), destination: file.name })),
    })),
    [Symbol.asyncDispose]: () => server.close(),
  };
}

function toContent(url: string): Content {
  const path = URL.canParse(url) ? decodeURIComponent(new URL(url).pathname) : url.replaceAll('\\', '/');
  const name = basename(path) === '' ? 'content' : basename(path);
  return { name, files: [{ source: url, destination: name }] };
}

/** @throws {UsageError} when two files have one name, and only one place to go to */
function requireDistinct(contents: readonly Content[]): readonly Content[] {
  const names = contents.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new UsageError(`two files have the name ${twice}`);
  return contents;
}
