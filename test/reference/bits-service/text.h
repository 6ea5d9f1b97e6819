// Text, bytes and ranges for the caller of a COM method, who frees them with CoTaskMemFree.
#pragma once

#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include "../queue-manager/com.h"
#include "job_state.h"
#include "json.h"

namespace reference {

template <typename Element>
Element* task_copy(const Element* elements, std::size_t count) {
  if (count == 0) return nullptr;
  auto* copy = static_cast<Element*>(CoTaskMemAlloc(count * sizeof(Element)));
  if (!copy) throw std::bad_alloc();
  std::memcpy(copy, elements, count * sizeof(Element));
  return copy;
}

inline wchar_t* task_text(const std::wstring& text) { return task_copy(text.c_str(), text.size() + 1); }

inline wchar_t* task_text(const std::optional<std::wstring>& text) { return text ? task_text(*text) : nullptr; }

inline std::optional<std::wstring> optional_text(const wchar_t* text) {
  return text ? std::optional<std::wstring>(text) : std::nullopt;
}

inline json::Value json_of(const std::optional<std::wstring>& text) {
  return text ? json::Value(*text) : json::Value();
}

inline json::Value json_of(const BG_FILE_RANGE* ranges, std::size_t count) {
  json::Array list;
  for (std::size_t index = 0; index < count; ++index) {
    list.push_back(json::Object{{"initialOffset", static_cast<std::uint64_t>(ranges[index].InitialOffset)},
                                {"length", static_cast<std::uint64_t>(ranges[index].Length)}});
  }
  return list;
}

}  // namespace reference
