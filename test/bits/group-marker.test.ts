import { describe, expect, it } from 'vitest';
import { formatMarker, type Marker, maximumDescription, parseMarker } from '../../lib/bits/stand-in/group-marker.js';
import { createGuid } from '../../lib/com/guid.js';

const groupId = createGuid();
const jobId = createGuid();

describe('the mark of a group on the job that replaces it', () => {
  it.each<[string, Marker]>([
    ['a group', { groupId, jobId: null, description: '' }],
    ['a group with a job', { groupId, jobId, description: '' }],
    ['a description', { groupId, jobId, description: 'weekly update' }],
    ['a description of several lines', { groupId, jobId: null, description: 'one\ntwo\r\n\nthree\n' }],
    ['a description that looks like a mark', { groupId, jobId: null, description: ` job ${createGuid()}` }],
  ])('is read unchanged with %s', (_, marker) => {
    expect(parseMarker(formatMarker(marker))).toEqual(marker);
  });

  it.each([
    ['an empty description', ''],
    ['another description', 'weekly update'],
    ['a mark without a GUID', 'winprogress group of files'],
    ['a GUID in lower case', `winprogress group ${groupId.toLowerCase()}`],
    ['text after the mark', `winprogress group ${groupId} and more`],
    ['text before the mark', `my winprogress group ${groupId}`],
  ])('is not found in %s', (_, text) => {
    expect(parseMarker(text)).toBeNull();
  });

  it('fits beside the longest description', () => {
    const text = formatMarker({ groupId, jobId, description: 'x'.repeat(maximumDescription) });
    expect(text).toHaveLength(1024);
  });
});
