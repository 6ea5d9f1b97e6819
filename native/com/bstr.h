#pragma once

#include <windows.h>

#include <oleauto.h>

#include <new>
#include <string>
#include <utility>

namespace winprogress::com {

// Owns a BSTR. Can be NULL, which is the empty string in COM.
class Bstr {
 public:
  Bstr() noexcept = default;
  explicit Bstr(const std::wstring& text) : text_(SysAllocStringLen(text.data(), static_cast<UINT>(text.size()))) {
    if (text_ == nullptr) throw std::bad_alloc();
  }
  Bstr(Bstr&& other) noexcept : text_(std::exchange(other.text_, nullptr)) {}
  Bstr& operator=(Bstr&& other) noexcept {
    std::swap(text_, other.text_);
    return *this;
  }
  Bstr(const Bstr&) = delete;
  Bstr& operator=(const Bstr&) = delete;
  ~Bstr() { SysFreeString(text_); }

  BSTR Get() const noexcept { return text_; }
  BSTR* Receive() noexcept {
    SysFreeString(std::exchange(text_, nullptr));
    return &text_;
  }
  BSTR Detach() noexcept { return std::exchange(text_, nullptr); }
  std::wstring Text() const { return std::wstring(text_ == nullptr ? L"" : text_, SysStringLen(text_)); }

 private:
  BSTR text_ = nullptr;
};

}  // namespace winprogress::com
