#include "descriptions.h"
#include "object.h"
#include "objects.h"
#include "text.h"

namespace reference {
namespace {

class ErrorObject final : public ServedObject<ErrorObject, IBackgroundCopyError> {
 public:
  ErrorObject(Service& service, Job job, ErrorState error)
      : ServedObject(service), job_(std::move(job)), error_(std::move(error)) {}

  json::Value subject() const { return job_->id; }
  void* find(REFIID interface_id) noexcept {
    if (!is_one_of(interface_id, {&IID_IUnknown, &IID_IBackgroundCopyError})) return nullptr;
    return static_cast<IBackgroundCopyError*>(this);
  }

  HRESULT WINAPI GetError(BG_ERROR_CONTEXT* context, HRESULT* code) noexcept override {
    return answer("IBackgroundCopyError.GetError", json::Object{}, [&] {
      *context = static_cast<BG_ERROR_CONTEXT>(error_.context);
      *code = static_cast<HRESULT>(error_.code);
      return S_OK;
    });
  }
  HRESULT WINAPI GetFile(IBackgroundCopyFile** out) noexcept override {
    return answer("IBackgroundCopyError.GetFile", json::Object{}, [&] {
      *out = nullptr;
      if (!error_.file || *error_.file >= job_->files.size()) return kFileNotAvailable;
      *out = make_file(service_, job_, job_->files[*error_.file]).detach();
      return S_OK;
    });
  }
  HRESULT WINAPI GetErrorDescription(DWORD language, LPWSTR* out) noexcept override {
    return describe_in("IBackgroundCopyError.GetErrorDescription", language, error_.description, error_.code, out);
  }
  HRESULT WINAPI GetErrorContextDescription(DWORD language, LPWSTR* out) noexcept override {
    return describe_in("IBackgroundCopyError.GetErrorContextDescription", language, error_.context_description,
                       error_.context, out);
  }
  HRESULT WINAPI GetProtocol(LPWSTR* out) noexcept override {
    return answer("IBackgroundCopyError.GetProtocol", json::Object{}, [&] {
      *out = task_text(error_.protocol);
      return error_.protocol ? S_OK : kProtocolNotAvailable;
    });
  }

 private:
  template <typename Body>
  HRESULT answer(const char* method, const json::Value& arguments, Body&& body) noexcept {
    return service_.call(method, job_->id, arguments, std::forward<Body>(body));
  }
  HRESULT describe_in(const char* method, DWORD language, const std::wstring& text, ULONG code, LPWSTR* out) noexcept {
    return guarded([&] {
      return answer(method, json::Object{{"LanguageId", language}}, [&] {
        check_language(language);
        *out = task_text(text.empty() ? describe(code) : text);
        return S_OK;
      });
    });
  }

  Job job_;
  ErrorState error_;
};

}  // namespace

ComPtr<IBackgroundCopyError> make_error(Service& service, const Job& job, const ErrorState& error) {
  return ComPtr<IBackgroundCopyError>::attach(new ErrorObject(service, job, error));
}

}  // namespace reference
