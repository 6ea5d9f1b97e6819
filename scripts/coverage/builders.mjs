import { contract, row } from './row.mjs';

export const settings = contract('settings');
export const set = (setting) =>
  settings(`a setting > is what details() returns when it is given to configure(): ${setting}`);
export const http = (rule) => settings(`the HTTP settings > ${rule}`);
export const details = contract('details');
export const defaults = details('the details of a new job > have the documented defaults');
export const jobs = contract('jobs');
export const files = contract('files');
export const errors = contract('errors');
export const notifications = contract('notifications');
export const objects = contract('files-as-objects');
export const properties = contract('properties');
export const older = (call) =>
  contract('versions')(
    `an older BITS > rejects with the interface that it does not have and the version that brought it: ${call}`,
  );
export const reference = (rule) => `test/native/reference-bits.native.test.ts: the reference BITS service > ${rule}`;
export const addon = (rule) =>
  `test/native/reference-bits-addon.native.test.ts: the addon, connected to the reference BITS service > ${rule}`;
export const heard = (rule) => objects(`notifications of files > ${rule}`);
export const httpSet = http('return what was set');

export const sets = { native: 'job_settings.cc', emulation: 'configure.ts' };
export const setting = (api, record, ...tests) => row({ api, verb: `JobSettingsRecord.${record}`, ...sets, tests });
const reads = { native: 'job_details.cc', emulation: 'details.ts' };
export const detail = (api, record, ...tests) => row({ api, verb: `JobDetailsRecord.${record}`, ...reads, tests });
export const job = (api, verb, ...tests) =>
  row({ api, verb: `JobVerbs.${verb}`, native: 'job.cc', emulation: 'job-verbs.ts', tests });
export const modernJob = (api, verb, ...tests) =>
  row({ api, verb: `JobVerbs.${verb}`, native: 'modern_job.cc', emulation: 'job-verbs.ts', tests });
export const read = (api, verb, ...tests) =>
  row({ api, verb: `JobVerbs.${verb}`, native: 'job_reader.cc', emulation: 'job-verbs.ts', tests });
export const file = (api, verb, ...tests) =>
  row({ api, verb: `FileVerbs.${verb}`, native: 'file.cc', emulation: 'file-verbs.ts', tests });
export const sink = (api, ...tests) =>
  row({ api, verb: 'NotificationListener', native: 'notification_sink.h', emulation: 'notifier.ts', tests });
export const noted = (given, note) => ({ ...given, note });
