import { writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { contentOf, digestOf, verifyFile } from '../../lib/cli/demo/generated-files.js';
import { Workplace } from './support/command.js';

const file = { name: 'file.bin', size: 100_000 };

it('verifyFile() accepts a file as the server sends it', async () => {
  await using place = await Workplace.create();
  await writeFile(place.path('file.bin'), [...contentOf(file.name, 0, file.size)]);
  const sha256 = digestOf(file);
  expect(await verifyFile(place.path('file.bin'), file)).toEqual({ verified: true, sha256 });
});

it('verifyFile() rejects a file without its last byte', async () => {
  await using place = await Workplace.create();
  await writeFile(place.path('file.bin'), [...contentOf(file.name, 0, file.size - 1)]);
  expect(await verifyFile(place.path('file.bin'), file)).toMatchObject({ verified: false });
});

it('verifyFile() rejects a file that does not exist', async () => {
  await using place = await Workplace.create();
  expect(await verifyFile(place.path('file.bin'), file)).toEqual({ verified: false, sha256: null });
});
