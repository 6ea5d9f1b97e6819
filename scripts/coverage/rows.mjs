import { otherRows } from './file-rows.mjs';
import { jobRows } from './job-rows.mjs';
import { legacyRows } from './legacy-rows.mjs';
import { flagRows, propertyRows } from './property-rows.mjs';

/** The tables of the page, in its order. */
export const sections = [
  { title: 'Interfaces of modern BITS', rows: { ...jobRows, ...otherRows } },
  { title: 'Interfaces of the legacy queue manager', rows: legacyRows },
  { title: 'Properties', rows: { 'BITS_JOB_PROPERTY_ID and BITS_FILE_PROPERTY_ID': propertyRows } },
  { title: 'HTTP security flags', rows: { 'IBackgroundCopyJobHttpOptions.SetSecurityFlags': flagRows } },
];

/** @returns {readonly (readonly [string, import('./row.d.mts').Row])[]} every row with its name, such as `IBackgroundCopyJob.Resume` */
export function allRows() {
  return sections.flatMap(({ rows }) =>
    Object.entries(rows).flatMap(([group, members]) =>
      Object.entries(members).map(([name, row]) => [/^I[A-Z]\w+$/.test(group) ? `${group}.${name}` : name, row]),
    ),
  );
}
