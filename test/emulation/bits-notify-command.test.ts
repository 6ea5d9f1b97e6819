import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { runNotifyProgram } from '../../lib/bits/emulation/run-program.js';
import { createEmulation } from '../../lib/emulation.js';
import { Downloads, patternOf } from './support/downloads.js';

describe('a notify command line', () => {
  it('is run by the http transport, without a shell, when no sink is registered', async () => {
    await using downloads = await Downloads.open();
    const remote = downloads.server.serve('/a', { content: patternOf(10) });
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const connected = once(listener, 'connection');
    const address = listener.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const program = process.execPath;
    const script = `require('node:net').connect(${port}, '127.0.0.1').end(process.argv.slice(1).join('|'))`;
    const parameters = `"${program}" -e "${script}" one "two words" $HOME`;
    const job = await downloads.manager.createJob('test', 0, { notifyCommand: { program, parameters } }, [
      { remoteName: remote, localName: downloads.pathOf('a') },
    ]);
    await job.resume();
    const [socket]: Socket[] = await connected;
    expect(await text(socket ?? expect.unreachable())).toBe('one|two words|$HOME');
    expect(downloads.emulation.machine.commands).toMatchObject([{ jobId: job.id, program, parameters }]);
    listener.close();
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
