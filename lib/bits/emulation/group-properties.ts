import { parseGuid } from '../../com/guid.js';
import { hresults } from '../../com/hresult.js';
import { refuse } from '../../emulation/refused-call.js';
import { groupNotify, groupProperty, limits } from '../constants.js';

/** `QM_PROTOCOL_HTTP`: the only supported protocol. */
const httpProtocol = 1;

/** The only supported priority. */
const onlyPriority = 1;

/** The other flags are documented as not supported. */
const supportedNotifications = groupNotify.groupDone | groupNotify.disable;
const unsupportedNotifications = 0x1 | 0x2 | 0x80;

/** The properties of a group that are saved. */
export interface StoredProperties {
  readonly notifyFlags: number;
  readonly notifyClass: string;
  readonly displayName: string;
  readonly description: string;
}

/**
 * The properties of a group.
 * Source: https://learn.microsoft.com/windows/win32/api/qmgr/ne-qmgr-groupprop.
 */
export class GroupProperties {
  #values: StoredProperties;

  constructor(values: StoredProperties = { notifyFlags: 0, notifyClass: '', displayName: '', description: '' }) {
    this.#values = values;
  }

  get values(): StoredProperties {
    return this.#values;
  }

  /** Returns a property. @throws {RefusedCall} `E_NOTIMPL` for a property that is not supported */
  get(property: number): string | number {
    switch (property) {
      case groupProperty.priority:
        return onlyPriority;
      case groupProperty.protocolFlags:
        return httpProtocol;
      case groupProperty.notifyFlags:
        return this.#values.notifyFlags;
      case groupProperty.notifyClsid:
        return this.#values.notifyClass;
      case groupProperty.displayName:
        return this.#values.displayName;
      case groupProperty.description:
        return this.#values.description;
      default:
        return refuse(hresults.E_NOTIMPL);
    }
  }

  /**
   * Sets a property.
   * @throws {RefusedCall} `E_NOTIMPL` for a property or a notification flag that is not supported, `E_INVALIDARG` for a value of the wrong type or
   * size
   */
  set(property: number, value: string | number): void {
    this.#values = { ...this.#values, ...readChange(property, value) };
  }
}

function readChange(property: number, value: string | number): Partial<StoredProperties> {
  switch (property) {
    case groupProperty.priority:
      require(value === onlyPriority);
      return {};
    case groupProperty.protocolFlags:
      require(value === httpProtocol);
      return {};
    case groupProperty.notifyFlags:
      return { notifyFlags: readNotifyFlags(value) };
    case groupProperty.notifyClsid:
      return { notifyClass: readClass(value) };
    case groupProperty.displayName:
      return { displayName: readText(value, limits.displayName) };
    case groupProperty.description:
      return { description: readText(value, limits.description) };
    default:
      return refuse(hresults.E_NOTIMPL);
  }
}

function require(condition: boolean): void {
  if (!condition) refuse(hresults.E_INVALIDARG);
}

function readText(value: string | number, longest: number): string {
  return typeof value === 'string' && value.length <= longest ? value : refuse(hresults.E_INVALIDARG);
}

function readClass(value: string | number): string {
  try {
    return parseGuid(value);
  } catch {
    return refuse(hresults.E_INVALIDARG);
  }
}

function readNotifyFlags(value: string | number): number {
  if (typeof value !== 'number') return refuse(hresults.E_INVALIDARG);
  require((value & ~(supportedNotifications | unsupportedNotifications)) === 0);
  if ((value & unsupportedNotifications) !== 0) refuse(hresults.E_NOTIMPL);
  return value;
}
