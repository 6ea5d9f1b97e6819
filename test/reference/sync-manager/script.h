// The script of a test.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "interfaces.h"

namespace reference {

/** An item of the handler. */
struct Item {
  GUID id;
  std::wstring name;
  DWORD flags;
  DWORD state;
  ULONGLONG last_update;
  bool icon;
};

/** The steps of a starting call, in order. */
struct Step {
  std::wstring name;
  std::vector<std::optional<std::wstring>> fields;

  const wchar_t* text(std::size_t index) const;
  long number(std::size_t index) const;
  GUID id(std::size_t index) const;
  bool has(std::size_t index) const { return index < fields.size() && fields[index].has_value(); }
};

using Steps = std::vector<Step>;

/** Records start with U+001E, their name and fields with U+001F; each field has the prefix `=`, or is `-` for none. */
Steps parse_steps(const wchar_t* text);
std::vector<std::wstring> split(const std::wstring& text, wchar_t separator);

class Script {
 public:
  Script() { reset(); }

  void reset();
  void set_result(const char* call, HRESULT result);
  std::optional<HRESULT> result_of(const char* call) const;

  void set_handler(const wchar_t* name, DWORD flags, bool icon);
  std::wstring handler_name() const;
  DWORD handler_flags() const;
  /** The icon of a test, or else that of the library; null if none is scripted. */
  HICON handler_icon() const;
  void set_handler_icon(HICON icon);

  void set_item_count(ULONG count);
  void add_item(const Item& item);
  std::vector<Item> items() const;

  void set_steps(const char* call, Steps steps);
  /** Empty if a test has set none. */
  std::optional<Steps> steps_of(const char* call) const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, HRESULT> results_;
  std::map<std::string, Steps> steps_;
  std::vector<Item> items_;
  std::wstring name_;
  DWORD flags_ = 0;
  bool icon_ = false;
  HICON custom_icon_ = nullptr;
};

}  // namespace reference
