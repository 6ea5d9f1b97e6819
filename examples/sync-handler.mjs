// A complete handler for Sync Manager, which mirrors a folder. Run it on any platform, with a manager in the same process:
//
//   node examples/sync-handler.mjs demo
//
// On Windows it is a COM class. Install it once for the user. COM then starts it for each client that activates the class:
//
//   node examples/sync-handler.mjs install C:\Notes D:\Backup\Notes
//   npx winprogress syncmgr run "{6C1B6B0E-2F0C-4E57-9E0B-6B2A1D3C4E5F}"
//   node examples/sync-handler.mjs uninstall
import { copyFile, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { argv, execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { connect } from 'winprogress';

const clsid = '{6C1B6B0E-2F0C-4E57-9E0B-6B2A1D3C4E5F}';
const itemId = '{6C1B6B0E-2F0C-4E57-9E0B-6B2A1D3C4E60}';
const errorId = '{6C1B6B0E-2F0C-4E57-9E0B-6B2A1D3C4E61}';

/**
 * Defines a handler with one item: the folder.
 *
 * @param {string} source
 * @param {string} target
 * @returns {import('winprogress').SyncManagerHandlerDefinition}
 */
function mirror(source, target) {
  return {
    clsid,
    name: 'Mirror',
    items: [{ id: itemId, name: source.slice(-127) }],
    // The client does not wait. The end is reported by SynchronizeCompleted, with S_OK or the HRESULT of an error that is thrown here.
    async synchronize(_itemIds, session) {
      const names = await filesOf(source);
      await mkdir(target, { recursive: true });
      let failed = false;
      for (const [index, name] of names.entries()) {
        // Each report returns whether to continue. The manager answers from memory, so frequent reports cost little.
        const answer = await session.progress(itemId, {
          status: 'updating',
          statusText: name,
          value: index,
          max: names.length,
        });
        if (answer === 'cancelItem' || answer === 'cancelAll') {
          await session.progress(itemId, { status: answer === 'cancelItem' ? 'skipped' : 'stopped' });
          return;
        }
        try {
          await mirrorFile(join(source, name), join(target, name));
        } catch (error) {
          failed = true;
          await session.logError({ level: 'error', text: `${name}: ${error.message}`, errorId, itemId });
        }
      }
      const status = failed ? 'failed' : 'succeeded';
      await session.progress(itemId, { status, statusText: '', value: names.length, max: names.length });
    },
  };
}

/** @param {string} folder */
async function filesOf(folder) {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

/** Copies a file that is newer than its copy. */
async function mirrorFile(source, target) {
  const [from, to] = await Promise.all([stat(source), stat(target).catch(() => null)]);
  if (to === null || from.mtimeMs > to.mtimeMs) await copyFile(source, target);
}

/** Serves the class until the process ends. A process that COM has started ends when the last client has released its handler. */
async function serve(source, target) {
  const connection = await connect();
  // COM adds this to the command line.
  const isStartedByCom = argv.includes('-Embedding');
  await connection.syncmgr.serveHandler({
    ...mirror(source, target),
    // Nothing keeps the process alive after that.
    onUnused: isStartedByCom ? () => connection.close() : undefined,
  });
  console.log(`serving ${clsid}`);
}

async function install(source, target) {
  const connection = await connect();
  await connection.syncmgr.registration.installClass({
    clsid,
    description: 'Mirror',
    executable: execPath,
    arguments: [fileURLToPath(import.meta.url), 'serve', resolve(source), resolve(target)],
  });
  await connection.close();
}

async function uninstall() {
  const connection = await connect();
  await connection.syncmgr.registration.uninstallClass(clsid);
  await connection.close();
}

/** Runs the handler as a manager does, like `winprogress syncmgr run`. */
async function demo() {
  const folder = await mkdtemp(join(tmpdir(), 'mirror-'));
  const [source, target] = [join(folder, 'source'), join(folder, 'target')];
  const [server, manager] = await connectTwice();
  try {
    await mkdir(source);
    for (const name of ['one.txt', 'two.txt', 'three.txt']) await writeFile(join(source, name), name);
    await server.syncmgr.serveHandler(mirror(source, target));
    const handler = await manager.syncmgr.openHandler(clsid);
    for await (const event of handler.synchronize()) {
      if (event.type === 'progress') console.log(event.item.status, event.item.value, event.item.statusText);
      if (event.type === 'log') console.log(event.level, event.text);
      if (event.type === 'completed') console.log(event.code);
    }
    console.log('mirrored:', (await filesOf(target)).sort().join(', '));
    await handler.close();
  } finally {
    await manager.close();
    await server.close();
    await rm(folder, { recursive: true });
  }
}

/** Opens two connections to the same machine: to this one on Windows, to an emulated one elsewhere. */
async function connectTwice() {
  if (process.platform === 'win32') return [await connect(), await connect()];
  const { createEmulation } = await import('winprogress/emulation');
  const backend = createEmulation({ clock: 'real' });
  return [await connect({ backend }), await connect({ backend })];
}

const commands = { serve, install, uninstall, demo };
const [command = 'demo', ...folders] = argv.slice(2);
if (!Object.hasOwn(commands, command)) throw new Error(`unknown command: ${command}`);
await commands[command](...folders);
