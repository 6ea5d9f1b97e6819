import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ManagerVerbs } from '../../../lib/bits/verbs.js';
import { createEmulation, type Emulation, type StateFileError } from '../../../lib/emulation.js';

/** A folder for state files and downloads, and the emulations that a test opens on it. */
export class StateFolder implements AsyncDisposable {
  readonly root: string;
  readonly path: string;
  /** The errors that all emulations have reported. */
  readonly errors: StateFileError[] = [];
  readonly #emulations: Emulation[] = [];

  private constructor(root: string) {
    this.root = root;
    this.path = join(root, 'state');
  }

  static async create(): Promise<StateFolder> {
    return new StateFolder(await mkdtemp(join(tmpdir(), 'winprogress-state-')));
  }

  pathOf(name: string): string {
    return join(this.root, name);
  }

  /** Creates folders in it, for programs that use a state directory in each, and returns their paths. */
  async createFolders(count: number): Promise<string[]> {
    const paths = Array.from({ length: count }, (_, index) => this.pathOf(String(index)));
    for (const path of paths) await mkdir(path);
    return paths;
  }

  /** Opens an emulation on the folder. */
  async open(): Promise<{ emulation: Emulation; manager: ManagerVerbs }> {
    const emulation = createEmulation({
      clock: 'real',
      transport: 'http',
      administrator: true,
      stateDirectory: this.path,
      onStateError: (error) => this.errors.push(error),
    });
    this.#emulations.push(emulation);
    return { emulation, manager: await emulation.openBackend().bits.openManager() };
  }

  /** The GUIDs of the jobs that another, temporary emulation finds. */
  async find(): Promise<string[]> {
    const { emulation, manager } = await this.open();
    const jobs = await manager.enumJobs(0);
    await emulation.close();
    return jobs.map(({ id }) => id);
  }

  /** The names of the state files, without owner files. */
  async list(): Promise<string[]> {
    return (await readdir(this.path)).filter((name) => !name.endsWith('.owner')).sort();
  }

  /** The content of the single state file of a job. */
  async read(id: string): Promise<{ path: string; content: StateContent }> {
    const name = (await readdir(this.path)).find((each) => each.startsWith(id.slice(1, -1)) && each.endsWith('.json'));
    if (name === undefined) throw new Error(`there is no state file of ${id}`);
    const path = join(this.path, name);
    return { path, content: JSON.parse(await readFile(path, 'utf8')) };
  }

  /** Changes the content of the state file of a job. */
  async edit(id: string, change: (job: StateContent['job']) => void): Promise<string> {
    const { path, content } = await this.read(id);
    change(content.job);
    await writeFile(path, JSON.stringify(content));
    return path;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled(this.#emulations.map((emulation) => emulation.close()));
    await rm(this.root, { recursive: true, force: true });
  }
}

interface StateContent {
  readonly format: number;
  readonly job: Record<string, unknown> & { files: Record<string, unknown>[] };
}
