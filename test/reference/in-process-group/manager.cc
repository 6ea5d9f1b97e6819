#include "manager.h"

#include <cwchar>
#include <string>
#include <thread>
#include <utility>

#include "object.h"

namespace in_process {

namespace {

constexpr GUID kManagerClass = {0x4991D34B, 0x80A1, 0x4291, {0x83, 0xB6, 0x33, 0x28, 0x36, 0x6B, 0x90, 0x97}};
constexpr IID kManager = {0x5CE34C0D, 0x0DC9, 0x4C1F, {0x89, 0x7C, 0xDA, 0xA1, 0xB7, 0x8C, 0xEE, 0x7C}};
constexpr IID kJob = {0x37668D37, 0x507E, 0x4160, {0x93, 0x16, 0x26, 0x30, 0x6D, 0x15, 0x0B, 0x12}};
constexpr IID kEnumJobs = {0x1AF4F612, 0x3B71, 0x466F, {0x8F, 0x58, 0x7B, 0x6F, 0x73, 0xAC, 0x57, 0xAD}};
constexpr IID kFile = {0x01B7BD23, 0xFB88, 0x4A77, {0x84, 0x90, 0x58, 0x91, 0xD3, 0xE4, 0x65, 0x3A}};
constexpr IID kEnumFiles = {0xCA51E165, 0xC365, 0x424C, {0x8D, 0x41, 0x24, 0xAA, 0xA4, 0xFF, 0x3C, 0x40}};
constexpr IID kFactory = {0x00000001, 0x0000, 0x0000, {0xC0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x46}};

std::atomic<ULONG> file_count{0};
std::atomic<ULONG> files_of_known_size{0};
std::atomic<ULONG> job_count{0};

HRESULT Copy(const std::wstring& text, LPWSTR* copy) {
  const std::size_t size = (text.size() + 1) * sizeof(wchar_t);
  *copy = static_cast<LPWSTR>(CoTaskMemAlloc(size));
  if (*copy == nullptr) return E_OUTOFMEMORY;
  std::wmemcpy(*copy, text.c_str(), text.size() + 1);
  return S_OK;
}

class File final : public Object<IBackgroundCopyFile> {
 public:
  explicit File(ULONG index) : Object(kFile), index_(index) {}

  HRESULT STDMETHODCALLTYPE GetRemoteName(LPWSTR* name) override {
    const HRESULT result = Enter("IBackgroundCopyFile.GetRemoteName");
    return FAILED(result) ? result : Copy(L"http://localhost/" + std::to_wstring(index_), name);
  }
  HRESULT STDMETHODCALLTYPE GetLocalName(LPWSTR* name) override {
    const HRESULT result = Enter("IBackgroundCopyFile.GetLocalName");
    // File names of Windows may be invalid UTF-16: this one has an unpaired surrogate.
    return FAILED(result) ? result : Copy(L"C:\\\xD83D" + std::to_wstring(index_), name);
  }
  HRESULT STDMETHODCALLTYPE GetProgress(BG_FILE_PROGRESS* progress) override {
    const HRESULT result = Enter("IBackgroundCopyFile.GetProgress");
    if (FAILED(result)) return result;
    progress->BytesTotal = index_ < files_of_known_size ? 100 : ~UINT64{0};
    progress->BytesTransferred = 0;
    progress->Completed = FALSE;
    return S_OK;
  }

 private:
  const ULONG index_;
};

class Job final : public Object<IBackgroundCopyJob> {
 public:
  explicit Job(ULONG number) : Object(kJob), number_(number) {}
  ~Job() override {
    if (sink_) sink_->Release();
  }

  HRESULT STDMETHODCALLTYPE AddFileSet(ULONG, BG_FILE_INFO*) override { return Enter("IBackgroundCopyJob.AddFileSet"); }
  HRESULT STDMETHODCALLTYPE AddFile(LPCWSTR, LPCWSTR) override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE EnumFiles(IEnumBackgroundCopyFiles** enumerator) override {
    *enumerator = nullptr;
    const HRESULT result = Enter("IBackgroundCopyJob.EnumFiles");
    if (result != S_OK) return result == S_FALSE ? S_OK : result;
    std::vector<IBackgroundCopyFile*> files;
    for (ULONG index = 0; index < file_count; ++index)
      files.push_back(new File(index));
    *enumerator = new ObjectEnumerator<IEnumBackgroundCopyFiles, IBackgroundCopyFile>(
        kEnumFiles, "IEnumBackgroundCopyFiles.Next", std::move(files));
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE Suspend() override { return Enter("IBackgroundCopyJob.Suspend"); }
  HRESULT STDMETHODCALLTYPE Resume() override { return Enter("IBackgroundCopyJob.Resume"); }
  HRESULT STDMETHODCALLTYPE Cancel() override { return Enter("IBackgroundCopyJob.Cancel"); }
  HRESULT STDMETHODCALLTYPE Complete() override { return Enter("IBackgroundCopyJob.Complete"); }
  HRESULT STDMETHODCALLTYPE GetId(GUID* id) override {
    const HRESULT result = Enter("IBackgroundCopyJob.GetId");
    *id = GUID{number_, 0, 0, {}};
    return result;
  }
  HRESULT STDMETHODCALLTYPE GetType(BG_JOB_TYPE* type) override {
    *type = BG_JOB_TYPE_DOWNLOAD;
    return Enter("IBackgroundCopyJob.GetType");
  }
  HRESULT STDMETHODCALLTYPE GetProgress(BG_JOB_PROGRESS* progress) override {
    *progress = {~UINT64{0}, 1, file_count, 0};
    return Enter("IBackgroundCopyJob.GetProgress");
  }
  HRESULT STDMETHODCALLTYPE GetTimes(BG_JOB_TIMES*) override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE GetState(BG_JOB_STATE* state) override {
    *state = BG_JOB_STATE_SUSPENDED;
    return Enter("IBackgroundCopyJob.GetState");
  }
  HRESULT STDMETHODCALLTYPE GetError(IBackgroundCopyError**) override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE GetOwner(LPWSTR*) override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE SetDisplayName(LPCWSTR) override { return Enter("IBackgroundCopyJob.SetDisplayName"); }
  HRESULT STDMETHODCALLTYPE GetDisplayName(LPWSTR* name) override {
    const HRESULT result = Enter("IBackgroundCopyJob.GetDisplayName");
    return FAILED(result) ? result : Copy(L"job \xDE00 " + std::to_wstring(number_), name);
  }
  HRESULT STDMETHODCALLTYPE SetDescription(LPCWSTR) override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE GetDescription(LPWSTR*) override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE SetPriority(BG_JOB_PRIORITY) override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE GetPriority(BG_JOB_PRIORITY*) override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE SetNotifyFlags(ULONG) override { return S_OK; }
  HRESULT STDMETHODCALLTYPE GetNotifyFlags(ULONG* flags) override {
    *flags = 0;
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE SetNotifyInterface(IUnknown* sink) override {
    const HRESULT result = Enter("IBackgroundCopyJob.SetNotifyInterface");
    if (FAILED(result)) return result;
    if (sink) sink->AddRef();
    if (IUnknown* before = std::exchange(sink_, sink)) before->Release();
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE GetNotifyInterface(IUnknown** sink) override {
    *sink = sink_;
    if (sink_) sink_->AddRef();
    return Enter("IBackgroundCopyJob.GetNotifyInterface");
  }
  HRESULT STDMETHODCALLTYPE SetMinimumRetryDelay(ULONG) override { return S_OK; }
  HRESULT STDMETHODCALLTYPE GetMinimumRetryDelay(ULONG*) override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE SetNoProgressTimeout(ULONG) override { return S_OK; }
  HRESULT STDMETHODCALLTYPE GetNoProgressTimeout(ULONG*) override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE GetErrorCount(ULONG*) override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE SetProxySettings(BG_JOB_PROXY_USAGE, const WCHAR*, const WCHAR*) override {
    return E_NOTIMPL;
  }
  HRESULT STDMETHODCALLTYPE GetProxySettings(BG_JOB_PROXY_USAGE*, LPWSTR*, LPWSTR*) override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE TakeOwnership() override { return E_NOTIMPL; }

 private:
  const ULONG number_;
  // Called and replaced in the lane of one connection.
  IUnknown* sink_ = nullptr;
};

class Manager final : public Object<IBackgroundCopyManager> {
 public:
  Manager() : Object(kManager) {}

  HRESULT STDMETHODCALLTYPE CreateJob(LPCWSTR, BG_JOB_TYPE, GUID* id, IBackgroundCopyJob** job) override {
    *job = nullptr;
    const HRESULT result = Enter("IBackgroundCopyManager.CreateJob");
    if (FAILED(result)) return result;
    *id = GUID{1, 0, 0, {}};
    // S_FALSE: success without an object.
    if (result == S_OK) *job = new Job(1);
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE GetJob(REFGUID id, IBackgroundCopyJob** job) override {
    *job = nullptr;
    const HRESULT result = Enter("IBackgroundCopyManager.GetJob");
    if (FAILED(result)) return result;
    if (result == S_OK) *job = new Job(id.Data1);
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE EnumJobs(DWORD, IEnumBackgroundCopyJobs** enumerator) override {
    *enumerator = nullptr;
    const HRESULT result = Enter("IBackgroundCopyManager.EnumJobs");
    if (FAILED(result)) return result;
    std::vector<IBackgroundCopyJob*> jobs;
    for (ULONG number = 1; number <= job_count; ++number)
      jobs.push_back(new Job(number));
    *enumerator = new ObjectEnumerator<IEnumBackgroundCopyJobs, IBackgroundCopyJob>(
        kEnumJobs, "IEnumBackgroundCopyJobs.Next", std::move(jobs));
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE GetErrorDescription(HRESULT, DWORD, LPWSTR*) override { return E_NOTIMPL; }
};

class Factory final : public Object<IClassFactory> {
 public:
  Factory() : Object(kFactory) {}

  HRESULT STDMETHODCALLTYPE CreateInstance(IUnknown*, REFIID identifier, void** object) override {
    const HRESULT result = Enter("CoCreateInstance");
    *object = nullptr;
    if (FAILED(result)) return result;
    auto* manager = new Manager();
    const HRESULT queried = manager->QueryInterface(identifier, object);
    manager->Release();
    return queried;
  }
  HRESULT STDMETHODCALLTYPE LockServer(BOOL) override { return S_OK; }
};

// A thread of the multi-threaded apartment, in which the class is registered.
class Registration {
 public:
  HRESULT Start() {
    if (thread_.joinable()) return S_FALSE;
    ResetEvent(stop_);
    thread_ = std::thread([this] { Run(); });
    WaitForSingleObject(registered_, INFINITE);
    return result_;
  }
  void Stop() {
    SetEvent(stop_);
    if (thread_.joinable()) thread_.join();
  }

 private:
  void Run() {
    CoInitializeEx(nullptr, COINIT_MULTITHREADED);
    auto* factory = new Factory();
    DWORD cookie = 0;
    result_ = CoRegisterClassObject(kManagerClass, factory, CLSCTX_LOCAL_SERVER, REGCLS_MULTIPLEUSE, &cookie);
    SetEvent(registered_);
    WaitForSingleObject(stop_, INFINITE);
    if (SUCCEEDED(result_)) CoRevokeClassObject(cookie);
    factory->Release();
    CoUninitialize();
  }

  const HANDLE registered_ = CreateEventW(nullptr, FALSE, FALSE, nullptr);
  const HANDLE stop_ = CreateEventW(nullptr, TRUE, FALSE, nullptr);
  HRESULT result_ = E_UNEXPECTED;
  std::thread thread_;
};

// Never destroyed: the thread may still run when the process ends.
Registration& registration() {
  static Registration& instance = *new Registration();
  return instance;
}

}  // namespace

void SetFiles(ULONG count, ULONG of_known_size) {
  file_count = count;
  files_of_known_size = of_known_size;
}

void SetJobCount(ULONG count) { job_count = count; }

IBackgroundCopyJob* CreateJob() { return new Job(7); }

HRESULT ServeManager() { return registration().Start(); }

void RevokeManager() { registration().Stop(); }

}  // namespace in_process
