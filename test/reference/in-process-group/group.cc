// An IBackgroundCopyGroup in the process of its client, built on mingw-w64's or the SDK's own qmgr.h: for measuring
// what a call costs on its way there and back, for counting references, and for calls that do not return.
#include <windows.h>

#include <ole2.h>
#include <qmgr.h>

#include <atomic>

namespace {

// The references to all groups.
std::atomic<ULONG> living_references{0};

// Set: calls of get_Size go through. Not set: they wait.
HANDLE gate() {
  static const HANDLE event = CreateEventW(nullptr, TRUE, FALSE, nullptr);
  return event;
}

class Group final : public IBackgroundCopyGroup {
 public:
  Group() { ++living_references; }
  virtual ~Group() = default;

  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID, void** object) override {
    *object = nullptr;
    return E_NOINTERFACE;
  }
  ULONG STDMETHODCALLTYPE AddRef() override {
    ++living_references;
    return ++references_;
  }
  ULONG STDMETHODCALLTYPE Release() override {
    --living_references;
    const ULONG left = --references_;
    if (left == 0) delete this;
    return left;
  }

  HRESULT STDMETHODCALLTYPE GetProgress(DWORD flags, DWORD* progress) override {
    if (flags == QM_PROGRESS_TIME_DONE) return E_NOTIMPL;
    *progress = 42;
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE get_Size(DWORD* size) override {
    WaitForSingleObject(gate(), INFINITE);
    *size = 0;
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE get_GroupID(GUID* id) override {
    *id = GUID{};
    return S_OK;
  }

  HRESULT STDMETHODCALLTYPE GetProp(GROUPPROP, VARIANT*) override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE SetProp(GROUPPROP, VARIANT*) override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE GetStatus(DWORD*, DWORD*) override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE GetJob(GUID, IBackgroundCopyJob1**) override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE SuspendGroup() override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE ResumeGroup() override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE CancelGroup() override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE CreateJob(GUID, IBackgroundCopyJob1**) override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE EnumJobs(DWORD, IEnumBackgroundCopyJobs1**) override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE SwitchToForeground() override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE QueryNewJobInterface(REFIID, IUnknown**) override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE SetNotificationPointer(REFIID, IUnknown*) override { return E_NOTIMPL; }

 private:
  std::atomic<ULONG> references_{1};
};

}  // namespace

extern "C" {

__declspec(dllexport) void* CreateInProcessGroup() { return static_cast<IBackgroundCopyGroup*>(new Group()); }

__declspec(dllexport) void ReleaseInProcessGroup(void* group) { static_cast<IBackgroundCopyGroup*>(group)->Release(); }

__declspec(dllexport) unsigned long CountReferences() { return living_references; }

__declspec(dllexport) void OpenGate() { SetEvent(gate()); }

__declspec(dllexport) void CloseGate() { ResetEvent(gate()); }

}  // extern "C"
