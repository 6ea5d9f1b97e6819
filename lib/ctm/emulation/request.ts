import {
  maximumDword,
  requireBoolean,
  requireDword,
  requireInteger,
  requireOneOf,
  requireOptions,
  requireText,
} from '../../com/arguments.js';
import { downloadFlags, downloadPriorities } from '../constants.js';
import { readManifest } from '../formats/manifest.js';
import type { DownloadContentRequest, DownloadPriority } from './provider.js';
import { type ProviderSettings, parseAlternateDownloadSettings } from './settings.js';

/** Content that the manager is asked to get; what a provider is asked for follows from it. */
export interface ContentRequest {
  readonly contentId: string;
  /** `'1'` by default. */
  readonly contentVersion?: string | undefined;
  /** Empty by default. */
  readonly remotePath?: string | undefined;
  readonly localPath: string;
  /** `'normal'` by default. */
  readonly priority?: DownloadPriority | undefined;
  /** From 1; a day by default. */
  readonly timeoutSeconds?: number | undefined;
  /** In bytes; 0, which is the default, for progress as often as it comes. */
  readonly chunkSize?: number | undefined;
  /** Whether progress is asked for (`CCM_DTS_NOTIFYPROGRESS`); true by default. */
  readonly notifyProgress?: boolean | undefined;
  /** Further `CCM_DTS_FLAG`s. The flag of a folder is always set, as documented for alternate providers. */
  readonly flags?: number | undefined;
  /** Reserved; empty by default. */
  readonly locationOptions?: string | undefined;
  /** Manifest XML, or null for all of the content, which is the default. */
  readonly fileManifest?: string | null | undefined;
  /** The local system, `'S-1-5-18'`, by default. */
  readonly ownerSid?: string | undefined;
  /** False by default. */
  readonly deleteJobOnError?: boolean | undefined;
  /**
   * `AlternateDownloadSettings` XML: which providers may be asked, and the settings of each. Where it is left out all that are
   * registered may, without settings of this content.
   */
  readonly settings?: string | undefined;
  /** What the provider is to pass back as client data; made up by default. */
  readonly notifyData?: string | undefined;
}

/** A request with nothing left open but what depends on the provider. */
export interface WantedContent {
  readonly inputs: Omit<DownloadContentRequest, 'providerData' | 'packageData'>;
  /** The XML as it was given. */
  readonly settings: string;
  /** The providers that may be asked; null for all. */
  readonly allowed: readonly ProviderSettings[] | null;
}

const defaultTimeout = 86_400;
const localSystem = 'S-1-5-18';

/** @throws {TypeError | RangeError} for a wrong request */
export function readRequest(request: ContentRequest, endpoint: string, madeUpData: string): WantedContent {
  const given = requireOptions(request, 'request');
  const { fileManifest = null, settings } = given;
  if (fileManifest !== null) readManifest(fileManifest);
  return {
    inputs: {
      contentId: requireText(given.contentId, 'contentId'),
      contentVersion: requireText(given.contentVersion ?? '1', 'contentVersion'),
      remotePath: requireText(given.remotePath ?? '', 'remotePath'),
      localPath: requireText(given.localPath, 'localPath'),
      notifyEndpoint: endpoint,
      notifyData: requireText(given.notifyData ?? madeUpData, 'notifyData'),
      priority: readPriority(given.priority ?? 'normal'),
      timeoutSeconds: requireInteger(given.timeoutSeconds ?? defaultTimeout, 'timeoutSeconds', 1, maximumDword),
      chunkSize: requireDword(given.chunkSize ?? 0, 'chunkSize'),
      flags: readFlags(given.flags ?? 0, requireBoolean(given.notifyProgress ?? true, 'notifyProgress')),
      locationOptions: requireText(given.locationOptions ?? '', 'locationOptions'),
      fileManifest,
      ownerSid: requireText(given.ownerSid ?? localSystem, 'ownerSid'),
      deleteJobOnError: requireBoolean(given.deleteJobOnError ?? false, 'deleteJobOnError'),
    },
    settings: settings ?? '',
    allowed: settings === undefined ? null : parseAlternateDownloadSettings(settings),
  };
}

/** @throws {TypeError | RangeError} when it is no priority */
export function readPriority(value: unknown): DownloadPriority {
  return requireOneOf(value, 'priority', downloadPriorities);
}

function readFlags(flags: unknown, notifyProgress: boolean): number {
  const asked = notifyProgress ? downloadFlags.notifyProgress : 0;
  return (requireDword(flags, 'flags') | downloadFlags.directory | asked) >>> 0;
}
