#include "file_set.h"

#include <algorithm>
#include <cwctype>

#include "com.h"

namespace reference {
namespace {

constexpr std::size_t kLongestUrl = 2200;

void require(bool condition) {
  if (!condition) throw Failure(E_INVALIDARG);
}

std::wstring read(BSTR text) {
  require(text != nullptr);
  std::wstring result(text, SysStringLen(text));
  require(!result.empty() && result.find(L'\0') == std::wstring::npos);
  return result;
}

bool starts_with(const std::wstring& text, const std::wstring& prefix) {
  return text.size() >= prefix.size() &&
         std::equal(prefix.begin(), prefix.end(), text.begin(),
                    [](wchar_t a, wchar_t b) { return a == static_cast<wchar_t>(std::towlower(b)); });
}

void check_remote(const std::wstring& url) {
  require(url.size() <= kLongestUrl);
  require(starts_with(url, L"http://") || starts_with(url, L"https://"));
  const std::wstring rest = url.substr(url.find(L"//") + 2);
  require(!rest.empty() && rest.front() != L'/');
  // "The URL must only contain legal URL characters; no escape processing is performed."
  require(std::all_of(url.begin(), url.end(), [](wchar_t character) { return character > L' ' && character < 0x7F; }));
  require(url.find_first_of(L"\"<>\\^`{|}") == std::wstring::npos);
  // A question mark begins the query, so the only remaining wildcard is an asterisk before it.
  require(rest.substr(0, rest.find(L'?')).find(L'*') == std::wstring::npos);
}

bool is_separator(wchar_t character) { return character == L'\\' || character == L'/'; }

void check_local(const std::wstring& path) {
  require(path.size() <= MAX_PATH);
  const bool drive = path.size() > 3 && std::iswalpha(path[0]) && path[1] == L':' && is_separator(path[2]);
  const bool share = path.size() > 2 && path[0] == L'\\' && path[1] == L'\\' && !is_separator(path[2]);
  require(drive || share);
  require(!is_separator(path.back()));
  // Wildcards, characters that are invalid in file names, and the colon of an NTFS stream, which BITS does not support.
  require(path.find_first_of(L"*?\"<>|:", 2) == std::wstring::npos);
}

}  // namespace

std::vector<FileNames> read_file_set(ULONG count, FILESETINFO** set) {
  require(count > 0 && set != nullptr);
  std::vector<FileNames> files;
  files.reserve(count);
  for (ULONG index = 0; index < count; ++index) {
    require(set[index] != nullptr);
    FileNames names{read(set[index]->bstrRemoteFile), read(set[index]->bstrLocalFile)};
    check_remote(names.remote);
    check_local(names.local);
    files.push_back(std::move(names));
  }
  return files;
}

}  // namespace reference
