import { expect, it, vi } from 'vitest';
import { parseRecord, Workplace } from './support/command.js';

// Each run is a process of its own, and the machine may have other things to do.
vi.setConfig({ testTimeout: 60_000 });

const example = '{8D0A4C57-6E1B-4F0C-9B53-2A7C61D0E4F8}';

it('runs the session of a provider until its changes are applied', async () => {
  await using place = await Workplace.create();
  const { code, lines } = await place.run('sync', example, '--json', '--backend', 'emulation');
  expect(code).toBe(0);
  expect(lines.map(parseRecord).at(-1)).toMatchObject({ type: 'done', outcome: 'complete', changesFailed: 0 });
});

it('fails for a class that nobody has registered', async () => {
  await using place = await Workplace.create();
  const { code } = await place.run('sync', '{00000000-1111-2222-3333-444444444444}', '--backend', 'emulation');
  expect(code).toBe(1);
});

it('refuses what is no class', async () => {
  await using place = await Workplace.create();
  const { code } = await place.run('sync', 'nonsense');
  expect(code).toBe(2);
});
