#include "arguments.h"

#include <cstdio>

namespace reference {

std::wstring text_of(const GUID& identifier) {
  wchar_t text[39];
  StringFromGUID2(identifier, text, 39);
  return text;
}

std::string quoted(const wchar_t* text) {
  if (!text) return "null";
  std::string result = "\"";
  for (; *text != 0; ++text) {
    if (*text >= 0x20 && *text < 0x7F && *text != '"' && *text != '\\') {
      result += static_cast<char>(*text);
    } else {
      char escape[7];
      std::snprintf(escape, sizeof escape, "\\u%04X", static_cast<unsigned>(*text));
      result += escape;
    }
  }
  return result + '"';
}

Arguments& Arguments::add(const std::string& value) {
  if (!json_.empty()) json_ += ',';
  json_ += value;
  return *this;
}

Arguments& Arguments::number(long long value) { return add(std::to_string(value)); }

Arguments& Arguments::text(const wchar_t* value) { return add(quoted(value)); }

Arguments& Arguments::id(const GUID* value) { return add(value ? quoted(text_of(*value).c_str()) : "null"); }

Arguments& Arguments::ids(const GUID* values, ULONG count) {
  if (!values) return add("null");
  Arguments list;
  for (ULONG index = 0; index < count; ++index)
    list.id(values + index);
  return add(list.json());
}

Arguments& Arguments::texts(const LPCWSTR* values, ULONG count) {
  if (!values) return add("null");
  Arguments list;
  for (ULONG index = 0; index < count; ++index)
    list.text(values[index]);
  return add(list.json());
}

Arguments& Arguments::bytes(const BYTE* values, DWORD count) {
  if (!values) return add("null");
  Arguments list;
  for (DWORD index = 0; index < count; ++index)
    list.number(values[index]);
  return add(list.json());
}

Arguments& Arguments::given(const void* pointer) { return add(pointer ? "true" : "null"); }

Arguments arguments_of(const GUID* item, const SYNCMGRPROGRESSITEM* progress) {
  Arguments result;
  result.id(item);
  if (!progress) return result.text(nullptr);
  const UINT mask = progress->mask;
  const auto field = [&](UINT bit, long long value) {
    if (mask & bit) {
      result.number(value);
    } else {
      result.text(nullptr);
    }
  };
  result.number(mask).text(mask & SYNCMGRPROGRESSITEM_STATUSTEXT ? progress->lpcStatusText : nullptr);
  field(SYNCMGRPROGRESSITEM_STATUSTYPE, progress->dwStatusType);
  field(SYNCMGRPROGRESSITEM_PROGVALUE, progress->iProgValue);
  field(SYNCMGRPROGRESSITEM_MAXVALUE, progress->iMaxValue);
  return result;
}

Arguments arguments_of(DWORD level, const wchar_t* text, const SYNCMGRLOGERRORINFO* information) {
  Arguments result;
  result.number(level).text(text);
  if (!information) return result.text(nullptr);
  if (information->mask & SYNCMGRLOGERROR_ERRORFLAGS) {
    result.number(information->dwSyncMgrErrorFlags);
  } else {
    result.text(nullptr);
  }
  result.id(information->mask & SYNCMGRLOGERROR_ERRORID ? &information->ErrorID : nullptr);
  return result.id(information->mask & SYNCMGRLOGERROR_ITEMID ? &information->ItemID : nullptr);
}

}  // namespace reference
