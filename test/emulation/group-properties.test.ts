import { describe, expect, it } from 'vitest';
import { caught } from '../support/caught.js';
import { openGroup, otherId } from './support/group.js';

describe('GetProp and SetProp', () => {
  it.each([1, 2, 3, 4, 8, 9, 10, 13])('reject the property %i with E_NOTIMPL', async (property) => {
    const { group } = await openGroup();
    expect(await caught(group.getProp(property))).toMatchObject({
      code: 'E_NOTIMPL',
      operation: 'IBackgroundCopyGroup.GetProp',
    });
    expect(await caught(group.setProp(property, 1))).toMatchObject({
      code: 'E_NOTIMPL',
      operation: 'IBackgroundCopyGroup.SetProp',
    });
  });

  it.each([
    ['a priority other than 1', 0, 2],
    ['a protocol other than HTTP', 5, 2],
    ['text for notify flags', 6, '4'],
    ['a class that is not a GUID', 7, 'class'],
    ['a number for the display name', 11, 1],
    ['a display name of more than 256 characters', 11, 'x'.repeat(257)],
    ['a description of more than 1024 characters', 12, 'x'.repeat(1025)],
  ])('reject %s with E_INVALIDARG', async (_, property, value) => {
    const { group } = await openGroup();
    expect(await caught(group.setProp(property, value))).toMatchObject({ code: 'E_INVALIDARG' });
  });

  it.each([0x1, 0x2, 0x80])('reject the notify flag %i with E_NOTIMPL, since it is not supported', async (flag) => {
    const { group } = await openGroup();
    expect(await caught(group.setProp(6, flag))).toMatchObject({ code: 'E_NOTIMPL' });
  });

  it.each([
    [0, 1],
    [5, 1],
    [6, 0x44],
    [7, otherId],
    [11, 'name'],
    [12, 'description'],
  ])('keep the value of property %i', async (property, value) => {
    const { group } = await openGroup();
    await group.setProp(property, value);
    expect(await group.getProp(property)).toBe(value);
  });

  it('store the display name and the description in the modern job', async () => {
    const { group } = await openGroup();
    await group.setProp(11, 'name');
    await group.setProp(12, 'description');
    const modern = await group.queryNewJobInterface();
    expect([await modern.getDisplayName(), await modern.getDescription()]).toEqual(['name', 'description']);
  });
});
