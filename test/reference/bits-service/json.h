// Values of JSON, as the control connection carries them: text as UTF-16 with lone surrogates kept, 64-bit numbers as
// {"$u64":"…"}.
#pragma once

#include <windows.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace reference::json {

class Value;
using Array = std::vector<Value>;
using Object = std::map<std::string, Value>;

class Value {
 public:
  Value();
  Value(bool flag);
  Value(double number);
  Value(std::uint64_t wide);
  Value(const char* text);
  /** NULL is null. */
  Value(const wchar_t* text);
  Value(std::wstring text);
  Value(Array array);
  Value(Object object);
  Value(const GUID& id);
  template <typename Number,
            std::enable_if_t<(std::is_integral_v<Number> && sizeof(Number) < 8) || std::is_enum_v<Number>, int> = 0>
  Value(Number number) : Value(static_cast<double>(number)) {}
  // Not inline: GCC 12 warns of uninitialized members where it sees through a variant.
  Value(const Value& other);
  Value(Value&& other) noexcept;
  Value& operator=(const Value& other);
  Value& operator=(Value&& other) noexcept;
  ~Value();

  bool is_null() const noexcept { return std::holds_alternative<std::monostate>(data_); }
  bool is_object() const noexcept { return std::holds_alternative<Object>(data_); }

  // Each throws Failure(E_INVALIDARG) for a value of another kind.
  bool flag() const;
  double number() const;
  std::uint64_t wide() const;
  const std::wstring& text() const;
  std::string ascii() const;
  GUID guid() const;
  const Array& array() const;
  const Object& object() const;

  /** The member of an object, or null. */
  const Value& operator[](const std::string& name) const;

  std::string write() const;
  static Value parse(std::string_view text);

 private:
  template <typename Kind>
  const Kind& as() const;
  void write_to(std::string& out) const;

  std::variant<std::monostate, bool, double, std::uint64_t, std::wstring, Array, Object> data_;
};

/** Bytes as text of hexadecimal digits. */
Value hexadecimal(const BYTE* bytes, std::size_t count);
std::vector<BYTE> bytes_of(const Value& text);

}  // namespace reference::json
