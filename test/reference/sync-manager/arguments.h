// The arguments of a call as JSON.
#pragma once

#include <string>

#include "interfaces.h"

namespace reference {

std::wstring text_of(const GUID& identifier);

/** `text` as a JSON string, or null. */
std::string quoted(const wchar_t* text);

class Arguments {
 public:
  Arguments& number(long long value);
  /** Null if there is none. */
  Arguments& text(const wchar_t* value);
  Arguments& id(const GUID* value);
  Arguments& ids(const GUID* values, ULONG count);
  Arguments& texts(const LPCWSTR* values, ULONG count);
  Arguments& bytes(const BYTE* values, DWORD count);
  /** Whether a pointer was given: true or null. */
  Arguments& given(const void* pointer);

  std::string json() const { return "[" + json_ + "]"; }

 private:
  Arguments& add(const std::string& value);

  std::string json_;
};

/** Of `ISyncMgrSynchronizeCallback::Progress`: item, mask, and its four fields, null where they are not flagged. */
Arguments arguments_of(const GUID* item, const SYNCMGRPROGRESSITEM* progress);
/** Of `ISyncMgrSynchronizeCallback::LogError`: level, text, and the three fields of the information in the same way. */
Arguments arguments_of(DWORD level, const wchar_t* text, const SYNCMGRLOGERRORINFO* information);

}  // namespace reference
