#include "checks.h"

namespace client {
namespace {

DWORD run_server(const Place& place, const std::wstring& verb) {
  std::wstring command = L"\"" + place.server_program + L"\" " + verb;
  STARTUPINFOW startup{};
  startup.cb = sizeof startup;
  PROCESS_INFORMATION process{};
  if (!CreateProcessW(nullptr, command.data(), nullptr, nullptr, FALSE, 0, nullptr, nullptr, &startup, &process)) {
    return GetLastError();
  }
  WaitForSingleObject(process.hProcess, 30'000);
  DWORD code = STILL_ACTIVE;
  GetExitCodeProcess(process.hProcess, &code);
  CloseHandle(process.hThread);
  CloseHandle(process.hProcess);
  return code;
}

HRESULT activate() {
  ComPtr<IBackgroundCopyQMgr> manager;
  return CoCreateInstance(reference::kQueueManagerClass, nullptr, CLSCTX_LOCAL_SERVER, IID_IBackgroundCopyQMgr,
                          manager.put_void());
}

}  // namespace

void check_registration(IBackgroundCopyQMgr& manager, const Place& place) {
  ComPtr<IBackgroundCopyGroup> group;
  reference::check(manager.CreateGroup(new_guid(), group.put()));
  expect_equal(run_server(place, L"/Registered"), 0, "/Registered reports that it is");
  expect_equal(run_server(place, L"/UnregServer"), 0, "/UnregServer");
  expect(run_server(place, L"/Registered") != 0, "/Registered reports that it is not");
  expect_result(activate(), REGDB_E_CLASSNOTREG, "the class is missing, though the server was running");
  expect_equal(status(*group.get()), kNew, "a client with a group keeps it");
  expect_equal(run_server(place, L"/UnregServer"), 0, "/UnregServer once more");
  expect_equal(run_server(place, L"/RegServer"), 0, "/RegServer");
  expect_result(activate(), S_OK, "the class is back");
  group->CancelGroup();
}

}  // namespace client
