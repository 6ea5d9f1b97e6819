#include "checks.h"

namespace client {
namespace {

void check_http_error(IBackgroundCopyQMgr& manager, const Place& place) {
  const Group made = make_group(manager);
  reference::check(add_file(*made.job.get(), place.url(L"/missing"), place.file(L"missing.bin")));
  reference::check(made.group->ResumeGroup());
  expect(eventually([&] { return status(*made.group.get()) == kFailed; }),
         "a group whose file is missing ends in error, suspended");
  DWORD state[4] = {};
  expect_result(made.job->GetStatus(&state[0], &state[1], &state[2], &state[3]), S_OK, "GetStatus of its job");
  expect_equal(state[0], QM_STATUS_JOB_INCOMPLETE | QM_STATUS_JOB_ERROR, "has the error flag");
  expect_equal(state[1], 0, "which is not a Win32 code");
  expect_equal(state[2], 404, "but an HTTP status");
  expect_result(made.group->SuspendGroup(), S_OK, "a failed group is suspended already");
  made.group->CancelGroup();
}

void check_no_connection(IBackgroundCopyQMgr& manager, const Place& place) {
  const Group made = make_group(manager);
  reference::check(add_file(*made.job.get(), L"http://127.0.0.1:1/x", place.file(L"unreachable.bin")));
  reference::check(made.group->ResumeGroup());
  expect(eventually([&] { return (status(*made.group.get()) & QM_STATUS_GROUP_ERROR) != 0; }),
         "a group whose server does not answer ends in error");
  DWORD state[4] = {};
  expect_result(made.job->GetStatus(&state[0], &state[1], &state[2], &state[3]), S_OK, "GetStatus of its job");
  expect(state[1] != 0 && state[2] == 0, "has a Win32 result and no HTTP status");
  made.group->CancelGroup();
}

// The gates of cancelled transfers stay closed: Wine still reads into a buffer that its cancelled transfer has
// released, and its BITS crashes when more data arrives.
void check_cancel_half_way(IBackgroundCopyQMgr& manager, const Place& place) {
  const Group made = make_group(manager);
  // Wine begins with the last added file.
  reference::check(add_file(*made.job.get(), place.url(L"/gate/dropped/131072"), place.file(L"dropped.bin")));
  reference::check(add_file(*made.job.get(), place.url(L"/bytes/1000"), place.file(L"kept.bin")));
  reference::check(made.group->ResumeGroup());
  expect(eventually([&] { return progress(*made.group.get(), QM_PROGRESS_SIZE_DONE) == 66536; }),
         "one file arrives and half of another");
  expect_result(made.group->CancelGroup(), S_OK, "CancelGroup of a running group");
  expect_equal(size_of(place.file(L"kept.bin")), 1000, "leaves the file that was completely downloaded");
  expect(!exists(place.file(L"dropped.bin")), "and not the other");
}

void check_cancel_without_files(IBackgroundCopyQMgr& manager, const Place& place) {
  const Group made = make_group(manager);
  reference::check(add_file(*made.job.get(), place.url(L"/gate/cancelled/131072"), place.file(L"cancelled.bin")));
  reference::check(made.group->ResumeGroup());
  expect(eventually([&] { return progress(*made.group.get(), QM_PROGRESS_SIZE_DONE) == 65536; }),
         "half a file arrives");
  expect_result(made.group->CancelGroup(), S_OK, "CancelGroup with nothing complete");
  expect(!exists(place.file(L"cancelled.bin")), "leaves nothing");
  ComPtr<IBackgroundCopyGroup> group;
  expect_result(manager.GetGroup(made.id, group.put()), kItemNotFound, "and the group no longer exists");
}

}  // namespace

void check_endings(IBackgroundCopyQMgr& manager, const Place& place) {
  check_http_error(manager, place);
  check_no_connection(manager, place);
  check_cancel_half_way(manager, place);
  check_cancel_without_files(manager, place);
}

}  // namespace client
