import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { insertPicture } from './house/picture.mjs';
import { root } from './process.mjs';

/** Draws the picture in docs/architecture.md from the imports of `lib`. */

const page = join(root, 'docs', 'architecture.md');
writeFileSync(page, insertPicture(readFileSync(page, 'utf8').replaceAll('\r\n', '\n')));
