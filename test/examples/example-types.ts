import type {
  BitsDownloadResult,
  BitsTransferSnapshot,
  Connection,
  ContentTransferFollowResult,
} from '../../lib/index.js';

export interface UpdateManifest {
  readonly version: string;
  readonly url: string;
  readonly sha256: string;
  readonly size: bigint;
}

interface UpdateOptions {
  readonly folder: string;
  readonly apply: (path: string) => unknown;
  readonly signal?: AbortSignal;
  readonly onProgress?: (snapshot: BitsTransferSnapshot) => unknown;
}

/** The exports of examples/application-updater.mjs. */
export interface ApplicationUpdater {
  readManifest(location: string): Promise<UpdateManifest>;
  update(connection: Connection, manifest: UpdateManifest, options: UpdateOptions): Promise<boolean>;
}

export interface ContentList {
  readonly version: string;
  readonly files: readonly { url: string; path: string; sha256: string; size: number }[];
}

/** The exports of examples/content-prefetcher.mjs. */
export interface ContentPrefetcher {
  prefetch(
    connection: Connection,
    list: ContentList,
    options: { folder: string; signal?: AbortSignal; print: (line: string) => void },
  ): Promise<BitsDownloadResult>;
}

export interface DeploymentRequest {
  readonly library: string;
  readonly endpoint: string;
  readonly id: string;
  readonly clientData: string;
  readonly chunkSize: number;
  readonly wantsProgress: boolean;
  readonly url: string;
  readonly path: string;
  readonly sha256: string;
  readonly size: number;
}

/** The exports of examples/deployment-agent.mjs. */
export interface DeploymentAgent {
  deploy(
    connection: Connection,
    request: DeploymentRequest,
    options?: { signal?: AbortSignal },
  ): Promise<ContentTransferFollowResult>;
}
