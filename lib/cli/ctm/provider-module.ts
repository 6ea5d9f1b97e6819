import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AlternateDownloadProvider } from '../../emulation.js';
import type { Connection } from '../../index.js';
import { UsageError } from '../errors.js';

/** What a provider is told beside its connection. */
export interface ProviderOptions {
  /** The library through which it is to report. */
  readonly library: string;
}

/** A provider of a module. One that has something to end has a method for `await using`. */
export type ModuleProvider = AlternateDownloadProvider & Partial<AsyncDisposable>;

/** Makes a provider: the default export of a provider module. */
export type CreateProvider = (
  connection: Connection,
  options: ProviderOptions,
) => ModuleProvider | Promise<ModuleProvider>;

/**
 * Imports a provider module.
 * @throws {UsageError} when it is not there, or has no default export that could make a provider
 */
export async function importProvider(path: string): Promise<CreateProvider> {
  const { href } = pathToFileURL(resolve(path));
  const module: unknown = await import(href).catch((error: unknown) => {
    if (isMissing(error, href)) throw new UsageError(`module not found: ${path}`, { cause: error });
    throw error;
  });
  if (!hasDefault(module)) {
    throw new UsageError(`${path} must have a function as its default export: (connection, { library }) => provider`);
  }
  return module.default;
}

/** Whether the module itself is missing, and not one that it imports. */
function isMissing(error: unknown, href: string): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND' && 'url' in error
    ? error.url === href
    : false;
}

function hasDefault(module: unknown): module is { readonly default: CreateProvider } {
  return typeof module === 'object' && module !== null && 'default' in module && typeof module.default === 'function';
}
