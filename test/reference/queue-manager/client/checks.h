// Shared by the parts of the check client: counted expectations and common helpers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../com.h"
#include "../interfaces.h"

namespace client {

using reference::ComPtr;
using reference::kInvalidState;
using reference::kItemNotFound;

/** Counts one expectation and prints it with its rule. */
void expect(bool condition, const std::string& rule);
/** Like expect, and prints both numbers in hexadecimal when they differ. */
void expect_equal(std::uint64_t actual, std::uint64_t expected, const std::string& rule);
void expect_result(HRESULT actual, HRESULT expected, const std::string& rule);
int failures() noexcept;
void print_summary();

/** Polls until the condition is true; false after half a minute. */
template <typename Condition>
bool eventually(Condition&& condition) {
  const ULONGLONG deadline = GetTickCount64() + 30'000;
  while (!condition()) {
    if (GetTickCount64() > deadline) return false;
    Sleep(10);
  }
  return true;
}

/** The loopback server's address, and the folder for the files. */
struct Place {
  std::wstring origin;
  std::wstring folder;
  std::wstring server_program;

  std::wstring url(const std::wstring& path) const { return origin + path; }
  std::wstring file(const std::wstring& name) const { return folder + L"\\" + name; }
};

/** Makes the server send the second half of the gated file. */
void open_gate(const Place& place, const std::string& name);

GUID new_guid();
bool exists(const std::wstring& path);
std::uint64_t size_of(const std::wstring& path);

ComPtr<IBackgroundCopyQMgr> open_manager();
/** A new group with one job that has the given files; throws on failure. */
struct Group {
  GUID id{};
  GUID job_id{};
  ComPtr<IBackgroundCopyGroup> group;
  ComPtr<IBackgroundCopyJob1> job;
};
Group make_group(IBackgroundCopyQMgr& manager);
HRESULT add_file(IBackgroundCopyJob1& job, const std::wstring& url, const std::wstring& path);
DWORD progress(IBackgroundCopyGroup& group, DWORD kind);
DWORD status(IBackgroundCopyGroup& group);
DWORD size(IBackgroundCopyGroup& group);

constexpr DWORD kNew = QM_STATUS_GROUP_INCOMPLETE | QM_STATUS_GROUP_SUSPENDED;
constexpr DWORD kRunning = QM_STATUS_GROUP_INCOMPLETE;
constexpr DWORD kFailed = QM_STATUS_GROUP_INCOMPLETE | QM_STATUS_GROUP_SUSPENDED | QM_STATUS_GROUP_ERROR;
constexpr DWORD kComplete = QM_STATUS_GROUP_COMPLETE | QM_STATUS_GROUP_SUSPENDED;

void check_arithmetic();
void check_manager(IBackgroundCopyQMgr& manager);
void check_new_group(IBackgroundCopyQMgr& manager);
void check_properties(IBackgroundCopyQMgr& manager);
void check_job(IBackgroundCopyQMgr& manager, const Place& place);
void check_transfer(IBackgroundCopyQMgr& manager, const Place& place);
void check_endings(IBackgroundCopyQMgr& manager, const Place& place);
void check_modern_job(IBackgroundCopyQMgr& manager, const Place& place);
void check_registration(IBackgroundCopyQMgr& manager, const Place& place);

}  // namespace client
