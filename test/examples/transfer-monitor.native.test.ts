import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Connection } from '../../lib/index.js';
import { isWine } from '../contract/hosts/native.js';
import { until } from '../native/until.js';
import { contentOf } from '../support/content.js';
import { importExample, openNativeMachine } from './native-machine.js';

interface Example {
  monitor(
    connection: Connection,
    options: { interval?: number; signal?: AbortSignal; print?: (line: string) => void },
  ): Promise<void>;
}

const { monitor } = await importExample<Example>('transfer-monitor');

it('the monitor example prints each change of a job of real BITS, and ends with its signal', async () => {
  await using machine = await openNativeMachine();
  const { connection, server, folder } = machine;
  const content = contentOf(300_000);
  const url = server.serve('/a', { content, holdAt: 131_072 });
  const job = await connection.bits.createJob({ name: 'a job', files: [{ url, path: join(folder, 'a') }] });
  const about = `${job.id} "a job"`;
  const lines: string[] = [];
  const stop = new AbortController();
  // The machine may have other jobs.
  const print = (line: string) => {
    if (line.includes(job.id)) lines.push(line);
  };
  const ended = monitor(connection, { interval: 50, signal: stop.signal, print });
  await until(() => lines.length > 0);
  expect(lines[0]).toBe(`added ${about}, suspended, waits for resume`);
  await job.resume();
  await until(() => lines.some((line) => line.startsWith(`changed ${about}, transferring, `)));
  server.release('/a');
  await until(() => lines.at(-1) === `changed ${about}, transferred, 100 %, waits for complete`);
  await job.complete();
  // Wine still enumerates a job that is completed.
  await until(() => lines.at(-1)?.startsWith(isWine ? `changed ${about}, acknowledged` : `removed ${about}`) === true);
  stop.abort();
  await ended;
});
