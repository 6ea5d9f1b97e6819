// A client of the reference server in its own process, which checks every method over real marshaling.
//
//   queue-manager-client.exe check ORIGIN FOLDER SERVER_PROGRAM   everything
//   queue-manager-client.exe start ORIGIN FOLDER GROUP            starts a download and leaves it running
//   queue-manager-client.exe find  ORIGIN FOLDER GROUP            finds that group by its id and follows it to the end
//   queue-manager-client.exe leave ORIGIN FOLDER GROUP            creates a group that is never resumed

#include <cstdio>

#include "client/checks.h"

namespace client {
namespace {

GUID read_guid(const std::wstring& text) {
  GUID id;
  reference::check(IIDFromString(text.c_str(), &id));
  return id;
}

void check_everything(const Place& place) {
  check_arithmetic();
  const auto manager = open_manager();
  check_manager(*manager.get());
  check_new_group(*manager.get());
  check_properties(*manager.get());
  check_job(*manager.get(), place);
  check_transfer(*manager.get(), place);
  check_endings(*manager.get(), place);
  check_modern_job(*manager.get(), place);
  check_registration(*manager.get(), place);
}

void start(const Place& place, const GUID& id) {
  const auto manager = open_manager();
  ComPtr<IBackgroundCopyGroup> group;
  ComPtr<IBackgroundCopyJob1> job;
  expect_result(manager->CreateGroup(id, group.put()), S_OK, "the first process makes a group");
  expect_result(group->CreateJob(new_guid(), job.put()), S_OK, "and its job");
  expect_result(add_file(*job.get(), place.url(L"/gate/handover/3145728"), place.file(L"handover.bin")), S_OK,
                "and adds a file");
  expect_result(group->ResumeGroup(), S_OK, "and starts it, and leaves");
}

void find(const Place& place, const GUID& id) {
  const auto manager = open_manager();
  ComPtr<IBackgroundCopyGroup> group;
  expect_result(manager->GetGroup(id, group.put()), S_OK, "a second process finds the group");
  expect(eventually([&] { return progress(*group.get(), QM_PROGRESS_PERCENT_DONE) == 50; }), "at half its way");
  open_gate(place, "handover");
  expect(eventually([&] { return status(*group.get()) == kComplete; }), "and sees it complete");
  expect_equal(size_of(place.file(L"handover.bin")), 3145728, "the file is there");
}

void leave(const GUID& id) {
  const auto manager = open_manager();
  ComPtr<IBackgroundCopyGroup> group;
  expect_result(manager->CreateGroup(id, group.put()), S_OK, "a process makes a group and leaves");
}

void run(const std::wstring& verb, const Place& place, const std::wstring& subject) {
  reference::check(CoInitializeEx(nullptr, COINIT_MULTITHREADED));
  try {
    if (verb == L"check") check_everything(place);
    if (verb == L"start") start(place, read_guid(subject));
    if (verb == L"find") find(place, read_guid(subject));
    if (verb == L"leave") leave(read_guid(subject));
  } catch (const reference::Failure& failure) {
    expect_result(failure.result(), S_OK, "no call fails that must not");
  }
  // No CoUninitialize: Wine's can wait for ever for the calls of another process (a race in its RpcServerUnregisterIf).
}

}  // namespace
}  // namespace client

int wmain(int count, wchar_t** arguments) {
  if (count != 5) return ERROR_BAD_ARGUMENTS;
  const client::Place place{arguments[2], arguments[3], arguments[4]};
  client::run(arguments[1], place, arguments[4]);
  client::print_summary();
  return client::failures();
}
