#include "checks.h"

namespace client {
namespace {

void check_refused_files(IBackgroundCopyJob1& job, const Place& place) {
  const std::wstring url = place.url(L"/bytes/1");
  const std::wstring path = place.file(L"refused.bin");
  const std::wstring longest = L"C:\\" + std::wstring(MAX_PATH - 3, L'p');
  const auto refuse = [&](const std::wstring& remote, const std::wstring& local, const std::string& rule) {
    expect_result(add_file(job, remote, local), E_INVALIDARG, rule);
  };
  refuse(L"", path, "no URL");
  refuse(L"ftp://127.0.0.1/x", path, "an FTP URL");
  refuse(L"\\\\server\\share\\x", path, "a UNC source");
  refuse(L"http:///x", path, "a URL without a host");
  refuse(url + L"/a b", path, "a space in a URL");
  refuse(url + L"/*.bin", path, "a wildcard in a URL");
  refuse(url + L"?" + std::wstring(2201 - url.size() - 1, L'u'), path, "a URL of 2201 characters");
  refuse(url, L"", "no local name");
  refuse(url, L"refused.bin", "a relative local name");
  refuse(url, L"\\refused.bin", "a local name without a drive");
  refuse(url, L"C:refused.bin", "a local name relative to a drive");
  refuse(url, place.file(L"*.bin"), "a wildcard in a local name");
  refuse(url, path + L":stream", "an NTFS stream");
  refuse(url, place.folder + L"\\", "a folder");
  refuse(url, longest + L"p", "a local name longer than MAX_PATH");
  FILESETINFO* none[] = {nullptr};
  expect_result(job.AddFiles(1, none), E_INVALIDARG, "an array with a NULL pointer");
  expect_result(job.AddFiles(0, none), E_INVALIDARG, "no files at all");
  FILESETINFO empty{};
  FILESETINFO* without_names[] = {&empty};
  expect_result(job.AddFiles(1, without_names), E_INVALIDARG, "a file without names");
  FILESETINFO good{reference::new_bstr(url), reference::new_bstr(path), 0};
  FILESETINFO bad{reference::new_bstr(L"ftp://127.0.0.1/x"), reference::new_bstr(path), 0};
  FILESETINFO* mixed[] = {&good, &bad};
  expect_result(job.AddFiles(2, mixed), E_INVALIDARG, "one good file and one bad");
  for (FILESETINFO* file : mixed) {
    SysFreeString(file->bstrRemoteFile);
    SysFreeString(file->bstrLocalFile);
  }
  DWORD count = 7;
  expect(job.GetFileCount(&count) == S_OK && count == 0, "no refused file was added");
}

void check_files(IBackgroundCopyJob1& job, const Place& place) {
  const std::vector<std::wstring> urls = {place.url(L"/bytes/1"),
                                          place.url(L"/bytes/2?") + std::wstring(2200 - place.origin.size() - 9, L'u')};
  FILESETINFO first{reference::new_bstr(urls[0]), reference::new_bstr(place.file(L"one.bin")), 77};
  FILESETINFO second{reference::new_bstr(urls[1]), reference::new_bstr(place.file(L"two.bin")), 0};
  FILESETINFO* set[] = {&first, &second};
  expect_result(job.AddFiles(2, set), S_OK, "AddFiles takes an array of pointers, a URL of 2200 characters too");
  for (FILESETINFO* file : set) {
    SysFreeString(file->bstrRemoteFile);
    SysFreeString(file->bstrLocalFile);
  }
  DWORD count = 0;
  expect(job.GetFileCount(&count) == S_OK && count == 2, "GetFileCount");
  for (ULONG index = 0; index < 2; ++index) {
    FILESETINFO file{};
    expect_result(job.GetFile(index, &file), S_OK, "GetFile " + std::to_string(index));
    expect(file.bstrRemoteFile && urls[index] == file.bstrRemoteFile, "returns the URL");
    expect(file.bstrLocalFile && place.file(index == 0 ? L"one.bin" : L"two.bin") == file.bstrLocalFile,
           "and the path");
    SysFreeString(file.bstrRemoteFile);
    SysFreeString(file.bstrLocalFile);
  }
  FILESETINFO file{};
  expect_result(job.GetFile(2, &file), kItemNotFound, "GetFile past the end");
}

}  // namespace

void check_job(IBackgroundCopyQMgr& manager, const Place& place) {
  const Group made = make_group(manager);
  ComPtr<IBackgroundCopyJob1> job;
  expect_result(made.group->CreateJob(new_guid(), job.put()), E_NOTIMPL, "a second job in a group is E_NOTIMPL");
  expect_result(made.group->GetJob(new_guid(), job.put()), kItemNotFound, "GetJob of an unknown id");
  expect_result(made.group->GetJob(made.job_id, job.put()), S_OK, "GetJob");
  GUID id{};
  expect(job->get_JobID(&id) == S_OK && id == made.job_id, "get_JobID");
  ComPtr<IEnumBackgroundCopyJobs1> jobs;
  expect_result(made.group->EnumJobs(1, jobs.put()), E_NOTIMPL, "EnumJobs with flags");
  expect_result(made.group->EnumJobs(0, jobs.put()), S_OK, "EnumJobs");
  GUID ids[2] = {};
  ULONG fetched = 0;
  expect_result(jobs->Next(2, ids, &fetched), S_FALSE, "Next for two jobs is S_FALSE");
  expect(fetched == 1 && ids[0] == made.job_id, "and returns the id of the one job");
  expect_result(jobs->Reset(), S_OK, "Reset of jobs");
  ComPtr<IEnumBackgroundCopyJobs1> clone;
  expect_result(jobs->Clone(clone.put()), S_OK, "Clone of jobs");
  expect_result(clone->Skip(1), S_OK, "Skip of jobs");
  expect_result(made.job->CancelJob(), E_NOTIMPL, "CancelJob is E_NOTIMPL");
  expect_result(made.job->SwitchToForeground(), E_NOTIMPL, "SwitchToForeground of a job is E_NOTIMPL");
  DWORD state[4] = {9, 9, 9, 9};
  expect_result(made.job->GetStatus(&state[0], &state[1], &state[2], &state[3]), S_OK, "GetStatus of a job");
  expect_equal(state[0], QM_STATUS_JOB_INCOMPLETE, "a new job is incomplete");
  expect(state[1] == 0 && state[2] == 0 && state[3] == 0, "without errors");
  DWORD number = 9;
  expect(made.job->GetProgress(QM_PROGRESS_SIZE_DONE, &number) == S_OK && number == 0, "its bytes are 0");
  expect_result(made.job->GetProgress(QM_PROGRESS_TIME_DONE, &number), E_NOTIMPL, "its time is E_NOTIMPL");
  check_refused_files(*made.job.get(), place);
  check_files(*made.job.get(), place);
  made.group->CancelGroup();
}

}  // namespace client
