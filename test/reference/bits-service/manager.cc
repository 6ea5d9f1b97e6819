#include "descriptions.h"
#include "enumerator.h"
#include "text.h"

namespace reference {
namespace {

class Manager final : public ServedObject<Manager, IBackgroundCopyManager> {
 public:
  explicit Manager(Service& service) : ServedObject(service) {}

  json::Value subject() const { return {}; }
  void* find(REFIID interface_id) noexcept {
    if (!is_one_of(interface_id, {&IID_IUnknown, &IID_IBackgroundCopyManager})) return nullptr;
    return static_cast<IBackgroundCopyManager*>(this);
  }

  HRESULT WINAPI CreateJob(LPCWSTR name, BG_JOB_TYPE type, GUID* id, IBackgroundCopyJob** out) noexcept override {
    const json::Object arguments{{"DisplayName", name}, {"Type", type}};
    return service_.call("IBackgroundCopyManager.CreateJob", {}, arguments, [&] {
      if (std::wstring(name).size() > kLongestName) return E_INVALIDARG;
      if (type != BG_JOB_TYPE_DOWNLOAD && type != BG_JOB_TYPE_UPLOAD && type != BG_JOB_TYPE_UPLOAD_REPLY)
        return E_NOTIMPL;
      const Job job = std::make_shared<JobState>();
      check(CoCreateGuid(&job->id));
      job->display_name = name;
      job->type = type;
      job->owner = service_.settings.owner;
      job->creation_time = job->modification_time = now();
      service_.jobs.push_back(job);
      *id = job->id;
      *out = make_job(service_, job).detach();
      return S_OK;
    });
  }

  HRESULT WINAPI GetJob(REFGUID id, IBackgroundCopyJob** out) noexcept override {
    return service_.call("IBackgroundCopyManager.GetJob", {}, json::Object{{"jobID", id}}, [&] {
      const Job job = service_.find(id);
      if (!job) return kNotFound;
      if (!is_visible(*job)) return E_ACCESSDENIED;
      *out = make_job(service_, job).detach();
      return S_OK;
    });
  }

  HRESULT WINAPI EnumJobs(DWORD flags, IEnumBackgroundCopyJobs** out) noexcept override {
    return service_.call("IBackgroundCopyManager.EnumJobs", {}, json::Object{{"dwFlags", flags}}, [&] {
      constexpr DWORD kAllUsers = 1;
      if ((flags & ~kAllUsers) != 0) return E_NOTIMPL;
      if (flags == kAllUsers && !service_.settings.administrator) return E_ACCESSDENIED;
      std::vector<JobEnumerator::Element> jobs;
      for (const Job& job : service_.jobs) {
        if (flags == kAllUsers || job->owner == service_.settings.owner)
          jobs.push_back(JobEnumerator::Element::attach(make_job(service_, job).detach()));
      }
      *out = new JobEnumerator(service_, {}, std::move(jobs));
      return S_OK;
    });
  }

  HRESULT WINAPI GetErrorDescription(HRESULT result, DWORD language, LPWSTR* out) noexcept override {
    const json::Object arguments{{"hResult", static_cast<ULONG>(result)}, {"LanguageId", language}};
    return service_.call("IBackgroundCopyManager.GetErrorDescription", {}, arguments, [&] {
      check_language(language);
      *out = task_text(describe(static_cast<ULONG>(result)));
      return S_OK;
    });
  }

 private:
  bool is_visible(const JobState& job) const {
    return service_.settings.administrator || job.owner == service_.settings.owner;
  }
};

}  // namespace

ComPtr<IBackgroundCopyManager> make_manager(Service& service) {
  return ComPtr<IBackgroundCopyManager>::attach(new Manager(service));
}

}  // namespace reference
