#include <set>

#include "checks.h"

namespace client {
namespace {

/** The loopback server withholds the second half, so that the state of a half-transferred group can be read. */
void check_half(IBackgroundCopyQMgr& manager, const Place& place) {
  const Group made = make_group(manager);
  IBackgroundCopyGroup& group = *made.group.get();
  reference::check(add_file(*made.job.get(), place.url(L"/gate/half/4194304"), place.file(L"half.bin")));
  expect_result(group.ResumeGroup(), S_OK, "ResumeGroup");
  expect(eventually([&] { return progress(group, QM_PROGRESS_SIZE_DONE) == 2097152; }), "half of the bytes arrive");
  expect_equal(progress(group, QM_PROGRESS_PERCENT_DONE), 50, "the percent is 50");
  expect_equal(size(group), 4194304, "get_Size knows the whole");
  expect_equal(status(group), kRunning, "the group is incomplete and not suspended");
  DWORD number = 0;
  expect(made.job->GetProgress(QM_PROGRESS_PERCENT_DONE, &number) == S_OK && number == 50, "the job's percent is 50");
  ComPtr<IBackgroundCopyJob1> job;
  expect_result(group.CreateJob(new_guid(), job.put()), kInvalidState, "CreateJob in a running group");
  expect_result(group.SuspendGroup(), E_NOTIMPL, "SuspendGroup of a running group has Wine's answer");
  expect_result(group.ResumeGroup(), S_OK, "ResumeGroup of a running group");
  expect(!exists(place.file(L"half.bin")), "the file does not have its name yet");
  open_gate(place, "half");
  expect(eventually([&] { return progress(group, QM_PROGRESS_PERCENT_DONE) == 100; }), "the percent comes to 100");
  expect_equal(status(group), kComplete, "the group is complete and suspended");
  expect_equal(progress(group, QM_PROGRESS_SIZE_DONE), 4194304, "the bytes are the size");
  expect_equal(size_of(place.file(L"half.bin")), 4194304, "the file is there");
  DWORD state[4] = {};
  expect_result(made.job->GetStatus(&state[0], &state[1], &state[2], &state[3]), S_OK, "GetStatus of the job");
  expect_equal(state[0], QM_STATUS_JOB_COMPLETE, "the job is complete");
  expect_result(group.ResumeGroup(), kInvalidState, "a complete group cannot be resumed");
  expect_result(group.SuspendGroup(), S_OK, "but suspended, as it is already");
  expect_result(add_file(*made.job.get(), place.url(L"/bytes/1"), place.file(L"late.bin")), kInvalidState,
                "nor take more files");
  ComPtr<IBackgroundCopyGroup> found;
  expect_result(manager.GetGroup(made.id, found.put()), S_OK, "a complete group is found");
  expect_equal(progress(*found.get(), QM_PROGRESS_SIZE_DONE), 4194304, "with its bytes");
  expect_result(found->CancelGroup(), S_OK, "and can be taken off the list");
  expect_equal(size_of(place.file(L"half.bin")), 4194304, "which leaves its file");
}

void check_course(IBackgroundCopyQMgr& manager, const Place& place) {
  const Group made = make_group(manager);
  IBackgroundCopyGroup& group = *made.group.get();
  reference::check(add_file(*made.job.get(), place.url(L"/slow/6000000"), place.file(L"course.bin")));
  reference::check(add_file(*made.job.get(), place.url(L"/bytes/3000000"), place.file(L"second.bin")));
  reference::check(group.ResumeGroup());
  std::set<DWORD> seen;
  DWORD last = 0;
  bool forwards = true;
  const bool ended = eventually([&] {
    // The size of the second file becomes known late, so only bytes cannot decrease.
    const DWORD bytes = progress(group, QM_PROGRESS_SIZE_DONE);
    forwards = forwards && bytes >= last;
    seen.insert(last = bytes);
    return progress(group, QM_PROGRESS_PERCENT_DONE) == 100;
  });
  expect(ended, "two files of several megabytes arrive");
  expect(seen.size() >= 5, "at least five byte counts are seen on the way");
  expect(forwards, "and they never decrease");
  expect_equal(progress(group, QM_PROGRESS_SIZE_DONE), 9000000, "the bytes are those of both files");
  expect_equal(size(group), 9000000, "and so is the size");
  group.CancelGroup();
}

void check_silent_completion(IBackgroundCopyQMgr& manager, const Place& place) {
  const Group made = make_group(manager);
  reference::check(add_file(*made.job.get(), place.url(L"/bytes/1000"), place.file(L"silent.bin")));
  reference::check(made.group->ResumeGroup());
  expect(eventually([&] { return size_of(place.file(L"silent.bin")) == 1000; }),
         "a file appears without anybody asking its group");
  made.group->CancelGroup();
}

void check_unknown_size(IBackgroundCopyQMgr& manager, const Place& place) {
  const Group made = make_group(manager);
  IBackgroundCopyGroup& group = *made.group.get();
  reference::check(add_file(*made.job.get(), place.url(L"/gate/chunked/786432?chunked"), place.file(L"chunked.bin")));
  reference::check(group.ResumeGroup());
  // The last part before the gate is visible only when the next one has begun.
  expect(eventually([&] { return progress(group, QM_PROGRESS_SIZE_DONE) > 300000; }),
         "nearly half of a file of unknown length arrives");
  expect_equal(progress(group, QM_PROGRESS_PERCENT_DONE), 0, "its percent is 0");
  expect_equal(size(group), 0, "its size is 0");
  open_gate(place, "chunked");
  expect(eventually([&] { return progress(group, QM_PROGRESS_PERCENT_DONE) == 100; }), "its percent ends at 100");
  expect_equal(size(group), 786432, "its size is known at the end");
  group.CancelGroup();
}

void check_empty_file(IBackgroundCopyQMgr& manager, const Place& place) {
  const Group made = make_group(manager);
  reference::check(add_file(*made.job.get(), place.url(L"/bytes/0"), place.file(L"empty.bin")));
  reference::check(made.group->ResumeGroup());
  expect(eventually([&] { return progress(*made.group.get(), QM_PROGRESS_PERCENT_DONE) == 100; }),
         "an empty file ends at 100 percent");
  expect_equal(size(*made.group.get()), 0, "with size 0");
  expect_equal(size_of(place.file(L"empty.bin")), 0, "and is there");
  made.group->CancelGroup();
}

}  // namespace

void check_transfer(IBackgroundCopyQMgr& manager, const Place& place) {
  check_half(manager, place);
  check_course(manager, place);
  check_silent_completion(manager, place);
  check_unknown_size(manager, place);
  check_empty_file(manager, place);
}

}  // namespace client
