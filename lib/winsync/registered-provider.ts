import { providerStates } from './constants.js';
import type { ProviderRecord } from './verbs.js';

/** A provider that is registered on the machine, by its properties (`PKEY_PROVIDER_…`); null for a property that it does not have. */
export interface RegisteredWinSyncProvider {
  readonly instanceId: string;
  /** For `session.openProvider()`. */
  readonly clsid: string | null;
  readonly configUiId: string | null;
  readonly contentType: string | null;
  readonly capabilities: number | null;
  /** Whether 32-bit and 64-bit processes can load it. */
  readonly supports32Bit: boolean | null;
  readonly supports64Bit: boolean | null;
  readonly name: string | null;
  readonly description: string | null;
  readonly tooltip: string | null;
  readonly icon: string | null;
  /** `SYNC_PROVIDER_STATE_ENABLED`. */
  readonly enabled: boolean | null;
  /** `SYNC_PROVIDER_STATE_DIRTY`: it has changes to synchronise. */
  readonly dirty: boolean | null;
}

/** `SYNC_32_BIT_SUPPORTED` and `SYNC_64_BIT_SUPPORTED`. */
const architectures = { bits32: 0x1, bits64: 0x2 } as const;

export function toRegisteredProvider({
  supportedArchitecture,
  state,
  ...record
}: ProviderRecord): RegisteredWinSyncProvider {
  return {
    instanceId: record.instanceId,
    clsid: record.clsid,
    configUiId: record.configUiId,
    contentType: record.contentType,
    capabilities: record.capabilities,
    supports32Bit: hasBit(supportedArchitecture, architectures.bits32),
    supports64Bit: hasBit(supportedArchitecture, architectures.bits64),
    name: record.name,
    description: record.description,
    tooltip: record.tooltip,
    icon: record.icon,
    enabled: hasBit(state, providerStates.enabled),
    dirty: hasBit(state, providerStates.dirty),
  };
}

function hasBit(flags: number | null, bit: number): boolean | null {
  return flags === null ? null : (flags & bit) !== 0;
}
