#include "syncmgr/icon.h"

#include <cstring>

namespace winprogress::syncmgr {

namespace {

// Owns an object of GDI.
class GdiObject {
 public:
  explicit GdiObject(HGDIOBJ owned) noexcept : object_(owned) {}
  GdiObject(const GdiObject&) = delete;
  GdiObject& operator=(const GdiObject&) = delete;
  ~GdiObject() {
    if (object_ != nullptr) DeleteObject(object_);
  }
  HGDIOBJ Get() const noexcept { return object_; }

 private:
  HGDIOBJ object_;
};

// A device context in memory, into which a bitmap is selected.
class MemoryContext {
 public:
  MemoryContext() noexcept : context_(CreateCompatibleDC(nullptr)) {}
  MemoryContext(const MemoryContext&) = delete;
  MemoryContext& operator=(const MemoryContext&) = delete;
  ~MemoryContext() {
    if (before_ != nullptr) SelectObject(context_, before_);
    if (context_ != nullptr) DeleteDC(context_);
  }
  HDC Get() const noexcept { return context_; }
  bool Select(HGDIOBJ bitmap) noexcept {
    before_ = SelectObject(context_, bitmap);
    return before_ != nullptr;
  }

 private:
  HDC context_;
  HGDIOBJ before_ = nullptr;
};

#pragma pack(push, 1)
// The head of an ICO file with one image.
struct IconFileHeader {
  WORD reserved = 0;
  WORD type = 1;
  WORD count = 1;
  BYTE width;
  BYTE height;
  BYTE colors = 0;
  BYTE reserved_too = 0;
  WORD planes = 1;
  WORD bits = 32;
  DWORD image_size;
  DWORD image_offset = 22;
};
#pragma pack(pop)
static_assert(sizeof(IconFileHeader) == 22);

constexpr int kLargestSide = 256;

struct Size {
  int width;
  int height;
};

std::optional<Size> MeasureIcon(HICON icon) {
  ICONINFO info = {};
  if (!GetIconInfo(icon, &info)) return std::nullopt;
  const GdiObject color(info.hbmColor);
  const GdiObject mask(info.hbmMask);
  BITMAP bitmap = {};
  const bool has_color = info.hbmColor != nullptr;
  if (GetObjectW(has_color ? color.Get() : mask.Get(), sizeof(bitmap), &bitmap) == 0) return std::nullopt;
  // An icon without colours has its two masks one above the other.
  const Size size = {bitmap.bmWidth, has_color ? bitmap.bmHeight : bitmap.bmHeight / 2};
  if (size.width < 1 || size.width > kLargestSide || size.height < 1 || size.height > kLargestSide) return std::nullopt;
  return size;
}

bool HasAlpha(const std::uint32_t* pixels, std::size_t count) noexcept {
  for (std::size_t index = 0; index < count; ++index)
    if ((pixels[index] & 0xFF000000U) != 0) return true;
  return false;
}

}  // namespace

std::optional<std::vector<std::uint8_t>> ReadIcon(HICON icon) {
  if (icon == nullptr) return std::nullopt;
  const std::optional<Size> size = MeasureIcon(icon);
  if (!size.has_value()) return std::nullopt;
  BITMAPINFO description = {};
  description.bmiHeader.biSize = sizeof(BITMAPINFOHEADER);
  description.bmiHeader.biWidth = size->width;
  description.bmiHeader.biHeight = size->height;
  description.bmiHeader.biPlanes = 1;
  description.bmiHeader.biBitCount = 32;
  MemoryContext context;
  void* memory = nullptr;
  const GdiObject bitmap(CreateDIBSection(context.Get(), &description, DIB_RGB_COLORS, &memory, nullptr, 0));
  if (bitmap.Get() == nullptr || !context.Select(bitmap.Get())) return std::nullopt;
  if (!DrawIconEx(context.Get(), 0, 0, icon, size->width, size->height, 0, nullptr, DI_NORMAL)) return std::nullopt;
  GdiFlush();
  const std::size_t count = static_cast<std::size_t>(size->width) * static_cast<std::size_t>(size->height);
  auto* pixels = static_cast<std::uint32_t*>(memory);
  // Icons of few colours have a mask in place of an alpha channel; drawn on nothing, they are opaque.
  if (!HasAlpha(pixels, count))
    for (std::size_t index = 0; index < count; ++index)
      pixels[index] |= 0xFF000000U;
  const std::size_t color_size = count * sizeof(std::uint32_t);
  const std::size_t mask_row = (static_cast<std::size_t>(size->width) + 31) / 32 * 4;
  const std::size_t mask_size = mask_row * static_cast<std::size_t>(size->height);
  IconFileHeader header = {};
  // A side of 256 is written as 0.
  header.width = static_cast<BYTE>(size->width);
  header.height = static_cast<BYTE>(size->height);
  header.image_size = static_cast<DWORD>(sizeof(BITMAPINFOHEADER) + color_size + mask_size);
  // The height of an image in an icon counts its mask, too.
  description.bmiHeader.biHeight = size->height * 2;
  std::vector<std::uint8_t> file(sizeof(header) + header.image_size);
  std::uint8_t* end = file.data();
  std::memcpy(end, &header, sizeof(header));
  end += sizeof(header);
  std::memcpy(end, &description.bmiHeader, sizeof(BITMAPINFOHEADER));
  end += sizeof(BITMAPINFOHEADER);
  std::memcpy(end, pixels, color_size);
  return file;
}

}  // namespace winprogress::syncmgr
