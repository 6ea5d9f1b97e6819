import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repository } from './built-library.mjs';

const anchors = pathToFileURL(join(repository, 'test', 'native', 'anchor-process.mjs')).href;

/** Arguments of Node.js for a program that serves COM objects: under Wine they keep its interfaces registered; test/reference/anchors.h has the reason. */
export const anchored: readonly string[] =
  process.env.WINPROGRESS_TEST_ANCHORS === undefined ? [] : ['--import', anchors];
