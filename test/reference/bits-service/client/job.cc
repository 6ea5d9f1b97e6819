// IBackgroundCopyJob to IBackgroundCopyJob5.
#include "checks.h"

namespace client {

void check_job(IBackgroundCopyJob& job) {
  expect_result(job.SetDisplayName(L"renamed \u65E5"), S_OK, "SetDisplayName");
  expect_text([&](LPWSTR* out) { return job.GetDisplayName(out); }, L"renamed \u65E5", "GetDisplayName");
  expect_text([&](LPWSTR* out) { return job.GetDescription(out); }, L"", "GetDescription of a job without one");
  expect_result(job.SetDescription(std::wstring(1024, L'd').c_str()), S_OK, "SetDescription");
  expect_result(job.SetDescription(std::wstring(1025, L'd').c_str()), BG_E_STRING_TOO_LONG, "one character too many");
  expect_result(job.SetPriority(BG_JOB_PRIORITY_LOW), S_OK, "SetPriority");
  expect_number<BG_JOB_PRIORITY>([&](BG_JOB_PRIORITY* out) { return job.GetPriority(out); }, BG_JOB_PRIORITY_LOW,
                                 "GetPriority");
  expect_result(job.SetPriority(static_cast<BG_JOB_PRIORITY>(99)), E_NOTIMPL, "SetPriority of 99");
  expect_result(job.SetNotifyFlags(0x3B), S_OK, "SetNotifyFlags");
  expect_number<ULONG>([&](ULONG* out) { return job.GetNotifyFlags(out); }, 0x3B, "GetNotifyFlags");
  expect_result(job.SetNotifyFlags(0x40), E_NOTIMPL, "SetNotifyFlags of an unknown flag");
  ComPtr<IUnknown> callback;
  expect_result(job.GetNotifyInterface(callback.put()), S_OK, "GetNotifyInterface");
  expect(!callback, "no callback is registered");
  expect_result(job.SetNotifyInterface(nullptr), S_OK, "SetNotifyInterface");
  expect_result(job.SetMinimumRetryDelay(1), S_OK, "SetMinimumRetryDelay");
  expect_number<ULONG>([&](ULONG* out) { return job.GetMinimumRetryDelay(out); }, 5, "GetMinimumRetryDelay");
  expect_result(job.SetNoProgressTimeout(0xFFFFFFFF), S_OK, "SetNoProgressTimeout");
  expect_number<ULONG>([&](ULONG* out) { return job.GetNoProgressTimeout(out); }, 0xFFFFFFFF, "GetNoProgressTimeout");
  expect_result(job.SetProxySettings(BG_JOB_PROXY_USAGE_OVERRIDE, L"proxy:80", nullptr), S_OK, "SetProxySettings");
  BG_JOB_PROXY_USAGE usage = BG_JOB_PROXY_USAGE_PRECONFIG;
  TaskString list, bypass;
  expect_result(job.GetProxySettings(&usage, list.put(), bypass.put()), S_OK, "GetProxySettings");
  expect(usage == BG_JOB_PROXY_USAGE_OVERRIDE && list.get() == std::wstring(L"proxy:80"), "the proxy arrives");
  expect(std::wstring(bypass.get()).empty(), "no bypass list arrives");
  expect_number<BG_JOB_TYPE>([&](BG_JOB_TYPE* out) { return job.GetType(out); }, BG_JOB_TYPE_DOWNLOAD, "GetType");
  expect_number<ULONG>([&](ULONG* out) { return job.GetErrorCount(out); }, 0, "GetErrorCount");
  expect_text([&](LPWSTR* out) { return job.GetOwner(out); }, L"S-1-5-21-1000000000-1000000000-1000000000-1001",
              "GetOwner");
  expect_result(job.TakeOwnership(), S_OK, "TakeOwnership");
  GUID id;
  expect_result(job.GetId(&id), S_OK, "GetId");
  BG_JOB_TIMES times;
  expect_result(job.GetTimes(&times), S_OK, "GetTimes");
  expect(times.CreationTime.dwHighDateTime != 0 && times.TransferCompletionTime.dwHighDateTime == 0,
         "the times arrive");
  ComPtr<IBackgroundCopyError> error;
  expect_result(job.GetError(error.put()), BG_E_ERROR_INFORMATION_UNAVAILABLE, "GetError of a job without an error");
}

void check_later_job(IBackgroundCopyJob& object) {
  const auto job = query<IBackgroundCopyJob5>(object, IID_IBackgroundCopyJob5);
  expect_result(job->SetNotifyCmdLine(L"C:\\run.exe", nullptr), S_OK, "SetNotifyCmdLine");
  TaskString program, parameters;
  expect_result(job->GetNotifyCmdLine(program.put(), parameters.put()), S_OK, "GetNotifyCmdLine");
  expect(program.get() == std::wstring(L"C:\\run.exe"), "the program arrives");
  wchar_t user[] = L"us\u00E9r", password[] = L"p\u65E5";
  BG_AUTH_CREDENTIALS credentials = {BG_AUTH_TARGET_PROXY, BG_AUTH_SCHEME_DIGEST, {{user, password}}};
  expect_result(job->SetCredentials(&credentials), S_OK, "SetCredentials");
  expect_result(job->RemoveCredentials(BG_AUTH_TARGET_PROXY, BG_AUTH_SCHEME_DIGEST), S_OK, "RemoveCredentials");
  expect_result(job->RemoveCredentials(BG_AUTH_TARGET_PROXY, BG_AUTH_SCHEME_DIGEST), S_FALSE, "of none");
  expect_result(job->SetFileACLFlags(BG_COPY_FILE_ALL), S_OK, "SetFileACLFlags");
  expect_number<DWORD>([&](DWORD* out) { return job->GetFileACLFlags(out); }, BG_COPY_FILE_ALL, "GetFileACLFlags");
  expect_result(job->SetPeerCachingFlags(4), S_OK, "SetPeerCachingFlags");
  expect_number<DWORD>([&](DWORD* out) { return job->GetPeerCachingFlags(out); }, 4, "GetPeerCachingFlags");
  expect_number<ULONG>([&](ULONG* out) { return job->GetOwnerIntegrityLevel(out); }, 0x2000, "GetOwnerIntegrityLevel");
  expect_number<BOOL>([&](BOOL* out) { return job->GetOwnerElevationState(out); }, FALSE, "GetOwnerElevationState");
  expect_result(job->SetMaximumDownloadTime(77), S_OK, "SetMaximumDownloadTime");
  expect_number<ULONG>([&](ULONG* out) { return job->GetMaximumDownloadTime(out); }, 77, "GetMaximumDownloadTime");
  BITS_JOB_PROPERTY_VALUE value = {};
  value.Dword = 0x80000021;
  expect_result(job->SetProperty(BITS_JOB_PROPERTY_ID_COST_FLAGS, value), S_OK, "SetProperty of 32 bits");
  value.ClsID = IID_IUnknown;
  expect_result(job->SetProperty(BITS_JOB_PROPERTY_NOTIFICATION_CLSID, value), S_OK, "SetProperty of a GUID");
  value.Uint64 = 0xFEDCBA9876543210;
  expect_result(job->SetProperty(BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE, value), S_OK, "SetProperty of 64 bits");
  value.Enable = TRUE;
  expect_result(job->SetProperty(BITS_JOB_PROPERTY_HIGH_PERFORMANCE, value), S_OK, "SetProperty of a flag");
  value.Target = BG_AUTH_TARGET_PROXY;
  expect_result(job->SetProperty(BITS_JOB_PROPERTY_USE_STORED_CREDENTIALS, value), S_OK, "SetProperty of a target");
  value = {};
  expect_result(job->GetProperty(BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE, &value), S_OK, "GetProperty of 64 bits");
  expect_equal(value.Uint64, 0xFEDCBA9876543210, "the 64 bits arrive");
  expect_result(job->GetProperty(BITS_JOB_PROPERTY_NOTIFICATION_CLSID, &value), S_OK, "GetProperty of a GUID");
  expect(value.ClsID == IID_IUnknown, "the GUID arrives");
}

void check_upload(IBackgroundCopyJob& object) {
  const auto job = query<IBackgroundCopyJob2>(object, IID_IBackgroundCopyJob2);
  BG_JOB_REPLY_PROGRESS progress = {};
  expect_result(job->GetReplyProgress(&progress), S_OK, "GetReplyProgress");
  expect_equal(progress.BytesTotal, UINT64_MAX, "the size of the reply is unknown");
  byte* data = nullptr;
  UINT64 length = 1;
  expect_result(job->GetReplyData(&data, &length), BG_E_INVALID_STATE, "GetReplyData before the end");
  expect_result(job->SetReplyFileName(L"C:\\reply.bin"), S_OK, "SetReplyFileName");
  expect_text([&](LPWSTR* out) { return job->GetReplyFileName(out); }, L"C:\\reply.bin", "GetReplyFileName");
}

void check_state(IBackgroundCopyJob& job) {
  expect_result(job.Resume(), S_OK, "Resume");
  expect_number<BG_JOB_STATE>([&](BG_JOB_STATE* out) { return job.GetState(out); }, BG_JOB_STATE_QUEUED, "GetState");
  BG_JOB_PROGRESS progress = {};
  expect_result(job.GetProgress(&progress), S_OK, "GetProgress");
  expect(progress.BytesTotal == BG_SIZE_UNKNOWN && progress.FilesTotal == 4, "the progress arrives");
  expect_result(job.Suspend(), S_OK, "Suspend");
  expect_result(job.Complete(), BG_S_PARTIAL_COMPLETE, "Complete of a job whose files have not arrived");
  expect_result(job.Cancel(), BG_E_INVALID_STATE, "Cancel of a completed job");
}

}  // namespace client
