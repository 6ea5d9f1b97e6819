// Before all headers that include <windows.h>, which would include the first version of sockets.
#include <winsock2.h>

#include <cstdio>

#include "checks.h"

namespace client {
namespace {

struct Tally {
  int passed = 0;
  int failed = 0;
};

Tally& tally() noexcept {
  static Tally instance;
  return instance;
}

}  // namespace

void expect(bool condition, const std::string& rule) {
  ++(condition ? tally().passed : tally().failed);
  std::printf("%s %s\n", condition ? "ok    " : "FAILED", rule.c_str());
  // A run that is killed must still show its progress.
  std::fflush(stdout);
}

void expect_equal(std::uint64_t actual, std::uint64_t expected, const std::string& rule) {
  expect(actual == expected, rule);
  if (actual != expected) {
    std::printf("       0x%llX instead of 0x%llX\n", static_cast<unsigned long long>(actual),
                static_cast<unsigned long long>(expected));
  }
}

void expect_result(HRESULT actual, HRESULT expected, const std::string& rule) {
  expect_equal(static_cast<ULONG>(actual), static_cast<ULONG>(expected), rule);
}

int failures() noexcept { return tally().failed; }

void print_summary() {
  std::printf("%d passed, %d failed\n", tally().passed, tally().failed);
  std::fflush(stdout);
}

void open_gate(const Place& place, const std::string& name) {
  const std::wstring authority = place.origin.substr(place.origin.find(L"//") + 2);
  const auto port = static_cast<u_short>(std::stoi(authority.substr(authority.find(L':') + 1)));
  WSADATA data;
  if (WSAStartup(MAKEWORD(2, 2), &data) != 0) throw reference::Failure(E_FAIL);
  const SOCKET connection = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const std::string request = "GET /open/" + name + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
  char answer[256];
  const bool opened = connect(connection, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
                      send(connection, request.data(), static_cast<int>(request.size()), 0) > 0 &&
                      recv(connection, answer, sizeof answer, 0) > 0;
  closesocket(connection);
  WSACleanup();
  if (!opened) throw reference::Failure(E_FAIL);
}

GUID new_guid() {
  GUID id;
  reference::check(CoCreateGuid(&id));
  return id;
}

bool exists(const std::wstring& path) { return GetFileAttributesW(path.c_str()) != INVALID_FILE_ATTRIBUTES; }

std::uint64_t size_of(const std::wstring& path) {
  WIN32_FILE_ATTRIBUTE_DATA data;
  if (!GetFileAttributesExW(path.c_str(), GetFileExInfoStandard, &data)) return UINT64_MAX;
  return (static_cast<std::uint64_t>(data.nFileSizeHigh) << 32) | data.nFileSizeLow;
}

ComPtr<IBackgroundCopyQMgr> open_manager() {
  ComPtr<IBackgroundCopyQMgr> manager;
  reference::check(CoCreateInstance(reference::kQueueManagerClass, nullptr, CLSCTX_LOCAL_SERVER,
                                    IID_IBackgroundCopyQMgr, manager.put_void()));
  return manager;
}

Group make_group(IBackgroundCopyQMgr& manager) {
  Group result;
  result.id = new_guid();
  result.job_id = new_guid();
  reference::check(manager.CreateGroup(result.id, result.group.put()));
  reference::check(result.group->CreateJob(result.job_id, result.job.put()));
  return result;
}

HRESULT add_file(IBackgroundCopyJob1& job, const std::wstring& url, const std::wstring& path) {
  FILESETINFO file{reference::new_bstr(url), reference::new_bstr(path), 0};
  FILESETINFO* set[] = {&file};
  const HRESULT result = job.AddFiles(1, set);
  SysFreeString(file.bstrRemoteFile);
  SysFreeString(file.bstrLocalFile);
  return result;
}

DWORD progress(IBackgroundCopyGroup& group, DWORD kind) {
  DWORD value = 0xDDDDDDDD;
  reference::check(group.GetProgress(kind, &value));
  return value;
}

DWORD status(IBackgroundCopyGroup& group) {
  DWORD flags = 0xDDDDDDDD;
  DWORD index = 0xDDDDDDDD;
  reference::check(group.GetStatus(&flags, &index));
  if (index != 0) throw reference::Failure(E_UNEXPECTED);
  return flags;
}

DWORD size(IBackgroundCopyGroup& group) {
  DWORD value = 0xDDDDDDDD;
  reference::check(group.get_Size(&value));
  return value;
}

}  // namespace client
