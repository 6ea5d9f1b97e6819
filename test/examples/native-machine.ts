import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Connection, connect } from '../../lib/index.js';
import { testedPackage } from '../support/built-library.mjs';
import { LoopbackServer } from '../support/loopback-server.js';

/** The file of an example in the package under test. */
export function exampleFile(name: string): string {
  return join(testedPackage, 'examples', `${name}.mjs`);
}

/** Imports an example from the package under test, of which it imports the library. */
export async function importExample<Example>(name: string): Promise<Example> {
  return await import(pathToFileURL(exampleFile(name)).href);
}

/** A connection to real COM, a server on the loopback interface and a folder. */
export interface NativeExampleMachine extends AsyncDisposable {
  readonly connection: Connection;
  readonly server: LoopbackServer;
  readonly folder: string;
}

export async function openNativeMachine(): Promise<NativeExampleMachine> {
  const folder = await mkdtemp(join(tmpdir(), 'winprogress-example-'));
  const server = await LoopbackServer.start();
  const connection = await connect({ backend: 'native' });
  return {
    connection,
    server,
    folder,
    async [Symbol.asyncDispose]() {
      await server.close();
      await connection.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
