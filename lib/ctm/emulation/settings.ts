import { requireArray, requireOptions, requireText, shown, wrongValue } from '../../com/arguments.js';
import { requireProviderName } from '../formats/download-provider.js';
import { quoteAttribute, readXml, requireAttribute, requireSchema } from '../formats/xml.js';

/** The settings of a provider, on the server or in a request. */
export interface ProviderSettings {
  /** The logical name of the provider. */
  readonly name: string;
  /** The inner XML of its `Data` element: text or elements, well-formed. */
  readonly data: string;
}

const root = 'AlternateDownloadSettings';
const schemaVersion = '1.0';

/**
 * Formats the XML of the allowed alternate providers and their settings: `szAltProvSettings`, and the property `AlternateContentProviders` on the
 * server.
 * Source: https://learn.microsoft.com/intune/configmgr/develop/reference/core/servers/configure/iccmcontenttransfermanager4-interface.
 * @throws {TypeError | RangeError} for an empty or repeated name, or data that is not well-formed
 */
export function formatAlternateDownloadSettings(providers: readonly ProviderSettings[]): string {
  const settings = requireArray(providers, 'providers', 'settings').map((provider, index) => {
    const { name, data } = requireOptions(provider, `providers[${index}]`);
    const content = requireText(data, `providers[${index}].data`);
    wrapPackageData(content);
    return { name: requireProviderName(name, `providers[${index}].name`), data: content };
  });
  requireDistinct(settings);
  const elements = settings.map(
    ({ name, data }) => `<Provider Name=${quoteAttribute(name)}><Data>${data}</Data></Provider>`,
  );
  return `<${root} SchemaVersion=${quoteAttribute(schemaVersion)}>${elements.join('')}</${root}>`;
}

/**
 * Parses the XML of {@link formatAlternateDownloadSettings}.
 * @throws {TypeError} if it is not a string; {RangeError} if it is not such a document
 */
export function parseAlternateDownloadSettings(xml: string): ProviderSettings[] {
  const element = readXml(xml, 'settings', root, [`${root}.Provider.Data`]);
  requireSchema(element, ['SchemaVersion'], 'Provider');
  const version = requireAttribute(element, 'SchemaVersion');
  if (version !== schemaVersion) throw wrongValue(`SchemaVersion must be ${schemaVersion}, not ${shown(version)}`);
  const providers = element.children.map((provider) => {
    requireSchema(provider, ['Name'], 'Data');
    const [data] = provider.children;
    if (data === undefined || provider.children.length > 1) throw wrongValue('Provider must have one Data element');
    return { name: requireProviderName(requireAttribute(provider, 'Name'), 'Name'), data: data.text };
  });
  requireDistinct(providers);
  return providers;
}

/**
 * Wraps the data of one package for `DownloadContent`: in a `Data` element, or an empty string.
 * @throws {RangeError} if it is not well-formed
 */
export function wrapPackageData(data: string): string {
  if (data === '') return '';
  const wrapped = `<Data>${data}</Data>`;
  readXml(wrapped, 'data', 'Data');
  return wrapped;
}

function requireDistinct(providers: readonly ProviderSettings[]): void {
  const names = new Set(providers.map(({ name }) => name));
  if (names.size < providers.length) throw wrongValue('the settings of a provider must not be repeated');
}
