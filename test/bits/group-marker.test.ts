import { describe, expect, it } from 'vitest';
import { formatMarker, type Marker, maximumDescription, parseMarker } from '../../lib/bits/stand-in/group-marker.js';
import { createGuid } from '../../lib/com/guid.js';

const groupId = createGuid();
const jobId = createGuid();

describe('the mark of a group on the job that stands in for it', () => {
  it.each<[string, Marker]>([
    ['a group', { groupId, jobId: null, description: '' }],
    ['a group with a job', { groupId, jobId, description: '' }],
    ['a description', { groupId, jobId, description: 'weekly update' }],
    ['a description of several lines', { groupId, jobId: null, description: 'one\ntwo\r\n\nthree\n' }],
    ['a description that looks like a mark', { groupId, jobId: null, description: ` job ${createGuid()}` }],
  ])('comes back as it went, with %s', (_, marker) => {
    expect(parseMarker(formatMarker(marker))).toEqual(marker);
  });

  it.each([
    ['no description', ''],
    ['another description', 'weekly update'],
    ['a mark without a GUID', 'winprogress group of files'],
    ['a GUID in lower case', `winprogress group ${groupId.toLowerCase()}`],
    ['words behind the mark', `winprogress group ${groupId} and more`],
    ['words before the mark', `my winprogress group ${groupId}`],
  ])('is not seen in %s', (_, text) => {
    expect(parseMarker(text)).toBeNull();
  });

  it('has room beside the longest description', () => {
    const text = formatMarker({ groupId, jobId, description: 'x'.repeat(maximumDescription) });
    expect(text).toHaveLength(1024);
  });
});
