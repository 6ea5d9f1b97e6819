#include "script.h"

#include <cstdlib>

#include "../queue-manager/com.h"
#include "items.h"

namespace reference {
namespace {

constexpr wchar_t kRecordSeparator = 0x1E;
constexpr wchar_t kUnitSeparator = 0x1F;
constexpr ULONG kFirstItems = 3;

Step parse_step(const std::wstring& text) {
  Step step;
  for (const std::wstring& field : split(text, kUnitSeparator)) {
    if (step.name.empty()) {
      step.name = field;
    } else if (field[0] == '=') {
      step.fields.emplace_back(field.substr(1));
    } else {
      step.fields.emplace_back(std::nullopt);
    }
  }
  return step;
}

Item numbered_item(ULONG number) {
  // The same as `numberedItem` of test/native/syncmgr-library.ts.
  const GUID id = {number, 0x0000, 0x4000, {0x80, 0x00, 0, 0, 0, 0, 0, 0}};
  return {id, L"Item " + std::to_wstring(number), 0, SYNCMGRITEMSTATE_CHECKED, 0, false};
}

}  // namespace

const wchar_t* Step::text(std::size_t index) const { return has(index) ? fields[index]->c_str() : nullptr; }

long Step::number(std::size_t index) const { return has(index) ? std::wcstol(text(index), nullptr, 10) : 0; }

GUID Step::id(std::size_t index) const {
  GUID result{};
  if (has(index)) check(IIDFromString(text(index), &result));
  return result;
}

std::vector<std::wstring> split(const std::wstring& text, wchar_t separator) {
  std::vector<std::wstring> parts;
  if (text.empty()) return parts;
  std::size_t start = 0;
  for (std::size_t end; (end = text.find(separator, start)) != std::wstring::npos; start = end + 1)
    parts.push_back(text.substr(start, end - start));
  parts.push_back(text.substr(start));
  return parts;
}

Steps parse_steps(const wchar_t* text) {
  Steps steps;
  for (const std::wstring& record : split(text, kRecordSeparator))
    steps.push_back(parse_step(record));
  return steps;
}

void Script::reset() {
  {
    const std::lock_guard<std::mutex> guard(mutex_);
    results_.clear();
    steps_.clear();
    name_ = L"Reference handler";
    flags_ = 0;
    icon_ = false;
    custom_icon_ = nullptr;
  }
  set_item_count(kFirstItems);
}

void Script::set_result(const char* call, HRESULT result) {
  const std::lock_guard<std::mutex> guard(mutex_);
  results_[call] = result;
}

std::optional<HRESULT> Script::result_of(const char* call) const {
  const std::lock_guard<std::mutex> guard(mutex_);
  const auto found = results_.find(call);
  return found == results_.end() ? std::nullopt : std::optional<HRESULT>(found->second);
}

void Script::set_handler(const wchar_t* name, DWORD flags, bool icon) {
  const std::lock_guard<std::mutex> guard(mutex_);
  name_ = name;
  flags_ = flags;
  icon_ = icon;
}

std::wstring Script::handler_name() const {
  const std::lock_guard<std::mutex> guard(mutex_);
  return name_;
}

DWORD Script::handler_flags() const {
  const std::lock_guard<std::mutex> guard(mutex_);
  return flags_;
}

HICON Script::handler_icon() const {
  const std::lock_guard<std::mutex> guard(mutex_);
  if (custom_icon_) return custom_icon_;
  return icon_ ? reference_icon() : nullptr;
}

void Script::set_handler_icon(HICON icon) {
  const std::lock_guard<std::mutex> guard(mutex_);
  custom_icon_ = icon;
}

void Script::set_item_count(ULONG count) {
  const std::lock_guard<std::mutex> guard(mutex_);
  items_.clear();
  for (ULONG number = 1; number <= count; ++number)
    items_.push_back(numbered_item(number));
}

void Script::add_item(const Item& item) {
  const std::lock_guard<std::mutex> guard(mutex_);
  items_.push_back(item);
}

std::vector<Item> Script::items() const {
  const std::lock_guard<std::mutex> guard(mutex_);
  return items_;
}

void Script::set_steps(const char* call, Steps steps) {
  const std::lock_guard<std::mutex> guard(mutex_);
  steps_[call] = std::move(steps);
}

std::optional<Steps> Script::steps_of(const char* call) const {
  const std::lock_guard<std::mutex> guard(mutex_);
  const auto found = steps_.find(call);
  return found == steps_.end() ? std::nullopt : std::optional<Steps>(found->second);
}

}  // namespace reference
