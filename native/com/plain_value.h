#pragma once

#include <napi.h>

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "com/codec.h"

namespace winprogress::com {

struct PlainField;
struct PlainValue;

using PlainList = std::vector<PlainValue>;
using PlainObject = std::vector<PlainField>;
using PlainVariant =
    std::variant<std::monostate, bool, std::uint32_t, std::uint64_t, std::wstring, GUID, Bytes, PlainList, PlainObject>;

// A value that is read in a lane and becomes one of JavaScript later: null, or one of the kinds that cross the seam.
struct PlainValue : PlainVariant {
  using PlainVariant::PlainVariant;
};

// A property of an object.
struct PlainField {
  const char* name = nullptr;
  PlainValue value;
};

Napi::Value ToValue(Napi::Env env, const PlainValue& value);

}  // namespace winprogress::com
