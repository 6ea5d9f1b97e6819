import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { koffi } from './koffi-com.js';
import { type OpenHandler, openHandler } from './syncmgr-callback.js';
import { hasSyncManagerLibrary, numberedItem } from './syncmgr-library.js';

const user = koffi.load('user32.dll');
const createIconFromResource = user.func(
  'uint64_t __stdcall CreateIconFromResourceEx(const uint8_t *bits, uint32_t size, int32_t icon, uint32_t version, int width, int height, uint32_t flags)',
);
const createIcon = user.func(
  'uint64_t __stdcall CreateIcon(void *instance, int width, int height, uint8_t planes, uint8_t depth, const uint8_t *mask, const uint8_t *colors)',
);
const destroyIcon = user.func('int32_t __stdcall DestroyIcon(uint64_t icon)');
const getGuiResources = user.func('uint32_t __stdcall GetGuiResources(uint64_t process, uint32_t flags)');
const gdi = koffi.load('gdi32.dll');
const createBitmap = gdi.func(
  'uint64_t __stdcall CreateBitmap(int width, int height, uint32_t planes, uint32_t depth, const void *bits)',
);
const deleteObject = gdi.func('int32_t __stdcall DeleteObject(uint64_t object)');

const width = 4;
const height = 2;
const headerSize = 40;
const maskRowSize = 4;

/** The image of an icon in the format of a resource: BITMAPINFOHEADER, palette, colours and mask, the bottom row first. */
function imageOf(
  depth: number,
  palette: readonly number[],
  colors: Uint8Array,
  maskRows: readonly number[],
): Uint8Array {
  const image = Buffer.alloc(headerSize + palette.length * 4 + colors.length + maskRows.length * maskRowSize);
  image.writeUInt32LE(headerSize, 0);
  image.writeInt32LE(width, 4);
  image.writeInt32LE(height * 2, 8);
  image.writeUInt16LE(1, 12);
  image.writeUInt16LE(depth, 14);
  for (const [index, color] of palette.entries()) image.writeUInt32LE(color, headerSize + index * 4);
  image.set(colors, headerSize + palette.length * 4);
  for (const [row, bits] of maskRows.entries()) {
    image.writeUInt8(bits, image.length - (maskRows.length - row) * maskRowSize);
  }
  return image;
}

function colorBytes(colors: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(colors.length * 4);
  for (const [index, color] of colors.entries()) bytes.writeUInt32LE(color, index * 4);
  return bytes;
}

function iconOfImage(image: Uint8Array): bigint {
  const version = 0x30000;
  const icon = BigInt(Number(createIconFromResource(image, image.length, 1, version, width, height, 0)));
  expect(icon).not.toBe(0n);
  return icon;
}

/** The header and image of an ICO file with one image. */
function readIconFile(bytes: Uint8Array) {
  const file = Buffer.from(bytes);
  const pixels = Array.from({ length: width * height }, (_, index) => file.readUInt32LE(22 + headerSize + index * 4));
  const maskOffset = 22 + headerSize + width * height * 4;
  return {
    type: file.readUInt16LE(2),
    count: file.readUInt16LE(4),
    size: [file.readUInt8(6), file.readUInt8(7)],
    depth: [file.readUInt16LE(12), file.readUInt16LE(22 + 14)],
    imageSize: [file.readUInt32LE(14), file.length - 22],
    heightWithMask: file.readInt32LE(22 + 8),
    pixels,
    maskRows: Array.from({ length: height }, (_, row) => file.readUInt8(maskOffset + row * maskRowSize)),
  };
}

describe.runIf(hasSyncManagerLibrary)('the icon of a handler', () => {
  let open: OpenHandler;
  const icons: bigint[] = [];

  beforeEach(async () => {
    open = await openHandler();
  });

  afterEach(async () => {
    await open.connection.close();
    open.library.reset();
    for (const icon of icons.splice(0)) destroyIcon(icon);
  });

  async function read(icon: bigint) {
    icons.push(icon);
    open.library.scriptHandlerIcon(icon);
    const { icon: bytes } = await open.handler.getHandlerInfo(true);
    if (bytes === null) throw new TypeError('the icon could not be read');
    return readIconFile(bytes);
  }

  it('is an ICO file with one image of 32 bits', async () => {
    const file = await read(iconOfImage(imageOf(32, [], colorBytes(new Array(8).fill(0xff336699)), [0, 0])));
    expect(file).toMatchObject({ type: 1, count: 1, size: [width, height], depth: [32, 32], heightWithMask: 4 });
    expect(file.imageSize).toEqual([headerSize + 32 + 8, headerSize + 32 + 8]);
  });

  it('keeps straight alpha: a half-transparent pixel has its full colour', async () => {
    const colors = [0xff336699, 0x80ff8040, 0x01ffffff, 0, 0x7f010203, 0xffffffff, 0xff000000, 0x40c0c0c0];
    const file = await read(iconOfImage(imageOf(32, [], colorBytes(colors), [0x10, 0])));
    expect(file.pixels).toEqual(colors);
    expect(file.maskRows).toEqual([0x10, 0]);
  });

  it('uses the mask for alpha when the colours have none', async () => {
    const colors = [0x336699, 0, 0, 0xffffff, 0x10203, 0, 0, 0xabcdef];
    const file = await read(iconOfImage(imageOf(32, [], colorBytes(colors), [0x60, 0x40])));
    expect(file.pixels).toEqual([0xff336699, 0, 0, 0xffffffff, 0xff010203, 0, 0xff000000, 0xffabcdef]);
    expect(file.maskRows).toEqual([0x60, 0x40]);
  });

  it('uses the mask for alpha with 24 bits of colour', async () => {
    const colors = Buffer.from('996633000000000000ffffff' + '030201000000000000efcdab', 'hex');
    const file = await read(iconOfImage(imageOf(24, [], colors, [0x60, 0x40])));
    expect(file.pixels).toEqual([0xff336699, 0, 0, 0xffffffff, 0xff010203, 0, 0xff000000, 0xffabcdef]);
  });

  it('uses the palette for 4 bits of colour', async () => {
    const palette = [0, 0xff0000, 0x00ff00, 0x0000ff, ...new Array(12).fill(0)];
    const colors = Buffer.from('01230000' + '32100000', 'hex');
    const file = await read(iconOfImage(imageOf(4, palette, colors, [0x80, 0])));
    expect(file.pixels).toEqual([
      0, 0xffff0000, 0xff00ff00, 0xff0000ff, 0xff0000ff, 0xff00ff00, 0xffff0000, 0xff000000,
    ]);
  });

  it('is read from the mask alone for a monochrome icon; inverting pixels are opaque', async () => {
    // Rows of 16 bits, the top row first: mask 1 and colour 0 is transparent, mask 1 and colour 1 inverts.
    const mask = Uint8Array.of(0x30, 0, 0x00, 0);
    const colors = Uint8Array.of(0x50, 0, 0xf0, 0);
    const icon = BigInt(Number(createIcon(null, width, height, 1, 1, mask, colors)));
    const file = await read(icon);
    const white = 0xffffffff;
    expect(file.pixels).toEqual([white, white, white, white, 0xff000000, white, 0, white]);
    expect(file.maskRows).toEqual([0, 0x20]);
  });

  it('leaks no GDI object in 1000 conversions', async () => {
    const items = Array.from({ length: 1000 }, (_, index) => ({
      itemId: numberedItem(index + 1),
      name: 'With icon',
      icon: true,
    }));
    open.library.scriptItems(items);
    // The library creates its icon on first use.
    await open.handler.enumerateItems(true);
    const before = countGdiObjects();
    const read = await open.handler.enumerateItems(true);
    expect(read.items.filter(({ icon }) => icon !== null)).toHaveLength(1000);
    expect(countGdiObjects()).toBe(before);
  });
});

/** GDI objects in use by this process. Wine does not count them: there, the negated number of bitmaps that can still be created. */
function countGdiObjects(): number {
  const currentProcess = 0xffff_ffff_ffff_ffffn;
  const counted = Number(getGuiResources(currentProcess, 0));
  if (counted !== 0) return counted;
  const bitmaps: unknown[] = [];
  for (;;) {
    const bitmap = createBitmap(1, 1, 1, 1, null);
    if (Number(bitmap) === 0) break;
    bitmaps.push(bitmap);
  }
  for (const bitmap of bitmaps) deleteObject(bitmap);
  return -bitmaps.length;
}
