/** The local files of the machine of a backend, which a download reads and renames. */
export interface LocalFiles {
  /** Reads a file in pieces. @throws an error with the `code` of Node.js, such as `ENOENT` */
  read(path: string): AsyncIterable<Uint8Array>;
  /** Returns the size in bytes; null if the file does not exist. */
  size(path: string): Promise<bigint | null>;
  /** Renames a file, and replaces one of the new name. @throws an error with the `code` of Node.js */
  rename(from: string, to: string): Promise<void>;
  /** Deletes a file if it exists. @throws an error with the `code` of Node.js */
  remove(path: string): Promise<void>;
}

/** The identity and the files of an emulated machine. */
export interface MachineIdentity {
  /** Identifies the machine: connections with the same identity see the same jobs. */
  readonly id: string;
  /** Its local files; null for those of this machine. */
  readonly files: LocalFiles | null;
}
