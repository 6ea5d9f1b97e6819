#include "json.h"

#include <cmath>
#include <cstdio>

#include "../queue-manager/com.h"

namespace reference::json {
namespace {

constexpr char kWideName[] = "$u64";

[[noreturn]] void refuse() { throw Failure(E_INVALIDARG); }

void write_text(const std::wstring& text, std::string& out) {
  out += '"';
  for (const wchar_t unit : text) {
    if (unit == L'"' || unit == L'\\') {
      out += '\\';
      out += static_cast<char>(unit);
    } else if (unit >= 0x20 && unit < 0x7f) {
      out += static_cast<char>(unit);
    } else {
      char escape[7];
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(unit));
      out += escape;
    }
  }
  out += '"';
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Value document() {
    Value result = value();
    skip();
    if (at_ != text_.size()) refuse();
    return result;
  }

 private:
  void skip() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\r' || text_[at_] == '\n'))
      ++at_;
  }
  char peek() {
    skip();
    if (at_ == text_.size()) refuse();
    return text_[at_];
  }
  bool take(char expected) {
    if (peek() != expected) return false;
    ++at_;
    return true;
  }
  void demand(char expected) {
    if (!take(expected)) refuse();
  }
  bool word(std::string_view expected) {
    if (text_.substr(at_, expected.size()) != expected) return false;
    at_ += expected.size();
    return true;
  }

  Value value() {
    switch (peek()) {
      case '{':
        return object();
      case '[':
        return array();
      case '"':
        return Value(string());
      default:
        if (word("null")) return Value();
        if (word("true")) return Value(true);
        if (word("false")) return Value(false);
        return number();
    }
  }

  Value object() {
    demand('{');
    Object members;
    while (peek() != '}') {
      const std::wstring name = string();
      demand(':');
      members[std::string(name.begin(), name.end())] = value();
      if (!take(',')) break;
    }
    demand('}');
    const auto wide = members.find(kWideName);
    if (wide != members.end()) return Value(static_cast<std::uint64_t>(std::stoull(wide->second.ascii())));
    return Value(std::move(members));
  }

  Value array() {
    demand('[');
    Array elements;
    while (peek() != ']') {
      elements.push_back(value());
      if (!take(',')) break;
    }
    demand(']');
    return Value(std::move(elements));
  }

  Value number() {
    const std::string digits(text_.substr(at_, text_.find_first_not_of("+-.eE0123456789", at_) - at_));
    std::size_t used = 0;
    double result = 0;
    try {
      result = std::stod(digits, &used);
    } catch (const std::exception&) {
      refuse();
    }
    at_ += used;
    if (result < 0) return Value(static_cast<LONG>(result));
    if (result > 4294967295.0) return Value(static_cast<std::uint64_t>(result));
    return Value(static_cast<ULONG>(result));
  }

  /** The peer writes pure ASCII with escapes, as this side does. */
  std::wstring string() {
    demand('"');
    std::wstring result;
    while (at_ < text_.size() && text_[at_] != '"') {
      const char unit = text_[at_++];
      result += unit == '\\' ? escape() : static_cast<wchar_t>(static_cast<unsigned char>(unit));
    }
    if (at_ == text_.size()) refuse();
    ++at_;
    return result;
  }

  wchar_t escape() {
    if (at_ == text_.size()) refuse();
    const char kind = text_[at_++];
    if (kind == 'n') return L'\n';
    if (kind == 'r') return L'\r';
    if (kind == 't') return L'\t';
    if (kind == 'b') return L'\b';
    if (kind == 'f') return L'\f';
    if (kind != 'u') return static_cast<wchar_t>(kind);
    const std::string digits(text_.substr(at_, 4));
    if (digits.size() != 4) refuse();
    at_ += 4;
    return static_cast<wchar_t>(std::stoul(digits, nullptr, 16));
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

Value::Value() = default;
Value::Value(const Value& other) = default;
Value::Value(Value&& other) noexcept = default;
Value& Value::operator=(const Value& other) = default;
Value& Value::operator=(Value&& other) noexcept = default;
Value::~Value() = default;

Value::Value(bool flag) : data_(flag) {}
Value::Value(double number) : data_(number) {}
Value::Value(std::uint64_t wide) : data_(wide) {}
Value::Value(const char* text) : data_(std::wstring(text, text + std::string_view(text).size())) {}
Value::Value(const wchar_t* text) {
  if (text) data_ = std::wstring(text);
}
Value::Value(std::wstring text) : data_(std::move(text)) {}
Value::Value(Array array) : data_(std::move(array)) {}
Value::Value(Object object) : data_(std::move(object)) {}

Value::Value(const GUID& id) {
  wchar_t text[39];
  StringFromGUID2(id, text, 39);
  data_ = std::wstring(text);
}

template <typename Kind>
const Kind& Value::as() const {
  if (const Kind* held = std::get_if<Kind>(&data_)) return *held;
  refuse();
}

bool Value::flag() const { return as<bool>(); }

double Value::number() const { return as<double>(); }

std::uint64_t Value::wide() const {
  if (const double* held = std::get_if<double>(&data_)) return static_cast<std::uint64_t>(*held);
  return as<std::uint64_t>();
}

const std::wstring& Value::text() const { return as<std::wstring>(); }

std::string Value::ascii() const { return std::string(text().begin(), text().end()); }

GUID Value::guid() const {
  GUID id;
  check(IIDFromString(text().c_str(), &id));
  return id;
}

const Array& Value::array() const { return as<Array>(); }

const Object& Value::object() const { return as<Object>(); }

const Value& Value::operator[](const std::string& name) const {
  static const Value null;
  const Object& members = object();
  const auto found = members.find(name);
  return found == members.end() ? null : found->second;
}

void Value::write_to(std::string& out) const {
  if (is_null()) {
    out += "null";
  } else if (const bool* flag = std::get_if<bool>(&data_)) {
    out += *flag ? "true" : "false";
  } else if (const double* number = std::get_if<double>(&data_)) {
    out += std::to_string(static_cast<long long>(std::llround(*number)));
  } else if (const std::uint64_t* wide = std::get_if<std::uint64_t>(&data_)) {
    out += std::string("{\"") + kWideName + "\":\"" + std::to_string(*wide) + "\"}";
  } else if (const std::wstring* text = std::get_if<std::wstring>(&data_)) {
    write_text(*text, out);
  } else if (const Array* elements = std::get_if<Array>(&data_)) {
    out += '[';
    const char* separator = "";
    for (const Value& element : *elements) {
      out += std::exchange(separator, ",");
      element.write_to(out);
    }
    out += ']';
  } else {
    out += '{';
    const char* separator = "";
    for (const auto& [name, member] : object()) {
      out += std::exchange(separator, ",");
      write_text(std::wstring(name.begin(), name.end()), out);
      out += ':';
      member.write_to(out);
    }
    out += '}';
  }
}

std::string Value::write() const {
  std::string out;
  write_to(out);
  return out;
}

Value Value::parse(std::string_view text) { return Parser(text).document(); }

Value hexadecimal(const BYTE* bytes, std::size_t count) {
  constexpr wchar_t kDigits[] = L"0123456789abcdef";
  std::wstring text;
  for (std::size_t index = 0; index < count; ++index) {
    text += kDigits[bytes[index] >> 4];
    text += kDigits[bytes[index] & 15];
  }
  return text;
}

std::vector<BYTE> bytes_of(const Value& text) {
  const std::string digits = text.ascii();
  std::vector<BYTE> bytes;
  for (std::size_t at = 0; at + 1 < digits.size(); at += 2)
    bytes.push_back(static_cast<BYTE>(std::stoul(digits.substr(at, 2), nullptr, 16)));
  return bytes;
}

}  // namespace reference::json
