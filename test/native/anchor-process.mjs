// Keeps the interfaces registered under Wine that this process serves: test/reference/anchors.h has the reason. Does nothing on other hosts.
// A setup file of vitest; programs of the tests are started with it (test/support/anchored-program.ts).
import { createRequire } from 'node:module';

const path = process.env.WINPROGRESS_TEST_ANCHORS;
if (path !== undefined) {
  const koffi = createRequire(import.meta.url)('koffi');
  const result = koffi.load(path).func('uint32_t AnchorProcess()')();
  if (result !== 0) throw new Error(`AnchorProcess() failed with 0x${result.toString(16)}`);
}
