import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AlternateDownloadProvider } from '../../emulation.js';
import type { Connection } from '../../index.js';
import { UsageError } from '../errors.js';

/** The second argument of the function that creates a provider. */
export interface ProviderOptions {
  /** Path of the library that the provider reports through. */
  readonly library: string;
}

/** A provider. It is disposed at the end if it has `[Symbol.asyncDispose]()`. */
export type ModuleProvider = AlternateDownloadProvider & Partial<AsyncDisposable>;

/** The default export of a provider module: creates the provider. */
export type CreateProvider = (
  connection: Connection,
  options: ProviderOptions,
) => ModuleProvider | Promise<ModuleProvider>;

/**
 * Imports a provider module.
 * @throws {UsageError} when the module does not exist, or its default export is not a function; the function throws it when that export returns no object
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
  const create = module.default;
  return async (connection, options) => {
    const provider: unknown = await create(connection, options);
    if (!isProvider(provider)) throw new UsageError(`the default export of ${path} must return a provider`);
    return provider;
  };
}

/** Whether a value is an object. The manager checks its methods. */
function isProvider(value: unknown): value is ModuleProvider {
  return typeof value === 'object' && value !== null;
}

/** Whether the module itself is missing, rather than a module that it imports. */
function isMissing(error: unknown, href: string): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND' && 'url' in error
    ? error.url === href
    : false;
}

function hasDefault(module: unknown): module is { readonly default: CreateProvider } {
  return typeof module === 'object' && module !== null && 'default' in module && typeof module.default === 'function';
}
