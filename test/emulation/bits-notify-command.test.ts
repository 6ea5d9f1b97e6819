import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { runNotifyProgram } from '../../lib/bits/emulation/run-program.js';
import { createEmulation } from '../../lib/emulation.js';
import { Downloads, patternOf, until } from './support/downloads.js';
import { LoopbackServer } from './support/http-server.js';
import { StateFolder } from './support/state-folder.js';
import { state } from './support/states.js';

/** A program that connects to this process, and sends its arguments. */
class Reporting implements AsyncDisposable {
  readonly received: Promise<string>;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.received = once(server, 'connection').then(([socket]: Socket[]) => text(socket ?? expect.unreachable()));
  }

  static async start(): Promise<Reporting> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Reporting(server);
  }

  command(args: string): { readonly program: string; readonly parameters: string } {
    const address = this.#server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const script = `require('node:net').connect(${port}, '127.0.0.1').end(process.argv.slice(1).join('|'))`;
    return { program: process.execPath, parameters: `"${process.execPath}" -e "${script}" ${args}` };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
  }
}

describe('a notify command line', () => {
  it('is run by the http transport, without a shell, when no sink is registered', async () => {
    await using downloads = await Downloads.open();
    const remote = downloads.server.serve('/a', { content: patternOf(10) });
    await using reporting = await Reporting.start();
    const { program, parameters } = reporting.command('one "two words" $HOME');
    const job = await downloads.manager.createJob('test', 0, { notifyCommand: { program, parameters } }, [
      { remoteName: remote, localName: downloads.pathOf('a') },
    ]);
    await job.resume();
    expect(await reporting.received).toBe('one|two words|$HOME');
    expect(downloads.emulation.machine.commands).toMatchObject([{ jobId: job.id, program, parameters }]);
  });

  it('is run by the next process for an event that the sink of the first one has not outlived', async () => {
    await using folder = await StateFolder.create();
    await using server = await LoopbackServer.start();
    await using reporting = await Reporting.start();
    const { emulation, manager } = await folder.open();
    const job = await manager.createJob('test', 0, {}, [
      { remoteName: server.serve('/a', { content: patternOf(10) }), localName: folder.pathOf('a') },
    ]);
    await job.resume();
    await until(job, (reached) => reached === state.transferred);
    await job.setNotifyInterface(() => {});
    await job.configure({ notifyCommand: reporting.command('again') });
    await emulation.close();
    expect(emulation.machine.commands).toEqual([]);
    await folder.open();
    expect(await reporting.received).toBe('again');
  });

  it('is only recorded by the scripted transport', async () => {
    const emulation = createEmulation();
    emulation.network.serve('http://files.example/a', { size: 1 });
    const manager = await emulation.openBackend().bits.openManager();
    const notifyCommand = { program: '/no/such/program', parameters: null };
    const job = await manager.createJob('x', 0, { notifyCommand }, [
      { remoteName: 'http://files.example/a', localName: 'C:\\a' },
    ]);
    await job.resume();
    await emulation.clock.tickAsync(600_000);
    expect(emulation.machine.commands).toMatchObject([notifyCommand]);
  });
});

describe('the program of a notify command line', () => {
  it('gives its exit code', async () => {
    expect(await runNotifyProgram(process.execPath, 'node -e process.exit(3)')).toBe(3);
  });

  it('gives null when it cannot be started', async () => {
    expect(await runNotifyProgram('/no/such/program', null)).toBeNull();
  });
});
