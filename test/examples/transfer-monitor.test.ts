import { expect, it } from 'vitest';
import type { Connection } from '../../lib/index.js';
import { openExampleMachine } from './machine.js';

interface Example {
  monitor(
    connection: Connection,
    options: { json?: boolean; signal?: AbortSignal; print?: (line: string) => void },
  ): Promise<void>;
}

const { monitor }: Example = await import(new URL('../../examples/transfer-monitor.mjs', import.meta.url).href);
const url = 'http://files.test/a';

it('the monitor example prints a line for each job that is added, changes and is removed, and ends with its signal', async () => {
  await using machine = await openExampleMachine();
  machine.emulation.network.serve(url, { size: 100_000, bytesPerSecond: 10_000 });
  const job = await machine.connection.bits.createJob({ name: 'a job', files: [{ url, path: 'C:\\folder\\a' }] });
  const lines: string[] = [];
  const stop = new AbortController();
  const ended = monitor(machine.connection, { signal: stop.signal, print: (line) => lines.push(line) });
  await machine.advanceUntil(() => lines.length > 0);
  await job.resume();
  await machine.advanceUntil(() => lines.some((line) => line.includes('waits for complete')));
  await job.cancel();
  await machine.advanceUntil(() => lines.some((line) => line.startsWith('removed')));
  stop.abort();
  await machine.drive(ended);
  const about = `${job.id} "a job"`;
  expect(lines[0]).toBe(`added ${about}, suspended, waits for resume`);
  expect(lines.filter((line) => line.startsWith(`changed ${about}, transferring, `)).length).toBeGreaterThan(2);
  expect(lines.at(-2)).toBe(`changed ${about}, transferred, 100 %, waits for complete`);
  expect(lines.at(-1)).toBe(`removed ${about}`);
});

it('the monitor example prints records of JSON', async () => {
  await using machine = await openExampleMachine();
  const job = await machine.connection.bits.createJob({ name: 'a job' });
  const lines: string[] = [];
  const stop = new AbortController();
  const ended = monitor(machine.connection, { json: true, signal: stop.signal, print: (line) => lines.push(line) });
  await machine.advanceUntil(() => lines.length > 0);
  stop.abort();
  await machine.drive(ended);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { change: 'added', job: { id: job.id, name: 'a job', state: 'suspended', bytesTransferred: '0' } },
  ]);
});
