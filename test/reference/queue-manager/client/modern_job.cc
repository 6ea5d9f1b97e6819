#include "checks.h"

namespace client {
namespace {

class Notices final : public reference::ComObject<Notices, IBackgroundCopyCallback> {
 public:
  static const IID& identifier() noexcept { return IID_IBackgroundCopyCallback; }
  HRESULT WINAPI JobTransferred(IBackgroundCopyJob*) noexcept override {
    ++transferred_;
    return S_OK;
  }
  HRESULT WINAPI JobError(IBackgroundCopyJob*, IBackgroundCopyError*) noexcept override { return S_OK; }
  HRESULT WINAPI JobModification(IBackgroundCopyJob*, DWORD) noexcept override { return S_OK; }
  int transferred() const noexcept { return transferred_; }

 private:
  std::atomic<int> transferred_{0};
};

ComPtr<IBackgroundCopyJob> modern_job(IBackgroundCopyGroup& group) {
  ComPtr<IUnknown> unknown;
  reference::check(group.QueryNewJobInterface(IID_IBackgroundCopyJob, unknown.put()));
  ComPtr<IBackgroundCopyJob> job;
  reference::check(unknown->QueryInterface(IID_IBackgroundCopyJob, job.put_void()));
  return job;
}

BG_JOB_STATE state(IBackgroundCopyJob& job) {
  BG_JOB_STATE value = BG_JOB_STATE_ERROR;
  reference::check(job.GetState(&value));
  return value;
}

void check_query(IBackgroundCopyQMgr& manager) {
  ComPtr<IBackgroundCopyGroup> group;
  reference::check(manager.CreateGroup(new_guid(), group.put()));
  ComPtr<IUnknown> unknown;
  expect_result(group->QueryNewJobInterface(IID_IBackgroundCopyGroup, unknown.put()), E_NOINTERFACE,
                "QueryNewJobInterface for what a job is not");
  expect_result(group->QueryNewJobInterface(IID_IUnknown, unknown.put()), S_OK, "QueryNewJobInterface for IUnknown");
  ComPtr<IBackgroundCopyJob> job;
  expect_result(unknown->QueryInterface(IID_IBackgroundCopyJob, job.put_void()), S_OK, "is the modern job's");
  BG_JOB_TYPE type = BG_JOB_TYPE_UPLOAD;
  expect(job->GetType(&type) == S_OK && type == BG_JOB_TYPE_DOWNLOAD, "which can be called across processes");
  expect_equal(state(*job.get()), BG_JOB_STATE_SUSPENDED, "and is suspended");
  expect_result(job->Cancel(), S_OK, "the client may cancel it");
  DWORD flags = 0;
  DWORD index = 0;
  expect_result(group->GetStatus(&flags, &index), kInvalidState, "and the group is ended with it");
}

void check_completion_by_client(IBackgroundCopyQMgr& manager, const Place& place) {
  const Group made = make_group(manager);
  const std::wstring path = place.file(L"modern.bin");
  reference::check(add_file(*made.job.get(), place.url(L"/bytes/2000000"), path));
  const auto job = modern_job(*made.group.get());
  BG_JOB_PROGRESS before{};
  expect(job->GetProgress(&before) == S_OK && before.FilesTotal == 1, "the modern job has the group's file");
  reference::check(job->Resume());
  expect(eventually([&] { return state(*job.get()) == BG_JOB_STATE_TRANSFERRED; }),
         "a client that took the modern job sees it transferred");
  expect_equal(status(*made.group.get()), kComplete, "the group is complete for legacy calls");
  expect_equal(progress(*made.group.get(), QM_PROGRESS_PERCENT_DONE), 100, "with 100 percent");
  expect_equal(state(*job.get()), BG_JOB_STATE_TRANSFERRED, "which leave the job to the client");
  expect(!exists(path), "the file does not have its name yet");
  expect_result(job->Complete(), S_OK, "the client completes");
  expect_equal(size_of(path), 2000000, "and the file is there");
  expect_equal(status(*made.group.get()), kComplete, "the group stays complete");
  expect_equal(progress(*made.group.get(), QM_PROGRESS_SIZE_DONE), 2000000, "with its bytes");
  ComPtr<IBackgroundCopyGroup> found;
  expect_result(manager.GetGroup(made.id, found.put()), kItemNotFound, "but is not found any more");
  expect_result(manager.CreateGroup(made.id, found.put()), S_OK, "and a new group may have its id");
  expect_result(made.group->CancelGroup(), S_OK, "CancelGroup of the completed group");
  expect_result(made.group->CancelGroup(), kInvalidState, "succeeds once");
  expect_equal(status(*found.get()), QM_STATUS_GROUP_INCOMPLETE | QM_STATUS_GROUP_SUSPENDED,
               "and leaves the new group as it is");
  found->CancelGroup();
}

void check_early_completion_by_client(IBackgroundCopyQMgr& manager, const Place& place) {
  const Group made = make_group(manager);
  reference::check(add_file(*made.job.get(), place.url(L"/bytes/1000"), place.file(L"early.bin")));
  const auto job = modern_job(*made.group.get());
  expect_result(job->Complete(), BG_S_PARTIAL_COMPLETE, "a client completes a job that has not begun");
  DWORD flags = 0;
  DWORD index = 0;
  expect_result(made.group->GetStatus(&flags, &index), kInvalidState, "which ends the group as CancelGroup does");
  DWORD number = 0;
  expect_result(made.group->GetProgress(QM_PROGRESS_TIME_DONE, &number), kInvalidState,
                "also for a kind of progress that is not implemented");
  expect_result(add_file(*made.job.get(), L"ftp://127.0.0.1/x", L"relative"), kInvalidState,
                "also for a file whose names are wrong");
}

void check_notification(IBackgroundCopyQMgr& manager, const Place& place) {
  const Group made = make_group(manager);
  reference::check(add_file(*made.job.get(), place.url(L"/bytes/1000"), place.file(L"notified.bin")));
  auto* notices = new Notices();
  const auto owner = ComPtr<IBackgroundCopyCallback>::attach(notices);
  expect_result(made.group->SetNotificationPointer(IID_IBackgroundCopyGroup, owner.get()), E_NOINTERFACE,
                "SetNotificationPointer for another interface");
  expect_result(made.group->SetNotificationPointer(IID_IBackgroundCopyCallback, owner.get()), S_OK,
                "SetNotificationPointer");
  reference::check(made.group->ResumeGroup());
  expect(eventually([&] { return notices->transferred() == 1; }), "BITS calls the client when the job is transferred");
  const auto job = modern_job(*made.group.get());
  expect_result(job->SetNotifyInterface(nullptr), S_OK, "the client takes its notification back");
  expect_result(job->Complete(), S_OK, "and completes");
  expect_result(made.group->SetNotificationPointer(IID_IBackgroundCopyCallback, nullptr), kInvalidState,
                "SetNotificationPointer of a complete group");
  made.group->CancelGroup();
}

}  // namespace

void check_modern_job(IBackgroundCopyQMgr& manager, const Place& place) {
  check_query(manager);
  check_completion_by_client(manager, place);
  check_early_completion_by_client(manager, place);
  check_notification(manager, place);
}

}  // namespace client
