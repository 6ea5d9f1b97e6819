#pragma once

#include <windows.h>

#include <oleauto.h>

#include <optional>
#include <string>

#include "com/bstr.h"

namespace winprogress::com {

// Owns a VARIANT and its content.
class Variant {
 public:
  Variant() noexcept { VariantInit(&value_); }
  explicit Variant(LONG number) noexcept : Variant() {
    value_.vt = VT_I4;
    value_.lVal = number;
  }
  explicit Variant(const std::wstring& text) : Variant() {
    value_.bstrVal = Bstr(text).Detach();
    value_.vt = VT_BSTR;
  }
  Variant(const Variant&) = delete;
  Variant& operator=(const Variant&) = delete;
  ~Variant() { VariantClear(&value_); }

  VARIANT* Get() noexcept { return &value_; }
  VARIANT* Receive() noexcept {
    VariantClear(&value_);
    return &value_;
  }

  bool IsText() const noexcept { return value_.vt == VT_BSTR; }
  std::wstring Text() const {
    return IsText() && value_.bstrVal != nullptr ? std::wstring(value_.bstrVal, SysStringLen(value_.bstrVal))
                                                 : std::wstring();
  }
  // The number of any integer type; std::nullopt for other types.
  std::optional<LONG> Number() noexcept {
    VARIANT number;
    VariantInit(&number);
    if (FAILED(VariantChangeType(&number, &value_, 0, VT_I4))) return std::nullopt;
    return number.lVal;
  }

 private:
  VARIANT value_ = {};
};

}  // namespace winprogress::com
