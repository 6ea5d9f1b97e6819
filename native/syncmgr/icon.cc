#include "syncmgr/icon.h"

#include <cstddef>
#include <cstring>
#include <utility>

#include "com/unique_any.h"

namespace winprogress::syncmgr {

namespace {

struct BitmapTraits : com::NullTraits<HBITMAP> {
  static void Close(HBITMAP bitmap) noexcept { DeleteObject(bitmap); }
};

struct DeviceContextTraits : com::NullTraits<HDC> {
  static void Close(HDC context) noexcept { DeleteDC(context); }
};

using Bitmap = com::UniqueAny<BitmapTraits>;
using DeviceContext = com::UniqueAny<DeviceContextTraits>;
// 0xAARRGGBB each, the bottom row first, as in an ICO file.
using Pixels = std::vector<std::uint32_t>;

#pragma pack(push, 1)
// The header of an ICO file with one image.
struct IconFileHeader {
  WORD reserved = 0;
  WORD type = 1;
  WORD count = 1;
  BYTE width = 0;
  BYTE height = 0;
  BYTE colors = 0;
  BYTE reserved_too = 0;
  WORD planes = 1;
  WORD bits = 32;
  DWORD image_size = 0;
  DWORD image_offset = 22;
};
#pragma pack(pop)
static_assert(sizeof(IconFileHeader) == 22);

constexpr int kLargestSide = 256;
constexpr std::uint32_t kAlpha = 0xFF000000U;
constexpr WORD kColorDepth = 32;

BITMAPINFOHEADER DescribePixels(int width, int height) noexcept {
  BITMAPINFOHEADER header = {};
  header.biSize = sizeof(header);
  header.biWidth = width;
  header.biHeight = height;
  header.biPlanes = 1;
  header.biBitCount = kColorDepth;
  return header;
}

std::optional<BITMAP> Measure(const Bitmap& bitmap) noexcept {
  BITMAP size = {};
  if (GetObjectW(bitmap.Get(), sizeof(size), &size) == 0) return std::nullopt;
  return size;
}

// Empty if GDI fails.
Pixels ReadPixels(const Bitmap& bitmap, int width, int height) {
  const DeviceContext context(CreateCompatibleDC(nullptr));
  if (!context) return {};
  BITMAPINFO description = {};
  description.bmiHeader = DescribePixels(width, height);
  Pixels pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  const auto rows = static_cast<UINT>(height);
  if (GetDIBits(context.Get(), bitmap.Get(), 0, rows, pixels.data(), &description, DIB_RGB_COLORS) != height) return {};
  return pixels;
}

bool HasAlpha(const Pixels& pixels) noexcept {
  for (const std::uint32_t pixel : pixels)
    if ((pixel & kAlpha) != 0) return true;
  return false;
}

// Replaces the mask of an older icon by an alpha channel. A pixel with both mask and colour inverts the screen, which
// an alpha channel cannot express: it becomes opaque.
void ApplyMask(Pixels& colors, const Pixels& mask) noexcept {
  for (std::size_t index = 0; index < colors.size(); ++index) {
    const std::uint32_t color = colors[index] & ~kAlpha;
    const bool transparent = (mask[index] & ~kAlpha) != 0 && color == 0;
    colors[index] = transparent ? 0 : color | kAlpha;
  }
}

struct Image {
  int width;
  int height;
  Pixels pixels;
};

std::optional<Image> ReadImage(HICON icon) {
  ICONINFO info = {};
  if (!GetIconInfo(icon, &info)) return std::nullopt;
  const Bitmap color(info.hbmColor);
  const Bitmap mask(info.hbmMask);
  const std::optional<BITMAP> size = Measure(color ? color : mask);
  if (!size.has_value()) return std::nullopt;
  const int width = size->bmWidth;
  // A monochrome icon has its colours below its mask, in the same bitmap.
  const int height = color ? size->bmHeight : size->bmHeight / 2;
  if (width < 1 || width > kLargestSide || height < 1 || height > kLargestSide) return std::nullopt;

  Pixels masks = ReadPixels(mask, width, color ? height : height * 2);
  Pixels colors = color ? ReadPixels(color, width, height) : masks;
  const std::size_t count = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  if (colors.size() < count) return std::nullopt;
  if (!color) masks.erase(masks.begin(), masks.begin() + static_cast<std::ptrdiff_t>(count));
  colors.resize(count);
  if (color && size->bmBitsPixel == kColorDepth && HasAlpha(colors)) return Image{width, height, std::move(colors)};
  if (masks.size() != count) return std::nullopt;
  ApplyMask(colors, masks);
  return Image{width, height, std::move(colors)};
}

// Programs without alpha support use the mask: one bit per pixel, set where it is transparent.
std::vector<std::uint8_t> MakeMask(const Image& image) {
  const auto width = static_cast<std::size_t>(image.width);
  const std::size_t row_size = (width + 31) / 32 * 4;
  std::vector<std::uint8_t> mask(row_size * static_cast<std::size_t>(image.height));
  for (std::size_t index = 0; index < image.pixels.size(); ++index) {
    if ((image.pixels[index] & kAlpha) != 0) continue;
    const std::size_t column = index % width;
    mask[index / width * row_size + column / 8] |= static_cast<std::uint8_t>(0x80U >> (column % 8));
  }
  return mask;
}

}  // namespace

std::optional<std::vector<std::uint8_t>> ReadIcon(HICON icon) {
  if (icon == nullptr) return std::nullopt;
  const std::optional<Image> image = ReadImage(icon);
  if (!image.has_value()) return std::nullopt;
  const std::vector<std::uint8_t> mask = MakeMask(*image);
  const std::size_t color_size = image->pixels.size() * sizeof(std::uint32_t);
  // The height of an image in an icon includes its mask.
  const BITMAPINFOHEADER description = DescribePixels(image->width, image->height * 2);
  IconFileHeader header = {};
  // A side of 256 is written as 0.
  header.width = static_cast<BYTE>(image->width);
  header.height = static_cast<BYTE>(image->height);
  header.image_size = static_cast<DWORD>(sizeof(description) + color_size + mask.size());
  std::vector<std::uint8_t> file(sizeof(header) + header.image_size);
  std::uint8_t* end = file.data();
  const auto append = [&end](const void* data, std::size_t size) {
    std::memcpy(end, data, size);
    end += size;
  };
  append(&header, sizeof(header));
  append(&description, sizeof(description));
  append(image->pixels.data(), color_size);
  append(mask.data(), mask.size());
  return file;
}

}  // namespace winprogress::syncmgr
