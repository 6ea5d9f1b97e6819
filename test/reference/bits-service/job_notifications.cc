#include "job_object.h"

namespace reference {
namespace {

constexpr std::size_t kLongestParameters = 4000;

/** The flags that a version of BITS knows. */
ULONG known_flags(ULONG version) noexcept {
  ULONG flags = kNotifyJobTransferred | kNotifyJobError | kNotifyDisable | kNotifyJobModification;
  if (version >= 30) flags |= kNotifyFileTransferred;
  if (version >= 101) flags |= kNotifyFileRanges;
  return flags;
}

}  // namespace

HRESULT JobObject::SetNotifyFlags(ULONG flags) noexcept {
  return guarded([&] {
    return change("IBackgroundCopyJob.SetNotifyFlags", json::Object{{"Val", flags}}, [&] {
      if ((flags & ~known_flags(service_.settings.version)) != 0) return E_NOTIMPL;
      job_->notify_flags = flags;
      service_.report(job_);
      return S_OK;
    });
  });
}

HRESULT JobObject::GetNotifyFlags(ULONG* out) noexcept {
  return read("IBackgroundCopyJob.GetNotifyFlags", out, [&] { return job_->notify_flags; });
}

HRESULT JobObject::SetNotifyInterface(IUnknown* callback) noexcept {
  // A release is a call into the client, which must not be made with the service locked.
  ComPtr<IUnknown> replaced;
  return guarded([&] {
    return service_.call("IBackgroundCopyJob.SetNotifyInterface", job_->id, json::Object{{"Val", callback != nullptr}},
                         [&] {
                           if (job_->final()) return kInvalidState;
                           if (callback) callback->AddRef();
                           replaced = std::exchange(job_->callback, ComPtr<IUnknown>::attach(callback));
                           service_.report(job_);
                           return S_OK;
                         });
  });
}

HRESULT JobObject::GetNotifyInterface(IUnknown** out) noexcept {
  return answer("IBackgroundCopyJob.GetNotifyInterface", [&] {
    *out = ComPtr<IUnknown>(job_->callback).detach();
    return S_OK;
  });
}

HRESULT JobObject::SetNotifyCmdLine(LPCWSTR program, LPCWSTR parameters) noexcept {
  return guarded([&] {
    const json::Object arguments{{"Program", program}, {"Parameters", parameters}};
    return change("IBackgroundCopyJob2.SetNotifyCmdLine", arguments, [&] {
      if (!program && parameters) return E_INVALIDARG;
      if (program && std::wstring(program).size() > MAX_PATH) return kStringTooLong;
      if (parameters && std::wstring(parameters).size() > kLongestParameters) return kStringTooLong;
      job_->notify_program = program ? program : L"";
      job_->notify_parameters = parameters ? parameters : L"";
      return S_OK;
    });
  });
}

HRESULT JobObject::GetNotifyCmdLine(LPWSTR* program, LPWSTR* parameters) noexcept {
  return answer("IBackgroundCopyJob2.GetNotifyCmdLine", [&] {
    *program = task_text(job_->notify_program);
    *parameters = task_text(job_->notify_parameters);
    return S_OK;
  });
}

}  // namespace reference
