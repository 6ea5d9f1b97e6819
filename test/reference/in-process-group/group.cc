// An IBackgroundCopyGroup in the process of its client, built on mingw-w64's or the SDK's own qmgr.h, to measure
// the cost of a call, to count references, and to block calls. Its job, and
// the manager that this library serves, count calls and return scripted failures.
#include <windows.h>

#include <ole2.h>
#include <qmgr.h>

#include "manager.h"
#include "object.h"
#include "script.h"

namespace {

// Calls of get_Size wait until it is set.
HANDLE gate() {
  static const HANDLE event = CreateEventW(nullptr, TRUE, FALSE, nullptr);
  return event;
}

// IBackgroundCopyGroup, from qmgr.h.
constexpr IID kGroup = {0x1DED80A7, 0x53EA, 0x424F, {0x8A, 0x04, 0x17, 0xFE, 0xA9, 0xAD, 0xC4, 0xF5}};

class Group final : public in_process::Object<IBackgroundCopyGroup> {
 public:
  Group() : Object(kGroup) {}

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
  HRESULT STDMETHODCALLTYPE QueryNewJobInterface(REFIID, IUnknown** job) override {
    *job = nullptr;
    const HRESULT result = in_process::Enter("IBackgroundCopyGroup.QueryNewJobInterface");
    if (FAILED(result)) return result;
    if (result == S_OK) *job = in_process::CreateJob();
    return S_OK;
  }
  HRESULT STDMETHODCALLTYPE SetNotificationPointer(REFIID, IUnknown*) override { return E_NOTIMPL; }
};

}  // namespace

std::atomic<ULONG> in_process::living_references{0};

extern "C" {

__declspec(dllexport) void* CreateInProcessGroup() { return static_cast<IBackgroundCopyGroup*>(new Group()); }

__declspec(dllexport) void ReleaseInProcessGroup(void* group) { static_cast<IBackgroundCopyGroup*>(group)->Release(); }

__declspec(dllexport) unsigned long CountReferences() { return in_process::living_references; }

__declspec(dllexport) void OpenGate() { SetEvent(gate()); }

__declspec(dllexport) void CloseGate() { ResetEvent(gate()); }

__declspec(dllexport) unsigned long CountCalls(const char* method) { return in_process::CountCalls(method); }

__declspec(dllexport) void FailNext(const char* method, unsigned long result) {
  in_process::FailNext(method, static_cast<HRESULT>(result));
}

__declspec(dllexport) void ClearScript() { in_process::ClearScript(); }

__declspec(dllexport) void SetFiles(unsigned long count, unsigned long of_known_size) {
  in_process::SetFiles(count, of_known_size);
}

__declspec(dllexport) void SetJobCount(unsigned long count) { in_process::SetJobCount(count); }

__declspec(dllexport) unsigned long ServeManager() { return static_cast<unsigned long>(in_process::ServeManager()); }

__declspec(dllexport) void RevokeManager() { in_process::RevokeManager(); }

}  // extern "C"
