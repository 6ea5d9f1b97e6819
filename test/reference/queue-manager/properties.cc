#include "properties.h"

#include "com.h"

namespace reference {
namespace {

constexpr std::size_t kLongestDisplayName = 256;
constexpr std::size_t kLongestDescription = 1024;
constexpr DWORD kUnsupportedNotifications = QM_NOTIFY_FILE_DONE | QM_NOTIFY_JOB_DONE | QM_NOTIFY_USE_PROGRESSEX;
constexpr DWORD kNotifications = QM_NOTIFY_GROUP_DONE | QM_NOTIFY_DISABLE_NOTIFY | kUnsupportedNotifications;

void require(bool condition) {
  if (!condition) throw Failure(E_INVALIDARG);
}

LONGLONG read_integer(const VARIANT& value) {
  switch (value.vt) {
    case VT_I4:
      return value.lVal;
    case VT_I2:
      return value.iVal;
    case VT_UI4:
      return value.ulVal;
    case VT_UI2:
      return value.uiVal;
    case VT_INT:
      return value.intVal;
    case VT_UINT:
      return value.uintVal;
    default:
      throw Failure(E_INVALIDARG);
  }
}

std::wstring read_text(const VARIANT& value, std::size_t longest) {
  require(value.vt == VT_BSTR);
  std::wstring text(value.bstrVal ? value.bstrVal : L"", SysStringLen(value.bstrVal));
  require(text.size() <= longest && text.find(L'\0') == std::wstring::npos);
  return text;
}

std::wstring read_class(const VARIANT& value) {
  const std::wstring text = read_text(value, 38);
  GUID identifier;
  require(!text.empty() && SUCCEEDED(IIDFromString(text.c_str(), &identifier)));
  wchar_t normal[39];
  StringFromGUID2(identifier, normal, 39);
  return normal;
}

DWORD read_notify_flags(const VARIANT& value) {
  const LONGLONG flags = read_integer(value);
  require((flags & ~static_cast<LONGLONG>(kNotifications)) == 0);
  if (flags & kUnsupportedNotifications) throw Failure(E_NOTIMPL);
  return static_cast<DWORD>(flags);
}

void write(VARIANT& value, DWORD number) {
  value.vt = VT_I4;
  value.lVal = static_cast<LONG>(number);
}

void write(VARIANT& value, const std::wstring& text) {
  value.bstrVal = new_bstr(text);
  value.vt = VT_BSTR;
}

}  // namespace

void Properties::get(GROUPPROP property, VARIANT& value) const {
  switch (property) {
    case GROUPPROP_PRIORITY:
      return write(value, 1);
    case GROUPPROP_PROTOCOLFLAGS:
      return write(value, QM_PROTOCOL_HTTP);
    case GROUPPROP_NOTIFYFLAGS:
      return write(value, notify_flags_);
    case GROUPPROP_NOTIFYCLSID:
      return write(value, notify_class_);
    case GROUPPROP_DISPLAYNAME:
      return write(value, display_name_);
    case GROUPPROP_DESCRIPTION:
      return write(value, description_);
    default:
      throw Failure(E_NOTIMPL);
  }
}

void Properties::set(GROUPPROP property, const VARIANT& value) {
  switch (property) {
    case GROUPPROP_PRIORITY:
      return require(read_integer(value) == 1);
    case GROUPPROP_PROTOCOLFLAGS:
      return require(read_integer(value) == QM_PROTOCOL_HTTP);
    case GROUPPROP_NOTIFYFLAGS:
      notify_flags_ = read_notify_flags(value);
      return;
    case GROUPPROP_NOTIFYCLSID:
      notify_class_ = read_class(value);
      return;
    case GROUPPROP_DISPLAYNAME:
      display_name_ = read_text(value, kLongestDisplayName);
      return;
    case GROUPPROP_DESCRIPTION:
      description_ = read_text(value, kLongestDescription);
      return;
    default:
      throw Failure(E_NOTIMPL);
  }
}

}  // namespace reference
