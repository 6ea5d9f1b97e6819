#pragma once

#include <string>

#include "interfaces.h"

namespace reference {

/**
 * The properties of a group, with the VARIANT types and limits of
 * https://learn.microsoft.com/windows/win32/api/qmgr/ne-qmgr-groupprop. Undocumented and chosen here: a property that
 * was never set reads as an empty string or 0 (the protocol as HTTP); a value out of its limits is E_INVALIDARG; a
 * notification flag that is documented as not supported is E_NOTIMPL; an unknown property is E_NOTIMPL like an
 * unsupported one.
 */
class Properties {
 public:
  void get(GROUPPROP property, VARIANT& value) const;
  void set(GROUPPROP property, const VARIANT& value);

  DWORD notify_flags() const noexcept { return notify_flags_; }
  /** In braces; empty if it was never set. */
  const std::wstring& notify_class() const noexcept { return notify_class_; }
  const std::wstring& display_name() const noexcept { return display_name_; }
  const std::wstring& description() const noexcept { return description_; }

 private:
  DWORD notify_flags_ = 0;
  std::wstring notify_class_;
  std::wstring display_name_;
  std::wstring description_;
};

}  // namespace reference
