import { file, http, httpSet, objects, set, sets, settings } from './builders.mjs';
import { row } from './row.mjs';

const property = (api, record, test, note) => ({
  ...row({ api, verb: [`JobSettingsRecord.${record}`, `JobDetailsRecord.${record}`], ...sets, tests: [test] }),
  ...(note === undefined ? {} : { note }),
});

/** The properties of `IBackgroundCopyJob5` and `IBackgroundCopyFile5`. */
export const propertyRows = {
  BITS_JOB_PROPERTY_ID_COST_FLAGS: property(
    'BitsJobSettings.transferPolicy',
    'costFlags',
    set('transferPolicy by name'),
  ),
  BITS_JOB_PROPERTY_NOTIFICATION_CLSID: property(
    'BitsJobSettings.notificationClsid',
    'notificationClsid',
    set('notificationClsid'),
    'set and read only: winprogress serves no class object for it',
  ),
  BITS_JOB_PROPERTY_DYNAMIC_CONTENT: property(
    'BitsJobSettings.dynamicContent',
    'dynamicContent',
    set('dynamicContent'),
  ),
  BITS_JOB_PROPERTY_HIGH_PERFORMANCE: property(
    'BitsJobSettings.highPerformance',
    'highPerformance',
    settings('a setting > is set before the files where BITS demands it'),
  ),
  BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE: property(
    'BitsJobSettings.maximumDownloadSize',
    'maximumDownloadSize',
    set('maximumDownloadSize'),
  ),
  BITS_JOB_PROPERTY_USE_STORED_CREDENTIALS: property(
    'BitsJobSettings.useStoredCredentials',
    'useStoredCredentials',
    set('useStoredCredentials'),
    'for proxies only, as BITS documents',
  ),
  BITS_JOB_PROPERTY_MINIMUM_NOTIFICATION_INTERVAL_MS: property(
    'BitsJobSettings.notificationInterval',
    'minimumNotificationInterval',
    set('notificationInterval'),
  ),
  BITS_JOB_PROPERTY_ON_DEMAND_MODE: property('BitsJobSettings.onDemand', 'onDemandMode', set('onDemand')),
  BITS_FILE_PROPERTY_ID_HTTP_RESPONSE_HEADERS: {
    ...file(
      'BitsFile.getResponseHeaders',
      'getResponseHeaders',
      objects('a file > has the headers of the last response'),
    ),
    nativeWord: 'kHttpResponseHeaders',
  },
};

const flag = (api, ...tests) =>
  row({
    api,
    verb: 'JobSettingsRecord.securityFlags',
    native: 'job_settings.cc',
    nativeWord: 'SetSecurityFlags',
    emulation: 'configure.ts',
    tests,
  });

const kept = http('that are left out stay as they are');

/** The flags of `SetSecurityFlags`. */
export const flagRows = {
  BG_SSL_ENABLE_CRL_CHECK: flag('BitsHttpSettings.checkRevocation', httpSet, kept),
  BG_SSL_IGNORE_CERT_CN_INVALID: flag('BitsHttpSettings.ignoreCertificateErrors', httpSet),
  BG_SSL_IGNORE_CERT_DATE_INVALID: flag('BitsHttpSettings.ignoreCertificateErrors', kept),
  BG_SSL_IGNORE_UNKNOWN_CA: flag('BitsHttpSettings.ignoreCertificateErrors', httpSet),
  BG_SSL_IGNORE_CERT_WRONG_USAGE: flag('BitsHttpSettings.ignoreCertificateErrors', httpSet),
  BG_HTTP_REDIRECT_POLICY_ALLOW_SILENT: flag('BitsHttpSettings.redirects', http('have the defaults of BITS')),
  BG_HTTP_REDIRECT_POLICY_ALLOW_REPORT: flag('BitsHttpSettings.redirects', httpSet),
  BG_HTTP_REDIRECT_POLICY_DISALLOW: flag('BitsHttpSettings.redirects', kept),
  BG_HTTP_REDIRECT_POLICY_ALLOW_HTTPS_TO_HTTP: flag('BitsHttpSettings.allowRedirectToHttp', httpSet),
};
