// What the service calls: IBackgroundCopyCallback to IBackgroundCopyCallback3, and the validation of certificates.
#include "sink.h"

#include <atomic>

namespace client {
namespace {

constexpr IID kCallback3 = {0x98C97BD2, 0xE32B, 0x4AD8, {0xA5, 0x28, 0x95, 0xFD, 0x8B, 0x16, 0xBD, 0x42}};
constexpr IID kValidation = {0x4CEC0D02, 0xDEF7, 0x4158, {0x81, 0x3A, 0xC3, 0x2A, 0x46, 0x94, 0x5F, 0xF7}};
constexpr HRESULT kRefused = static_cast<HRESULT>(0x800B0109);

struct Callback3 : IBackgroundCopyCallback2 {
  virtual HRESULT STDMETHODCALLTYPE FileRangesTransferred(IBackgroundCopyJob* job, IBackgroundCopyFile* file,
                                                          DWORD count, const BG_FILE_RANGE* ranges) = 0;
};

struct Validation : IUnknown {
  virtual HRESULT STDMETHODCALLTYPE ValidateServerCertificate(IBackgroundCopyJob* job, IBackgroundCopyFile* file,
                                                              DWORD length, const BYTE* data, DWORD encoding,
                                                              DWORD store_length, const BYTE* store) = 0;
};

bool is_file(IBackgroundCopyFile* file) {
  TaskString name;
  return file && file->GetLocalName(name.put()) == S_OK && name.get() == std::wstring(L"C:\\sink.bin");
}

bool is_job(IBackgroundCopyJob* job) {
  TaskString name;
  return job && job->GetDisplayName(name.put()) == S_OK && name.get() == std::wstring(L"sink");
}

class Sink final : public Callback3, public Validation {
 public:
  explicit Sink(HANDLE ended) : ended_(ended) {}

  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID id, void** object) noexcept override {
    *object = nullptr;
    if (id == IID_IUnknown || id == IID_IBackgroundCopyCallback || id == IID_IBackgroundCopyCallback2 ||
        id == kCallback3)
      *object = static_cast<Callback3*>(this);
    if (id == kValidation) *object = static_cast<Validation*>(this);
    if (!*object) return E_NOINTERFACE;
    AddRef();
    return S_OK;
  }
  ULONG STDMETHODCALLTYPE AddRef() noexcept override { return ++references_; }
  ULONG STDMETHODCALLTYPE Release() noexcept override {
    const ULONG left = --references_;
    if (left == 0) delete this;
    return left;
  }

  HRESULT STDMETHODCALLTYPE JobModification(IBackgroundCopyJob* job, DWORD reserved) noexcept override {
    expect(is_job(job) && reserved == 0, "JobModification");
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE FileTransferred(IBackgroundCopyJob* job, IBackgroundCopyFile* file) noexcept override {
    expect(is_job(job) && is_file(file), "FileTransferred");
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE FileRangesTransferred(IBackgroundCopyJob* job, IBackgroundCopyFile* file, DWORD count,
                                                  const BG_FILE_RANGE* ranges) noexcept override {
    expect(is_job(job) && is_file(file) && count == 2 && ranges[0].InitialOffset == 1 && ranges[0].Length == 2 &&
               ranges[1].InitialOffset == 0x100000000 && ranges[1].Length == BG_LENGTH_TO_EOF,
           "FileRangesTransferred");
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE ValidateServerCertificate(IBackgroundCopyJob* job, IBackgroundCopyFile* file, DWORD length,
                                                      const BYTE* data, DWORD encoding, DWORD store_length,
                                                      const BYTE* store) noexcept override {
    expect(is_job(job) && is_file(file) && length == 3 && data[0] == 0 && data[2] == 255 && encoding == 1 &&
               store_length == 1 && store[0] == 7,
           "ValidateServerCertificate");
    return kRefused;
  }
  HRESULT STDMETHODCALLTYPE JobError(IBackgroundCopyJob* job, IBackgroundCopyError* error) noexcept override {
    BG_ERROR_CONTEXT context = BG_ERROR_CONTEXT_NONE;
    HRESULT code = S_OK;
    expect(is_job(job) && error && error->GetError(&context, &code) == S_OK && code == E_FAIL, "JobError");
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE JobTransferred(IBackgroundCopyJob* job) noexcept override {
    expect(is_job(job), "JobTransferred");
    SetEvent(ended_);
    return S_OK;
  }

 private:
  std::atomic<ULONG> references_{1};
  HANDLE ended_;
};

}  // namespace

void listen(IBackgroundCopyManager& manager) {
  const HANDLE ended = CreateEventW(nullptr, TRUE, FALSE, nullptr);
  GUID id;
  ComPtr<IBackgroundCopyJob> job;
  reference::check(manager.CreateJob(L"sink", BG_JOB_TYPE_DOWNLOAD, &id, job.put()));
  reference::check(job->AddFile(L"http://localhost/sink", L"C:\\sink.bin"));
  const auto sink = ComPtr<Callback3>::attach(new Sink(ended));
  reference::check(query<HttpOptions3>(*job.get(), kHttpOptions3)->SetServerCertificateValidationInterface(sink.get()));
  reference::check(job->SetNotifyFlags(0x3B));
  reference::check(job->SetNotifyInterface(sink.get()));
  // The test waits for this call.
  reference::check(job->Resume());
  constexpr DWORD kMilliseconds = 30'000;
  expect(WaitForSingleObject(ended, kMilliseconds) == WAIT_OBJECT_0, "the end is reported");
  reference::check(job->SetNotifyInterface(nullptr));
  reference::check(job->Cancel());
}

}  // namespace client
