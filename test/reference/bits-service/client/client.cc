// A client in a process of its own: calls every method with known arguments through the proxies, and checks what comes
// back.
//
//   bits-service-client.exe            calls everything
//   bits-service-client.exe listen     is called
//   bits-service-client.exe snapshot   reads all jobs for each line of the input, and prints the durations
//   bits-service-client.exe download URL PATH   downloads the file for each line of the input, and prints the durations
//
// Prints the number of the checks that passed and failed; the test looks at what the service has recorded.

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <string>

#include "../../queue-manager/com.h"
#include "checks.h"
#include "download.h"
#include "later_interfaces.h"
#include "sink.h"
#include "snapshot.h"

namespace client {
namespace {

ComPtr<IBackgroundCopyManager> open_manager() {
  ComPtr<IBackgroundCopyManager> manager;
  reference::check(CoCreateInstance(CLSID_BackgroundCopyManager, nullptr, CLSCTX_LOCAL_SERVER,
                                    IID_IBackgroundCopyManager, manager.put_void()));
  return manager;
}

void check_manager(IBackgroundCopyManager& manager, const GUID& id) {
  ComPtr<IBackgroundCopyJob> found;
  expect_result(manager.GetJob(id, found.put()), S_OK, "GetJob finds a job");
  ComPtr<IBackgroundCopyJob> none;
  expect_result(manager.GetJob(GUID_NULL, none.put()), BG_E_NOT_FOUND, "GetJob of an id that does not exist");
  TaskString text;
  expect_result(manager.GetErrorDescription(BG_E_NOT_FOUND, 0x0409, text.put()), S_OK, "GetErrorDescription");
  expect(text.get() == std::wstring(L"reference error 0x80200001"), "the description arrives");
  TaskString refused;
  expect_result(manager.GetErrorDescription(S_OK, 0, refused.put()), E_INVALIDARG, "a language of 0");
  ComPtr<IEnumBackgroundCopyJobs> jobs;
  expect_result(manager.EnumJobs(0, jobs.put()), S_OK, "EnumJobs");
  ULONG count = 0;
  expect_result(jobs->GetCount(&count), S_OK, "GetCount");
  expect_equal(count, 3, "three jobs");
  IBackgroundCopyJob* several[4] = {};
  ULONG fetched = 0;
  expect_result(jobs->Next(4, several, &fetched), S_FALSE, "Next of more than there are");
  expect_equal(fetched, 3, "Next returns all");
  for (IBackgroundCopyJob* job : several) {
    if (job) job->Release();
  }
  expect_result(jobs->Next(2, several, nullptr), E_INVALIDARG, "Next of two, without a count");
  expect_result(jobs->Reset(), S_OK, "Reset");
  expect_result(jobs->Skip(2), S_OK, "Skip");
  ComPtr<IEnumBackgroundCopyJobs> clone;
  expect_result(jobs->Clone(clone.put()), S_OK, "Clone");
  ComPtr<IBackgroundCopyJob> last;
  expect_result(clone->Next(1, last.put(), nullptr), S_OK, "Next of one, without a count");
  expect_result(clone->Skip(1), S_FALSE, "Skip past the end");
}

/** The test has made this job. */
void check_error(IBackgroundCopyManager& manager) {
  constexpr GUID kFailed = {0x11111111, 0x1111, 0x1111, {0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11}};
  ComPtr<IBackgroundCopyJob> job;
  expect_result(manager.GetJob(kFailed, job.put()), S_OK, "GetJob of another user's job");
  ComPtr<IBackgroundCopyError> error;
  expect_result(job->GetError(error.put()), S_OK, "GetError");
  BG_ERROR_CONTEXT context = BG_ERROR_CONTEXT_NONE;
  HRESULT code = S_OK;
  expect_result(error->GetError(&context, &code), S_OK, "GetError of an error");
  expect(context == BG_ERROR_CONTEXT_REMOTE_FILE && code == static_cast<HRESULT>(0x80190194), "the error arrives");
  ComPtr<IBackgroundCopyFile> file;
  expect_result(error->GetFile(file.put()), S_OK, "GetFile");
  expect_text([&](LPWSTR* out) { return file->GetLocalName(out); }, L"C:\\failed.bin", "the file of the error");
  expect_text([&](LPWSTR* out) { return error->GetErrorDescription(0x0409, out); }, L"not f\u00F6und",
              "GetErrorDescription of an error");
  expect_text([&](LPWSTR* out) { return error->GetErrorContextDescription(0x0409, out); }, L"remote file",
              "GetErrorContextDescription");
  TaskString protocol;
  expect_result(error->GetProtocol(protocol.put()), BG_E_PROTOCOL_NOT_AVAILABLE, "GetProtocol of none");
}

/** Of ASCII text. */
std::wstring widened(const std::string& text) { return std::wstring(text.begin(), text.end()); }

void run() {
  const auto manager = open_manager();
  GUID id;
  ComPtr<IBackgroundCopyJob> job;
  expect_result(manager->CreateJob(L"n\u00E4me \u65E5\xD83D\xDE00", BG_JOB_TYPE_DOWNLOAD, &id, job.put()), S_OK,
                "CreateJob");
  GUID upload_id;
  ComPtr<IBackgroundCopyJob> upload;
  expect_result(manager->CreateJob(L"", BG_JOB_TYPE_UPLOAD_REPLY, &upload_id, upload.put()), S_OK,
                "CreateJob of an upload without a name");
  GUID demand_id;
  ComPtr<IBackgroundCopyJob> demand;
  expect_result(manager->CreateJob(L"on demand", BG_JOB_TYPE_DOWNLOAD, &demand_id, demand.put()), S_OK,
                "CreateJob of an on-demand job");
  check_manager(*manager.get(), id);
  check_null_pointers(*manager.get(), *job.get());
  check_job(*job.get());
  check_later_job(*job.get());
  check_http(*job.get());
  check_files(*job.get());
  check_upload(*upload.get());
  check_demand(*demand.get());
  check_state(*job.get());
  check_error(*manager.get());
}

}  // namespace

namespace {
std::atomic<int> passed{0};
std::atomic<int> failed{0};
}  // namespace

void expect(bool condition, const std::string& rule) {
  ++(condition ? passed : failed);
  std::printf("%s %s\n", condition ? "ok    " : "FAILED", rule.c_str());
  std::fflush(stdout);
}

void expect_equal(std::uint64_t actual, std::uint64_t expected, const std::string& rule) {
  expect(actual == expected,
         actual == expected ? rule : rule + ": " + std::to_string(actual) + " instead of " + std::to_string(expected));
}

void expect_result(HRESULT actual, HRESULT expected, const std::string& rule) {
  expect_equal(static_cast<ULONG>(actual), static_cast<ULONG>(expected), rule);
}

}  // namespace client

int main(int count, char** words) {
  using namespace client;
  CoInitializeEx(nullptr, COINIT_MULTITHREADED);
  try {
    if (count > 1 && words[1] == std::string("snapshot")) {
      measure_snapshots(*open_manager().get());
      return 0;
    }
    if (count == 4 && words[1] == std::string("download")) {
      measure_downloads(*open_manager().get(), widened(words[2]), widened(words[3]));
      return 0;
    }
    if (count > 1) {
      listen(*open_manager().get());
    } else {
      run();
    }
  } catch (const reference::Failure& failure) {
    expect_result(failure.result(), S_OK, "a call that must succeed");
  }
  std::printf("%d passed, %d failed\n", passed.load(), failed.load());
  return failed;
}
