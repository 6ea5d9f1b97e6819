#include "bits/job_settings.h"

#include <memory>
#include <utility>

#include "bits/certificate_validator.h"
#include "com/codec.h"

namespace winprogress::bits {

using com::From;

namespace {

using Step = JobSettings::Step;

// A method of an interface with one argument.
template <typename Interface, typename Argument, typename Value>
Step Set(const char* operation, HRESULT (STDMETHODCALLTYPE Interface::*method)(Argument), Value value) {
  return [operation, method, value = std::move(value)](JobInterfaces& job) {
    Interface& object = job.Get<Interface>(operation);
    if constexpr (std::is_same_v<Value, std::wstring>) {
      job.Check((object.*method)(value.c_str()), operation);
    } else {
      job.Check((object.*method)(value), operation);
    }
  };
}

// IBackgroundCopyJob5::SetProperty, by the member of the union that the property has.
template <typename Member>
Step SetProperty(BITS_JOB_PROPERTY_ID property, Member BITS_JOB_PROPERTY_VALUE::*member, Member value) {
  return [property, member, value](JobInterfaces& job) {
    constexpr const char* kOperation = "IBackgroundCopyJob5.SetProperty";
    BITS_JOB_PROPERTY_VALUE property_value = {};
    property_value.*member = value;
    job.Check(job.Get<IBackgroundCopyJob5>(kOperation).SetProperty(property, property_value), kOperation);
  };
}

Step SetProxy(const Napi::Value& proxy) {
  return [usage = From<BG_JOB_PROXY_USAGE>(proxy, "usage"), list = From<std::optional<std::wstring>>(proxy, "list"),
          bypass = From<std::optional<std::wstring>>(proxy, "bypass")](JobInterfaces& job) {
    job.Check(job.base().SetProxySettings(usage, com::ToPointer(list), com::ToPointer(bypass)),
              "IBackgroundCopyJob.SetProxySettings");
  };
}

Step SetNotifyCommand(const Napi::Value& command) {
  std::optional<std::wstring> program;
  std::optional<std::wstring> parameters;
  if (!command.IsNull()) {
    program = From<std::wstring>(command, "program");
    parameters = From<std::optional<std::wstring>>(command, "parameters");
  }
  return [program = std::move(program), parameters = std::move(parameters)](JobInterfaces& job) {
    constexpr const char* kOperation = "IBackgroundCopyJob2.SetNotifyCmdLine";
    job.Check(
        job.Get<IBackgroundCopyJob2>(kOperation).SetNotifyCmdLine(com::ToPointer(program), com::ToPointer(parameters)),
        kOperation);
  };
}

// Overwrites its text before it is freed.
class Secret {
 public:
  explicit Secret(std::optional<std::wstring> text) noexcept : text_(std::move(text)) {}
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() {
    if (text_.has_value()) SecureZeroMemory(text_->data(), text_->size() * sizeof(wchar_t));
  }
  wchar_t* Get() noexcept { return text_.has_value() ? text_->data() : nullptr; }

 private:
  std::optional<std::wstring> text_;
};

Step SetAllCredentials(const Napi::Value& credentials) {
  std::vector<Step> steps;
  const auto array = credentials.As<Napi::Array>();
  for (std::uint32_t index = 0; index < array.Length(); ++index)
    steps.push_back(MakeCredentialsStep(array.Get(index)));
  return [steps = std::move(steps)](JobInterfaces& job) {
    for (const Step& step : steps)
      step(job);
  };
}

Step RemoveClientCertificate() {
  return [](JobInterfaces& job) {
    constexpr const char* kOperation = "IBackgroundCopyJobHttpOptions.RemoveClientCertificate";
    job.Check(job.Get<IBackgroundCopyJobHttpOptions>(kOperation).RemoveClientCertificate(), kOperation);
  };
}

Step SetClientCertificate(const Napi::Value& certificate) {
  if (certificate.IsNull()) return RemoveClientCertificate();
  const auto location = From<BG_CERT_STORE_LOCATION>(certificate, "storeLocation");
  auto store_name = From<std::wstring>(certificate, "storeName");
  if (auto hash = From<std::optional<com::Bytes>>(certificate, "hash"); hash.has_value()) {
    return [location, store_name = std::move(store_name), hash = std::move(*hash)](JobInterfaces& job) {
      constexpr const char* kOperation = "IBackgroundCopyJobHttpOptions.SetClientCertificateByID";
      // BITS reads 20 bytes of it, and changes none.
      constexpr std::size_t kSha1Length = 20;
      if (hash.size() != kSha1Length) throw com::HResultFailure(E_INVALIDARG, kOperation);
      com::Bytes bytes = hash;
      job.Check(job.Get<IBackgroundCopyJobHttpOptions>(kOperation)
                    .SetClientCertificateByID(location, store_name.c_str(), bytes.data()),
                kOperation);
    };
  }
  return [location, store_name = std::move(store_name),
          subject_name = From<std::wstring>(certificate, "subjectName")](JobInterfaces& job) {
    constexpr const char* kOperation = "IBackgroundCopyJobHttpOptions.SetClientCertificateByName";
    job.Check(job.Get<IBackgroundCopyJobHttpOptions>(kOperation)
                  .SetClientCertificateByName(location, store_name.c_str(), subject_name.c_str()),
              kOperation);
  };
}

Step SetCustomHeaders(const Napi::Value& headers) {
  return [text = From<std::optional<std::wstring>>(headers)](JobInterfaces& job) {
    constexpr const char* kOperation = "IBackgroundCopyJobHttpOptions.SetCustomHeaders";
    job.Check(job.Get<IBackgroundCopyJobHttpOptions>(kOperation).SetCustomHeaders(com::ToPointer(text)), kOperation);
  };
}

Step MakeCustomHeadersWriteOnly(const Napi::Value&) {
  return [](JobInterfaces& job) {
    constexpr const char* kOperation = "IBackgroundCopyJobHttpOptions3.MakeCustomHeadersWriteOnly";
    job.Check(job.Get<modern::IBackgroundCopyJobHttpOptions3>(kOperation).MakeCustomHeadersWriteOnly(), kOperation);
  };
}

Step SetCertificatePins(const Napi::Value& pins) {
  return [validator = MakeCertificateValidator(pins)](JobInterfaces& job) {
    constexpr const char* kOperation = "IBackgroundCopyJobHttpOptions3.SetServerCertificateValidationInterface";
    job.Check(job.Get<modern::IBackgroundCopyJobHttpOptions3>(kOperation)
                  .SetServerCertificateValidationInterface(validator.Get()),
              kOperation);
  };
}

struct Setting {
  const char* name;
  Step (*make)(const Napi::Value& value);
};

// In this order: HIGH_PERFORMANCE must come before the first file, the priority before the HTTP method, which fixes it,
// and headers before they are made write-only.
constexpr Setting kSettings[] = {
    {"highPerformance",
     [](const Napi::Value& value) {
       return SetProperty<BOOL>(BITS_JOB_PROPERTY_HIGH_PERFORMANCE, &BITS_JOB_PROPERTY_VALUE::Enable,
                                From<bool>(value));
     }},
    {"displayName",
     [](const Napi::Value& value) {
       return Set("IBackgroundCopyJob.SetDisplayName", &IBackgroundCopyJob::SetDisplayName, From<std::wstring>(value));
     }},
    {"description",
     [](const Napi::Value& value) {
       return Set("IBackgroundCopyJob.SetDescription", &IBackgroundCopyJob::SetDescription, From<std::wstring>(value));
     }},
    {"priority",
     [](const Napi::Value& value) {
       return Set("IBackgroundCopyJob.SetPriority", &IBackgroundCopyJob::SetPriority, From<BG_JOB_PRIORITY>(value));
     }},
    {"notifyFlags",
     [](const Napi::Value& value) {
       return Set("IBackgroundCopyJob.SetNotifyFlags", &IBackgroundCopyJob::SetNotifyFlags, From<ULONG>(value));
     }},
    {"minimumRetryDelay",
     [](const Napi::Value& value) {
       return Set("IBackgroundCopyJob.SetMinimumRetryDelay", &IBackgroundCopyJob::SetMinimumRetryDelay,
                  From<ULONG>(value));
     }},
    {"noProgressTimeout",
     [](const Napi::Value& value) {
       return Set("IBackgroundCopyJob.SetNoProgressTimeout", &IBackgroundCopyJob::SetNoProgressTimeout,
                  From<ULONG>(value));
     }},
    {"proxy", SetProxy},
    {"notifyCommand", SetNotifyCommand},
    {"replyFileName",
     [](const Napi::Value& value) {
       return Set("IBackgroundCopyJob2.SetReplyFileName", &IBackgroundCopyJob2::SetReplyFileName,
                  From<std::wstring>(value));
     }},
    {"credentials", SetAllCredentials},
    {"fileAclFlags",
     [](const Napi::Value& value) {
       return Set("IBackgroundCopyJob3.SetFileACLFlags", &IBackgroundCopyJob3::SetFileACLFlags, From<DWORD>(value));
     }},
    {"peerCachingFlags",
     [](const Napi::Value& value) {
       return Set("IBackgroundCopyJob4.SetPeerCachingFlags", &IBackgroundCopyJob4::SetPeerCachingFlags,
                  From<DWORD>(value));
     }},
    {"maximumDownloadTime",
     [](const Napi::Value& value) {
       return Set("IBackgroundCopyJob4.SetMaximumDownloadTime", &IBackgroundCopyJob4::SetMaximumDownloadTime,
                  From<ULONG>(value));
     }},
    {"costFlags",
     [](const Napi::Value& value) {
       return SetProperty(BITS_JOB_PROPERTY_ID_COST_FLAGS, &BITS_JOB_PROPERTY_VALUE::Dword, From<DWORD>(value));
     }},
    {"notificationClsid",
     [](const Napi::Value& value) {
       return SetProperty(BITS_JOB_PROPERTY_NOTIFICATION_CLSID, &BITS_JOB_PROPERTY_VALUE::ClsID, From<GUID>(value));
     }},
    {"dynamicContent",
     [](const Napi::Value& value) {
       return SetProperty<BOOL>(BITS_JOB_PROPERTY_DYNAMIC_CONTENT, &BITS_JOB_PROPERTY_VALUE::Enable, From<bool>(value));
     }},
    {"maximumDownloadSize",
     [](const Napi::Value& value) {
       return SetProperty<UINT64>(BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE, &BITS_JOB_PROPERTY_VALUE::Uint64,
                                  From<std::uint64_t>(value));
     }},
    {"useStoredCredentials",
     [](const Napi::Value& value) {
       return SetProperty(BITS_JOB_PROPERTY_USE_STORED_CREDENTIALS, &BITS_JOB_PROPERTY_VALUE::Target,
                          From<BG_AUTH_TARGET>(value));
     }},
    {"minimumNotificationInterval",
     [](const Napi::Value& value) {
       return SetProperty(BITS_JOB_PROPERTY_MINIMUM_NOTIFICATION_INTERVAL_MS, &BITS_JOB_PROPERTY_VALUE::Dword,
                          From<DWORD>(value));
     }},
    {"onDemandMode",
     [](const Napi::Value& value) {
       return SetProperty<BOOL>(BITS_JOB_PROPERTY_ON_DEMAND_MODE, &BITS_JOB_PROPERTY_VALUE::Enable, From<bool>(value));
     }},
    {"clientCertificate", SetClientCertificate},
    {"customHeaders", SetCustomHeaders},
    {"customHeadersWriteOnly", MakeCustomHeadersWriteOnly},
    {"securityFlags",
     [](const Napi::Value& value) {
       return Set("IBackgroundCopyJobHttpOptions.SetSecurityFlags", &IBackgroundCopyJobHttpOptions::SetSecurityFlags,
                  From<ULONG>(value));
     }},
    {"httpMethod",
     [](const Napi::Value& value) {
       return Set("IBackgroundCopyJobHttpOptions2.SetHttpMethod",
                  &modern::IBackgroundCopyJobHttpOptions2::SetHttpMethod, From<std::wstring>(value));
     }},
    {"certificatePins", SetCertificatePins},
    {"helperTokenFlags",
     [](const Napi::Value& value) {
       return Set("IBitsTokenOptions.SetHelperTokenFlags", &modern::IBitsTokenOptions::SetHelperTokenFlags,
                  From<DWORD>(value));
     }},
};

}  // namespace

JobSettings JobSettings::From(const Napi::Value& settings) {
  JobSettings made;
  if (settings.IsUndefined()) return made;
  for (const Setting& setting : kSettings) {
    const Napi::Value value = com::Property(settings, setting.name);
    if (!value.IsUndefined()) made.steps_.push_back(setting.make(value));
  }
  return made;
}

std::vector<SuccessCode> JobSettings::Apply(IBackgroundCopyJob& job) const {
  JobInterfaces interfaces(job);
  for (const Step& step : steps_)
    step(interfaces);
  return interfaces.TakeSuccessCodes();
}

Napi::Value ToValue(Napi::Env env, const SuccessCode& code) {
  return com::ObjectWriter(env)
      .Set("operation", code.operation)
      .Set("hresult", static_cast<DWORD>(code.result))
      .object();
}

JobSettings::Step MakeCredentialsStep(const Napi::Value& credentials) {
  struct Credentials {
    explicit Credentials(const Napi::Value& from)
        : target(From<BG_AUTH_TARGET>(from, "target")),
          scheme(From<BG_AUTH_SCHEME>(from, "scheme")),
          user_name(From<std::optional<std::wstring>>(from, "userName")),
          password(From<std::optional<std::wstring>>(from, "password")) {}

    const BG_AUTH_TARGET target;
    const BG_AUTH_SCHEME scheme;
    Secret user_name;
    Secret password;
  };
  // Shared, so that the secrets are not copied.
  auto shared = std::make_shared<Credentials>(credentials);
  return [shared = std::move(shared)](JobInterfaces& job) {
    constexpr const char* kOperation = "IBackgroundCopyJob2.SetCredentials";
    BG_AUTH_CREDENTIALS given = {};
    given.Target = shared->target;
    given.Scheme = shared->scheme;
    given.Credentials.Basic.UserName = shared->user_name.Get();
    given.Credentials.Basic.Password = shared->password.Get();
    job.Check(job.Get<IBackgroundCopyJob2>(kOperation).SetCredentials(&given), kOperation);
  };
}

}  // namespace winprogress::bits
