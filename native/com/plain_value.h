#pragma once

#include <napi.h>

#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "com/codec.h"

namespace winprogress::com {

struct PlainField;

// A value that is read in a lane and becomes one of JavaScript later: null, or one of the kinds that cross the seam.
struct PlainValue {
  using List = std::vector<PlainValue>;
  using Object = std::vector<PlainField>;

  PlainValue() noexcept = default;
  template <typename Value, std::enable_if_t<!std::is_same_v<std::decay_t<Value>, PlainValue>, int> = 0>
  PlainValue(Value&& from) : value(std::forward<Value>(from)) {}

  std::variant<std::monostate, bool, std::uint32_t, std::uint64_t, std::wstring, GUID, Bytes, List, Object> value;
};

// A property of an object.
struct PlainField {
  const char* name;
  PlainValue value;
};

Napi::Value ToValue(Napi::Env env, const PlainValue& value);

}  // namespace winprogress::com
