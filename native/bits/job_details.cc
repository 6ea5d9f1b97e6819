#include "bits/job_details.h"

#include <bitsmsg.h>

#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "bits/job_interfaces.h"
#include "com/codec.h"
#include "com/hresult.h"
#include "com/task_memory.h"

namespace winprogress::bits {

using com::PlainValue;
using com::TaskString;
using com::ThrowIfFailed;

struct JobDetail {
  const char* name;
  PlainValue (*read)(JobInterfaces& job);
};

namespace {

// A method with one out parameter: a number or an enumeration, or a text.
template <typename Interface, typename Value>
PlainValue Get(JobInterfaces& job, const char* operation, HRESULT (STDMETHODCALLTYPE Interface::*method)(Value*)) {
  Interface& object = job.Get<Interface>(operation);
  if constexpr (std::is_same_v<Value, LPWSTR>) {
    TaskString text;
    ThrowIfFailed((object.*method)(text.Receive()), operation);
    return text.Text();
  } else {
    Value value = {};
    ThrowIfFailed((object.*method)(&value), operation);
    return static_cast<std::uint32_t>(value);
  }
}

PlainValue ToPlain(const TaskString& text, HRESULT result) {
  return result == S_FALSE || text.IsNull() ? PlainValue() : PlainValue(text.Text());
}

PlainValue ToPlain(const FILETIME& time) {
  return (static_cast<std::uint64_t>(time.dwHighDateTime) << 32) | time.dwLowDateTime;
}

BITS_JOB_PROPERTY_VALUE GetProperty(JobInterfaces& job, BITS_JOB_PROPERTY_ID property) {
  constexpr const char* kOperation = "IBackgroundCopyJob5.GetProperty";
  BITS_JOB_PROPERTY_VALUE value = {};
  ThrowIfFailed(job.Get<IBackgroundCopyJob5>(kOperation).GetProperty(property, &value), kOperation);
  return value;
}

PlainValue ReadTimes(JobInterfaces& job) {
  BG_JOB_TIMES times = {};
  ThrowIfFailed(job.base().GetTimes(&times), "IBackgroundCopyJob.GetTimes");
  return com::PlainObject{{"creation", ToPlain(times.CreationTime)},
                          {"modification", ToPlain(times.ModificationTime)},
                          {"transferCompletion", ToPlain(times.TransferCompletionTime)}};
}

PlainValue ReadProxy(JobInterfaces& job) {
  BG_JOB_PROXY_USAGE usage = BG_JOB_PROXY_USAGE_PRECONFIG;
  TaskString list;
  TaskString bypass;
  ThrowIfFailed(job.base().GetProxySettings(&usage, list.Receive(), bypass.Receive()),
                "IBackgroundCopyJob.GetProxySettings");
  return com::PlainObject{
      {"usage", static_cast<std::uint32_t>(usage)}, {"list", ToPlain(list, S_OK)}, {"bypass", ToPlain(bypass, S_OK)}};
}

PlainValue ReadNotifyCommand(JobInterfaces& job) {
  constexpr const char* kOperation = "IBackgroundCopyJob2.GetNotifyCmdLine";
  TaskString program;
  TaskString parameters;
  ThrowIfFailed(job.Get<IBackgroundCopyJob2>(kOperation).GetNotifyCmdLine(program.Receive(), parameters.Receive()),
                kOperation);
  if (program.Text().empty()) return {};
  return com::PlainObject{{"program", program.Text()}, {"parameters", ToPlain(parameters, S_OK)}};
}

PlainValue ReadReplyFileName(JobInterfaces& job) {
  constexpr const char* kOperation = "IBackgroundCopyJob2.GetReplyFileName";
  if (job.Type() != BG_JOB_TYPE_UPLOAD_REPLY) return {};
  TaskString name;
  const HRESULT result =
      ThrowIfFailed(job.Get<IBackgroundCopyJob2>(kOperation).GetReplyFileName(name.Receive()), kOperation);
  return ToPlain(name, name.Text().empty() ? S_FALSE : result);
}

PlainValue ReadOwnerElevated(JobInterfaces& job) {
  constexpr const char* kOperation = "IBackgroundCopyJob4.GetOwnerElevationState";
  BOOL is_elevated = FALSE;
  ThrowIfFailed(job.Get<IBackgroundCopyJob4>(kOperation).GetOwnerElevationState(&is_elevated), kOperation);
  return is_elevated != FALSE;
}

PlainValue ReadClientCertificate(JobInterfaces& job) {
  constexpr const char* kOperation = "IBackgroundCopyJobHttpOptions.GetClientCertificate";
  BG_CERT_STORE_LOCATION location = BG_CERT_STORE_LOCATION_CURRENT_USER;
  TaskString store_name;
  BYTE* received = nullptr;
  TaskString subject_name;
  const HRESULT result = job.Get<IBackgroundCopyJobHttpOptions>(kOperation)
                             .GetClientCertificate(&location, store_name.Receive(), &received, subject_name.Receive());
  const com::TaskMemory<BYTE> hash(received);
  // The proxy returns these results for a job without a certificate.
  if (result == HRESULT_FROM_WIN32(RPC_X_NULL_REF_POINTER) || result == HRESULT_FROM_WIN32(RPC_X_BAD_STUB_DATA))
    return {};
  ThrowIfFailed(result, kOperation);
  if (hash == nullptr && subject_name.IsNull()) return {};
  // GetClientCertificate returns 20 bytes.
  constexpr std::size_t kSha1Length = 20;
  return com::PlainObject{
      {"storeLocation", static_cast<std::uint32_t>(location)},
      {"storeName", store_name.Text()},
      {"hash", hash == nullptr ? PlainValue() : PlainValue(com::Bytes(hash.get(), hash.get() + kSha1Length))},
      {"subjectName", subject_name.Text().empty() ? PlainValue() : PlainValue(subject_name.Text())}};
}

// E_ACCESSDENIED for headers that have been made write-only is not documented: other failures are reported.
PlainValue ReadCustomHeaders(JobInterfaces& job) {
  constexpr const char* kOperation = "IBackgroundCopyJobHttpOptions.GetCustomHeaders";
  TaskString headers;
  const HRESULT result = job.Get<IBackgroundCopyJobHttpOptions>(kOperation).GetCustomHeaders(headers.Receive());
  if (result == E_ACCESSDENIED) return {};
  return ToPlain(headers, ThrowIfFailed(result, kOperation));
}

// Fails with BG_E_TOKEN_REQUIRED while the job has no helper token.
PlainValue ReadHelperTokenSid(JobInterfaces& job) {
  constexpr const char* kOperation = "IBitsTokenOptions.GetHelperTokenSid";
  constexpr HRESULT kTokenRequired = static_cast<HRESULT>(0x80200056);
  TaskString sid;
  const HRESULT result = job.Get<modern::IBitsTokenOptions>(kOperation).GetHelperTokenSid(sid.Receive());
  if (result == kTokenRequired) return {};
  return ToPlain(sid, ThrowIfFailed(result, kOperation));
}

template <BITS_JOB_PROPERTY_ID kProperty>
PlainValue ReadDword(JobInterfaces& job) {
  return static_cast<std::uint32_t>(GetProperty(job, kProperty).Dword);
}

template <BITS_JOB_PROPERTY_ID kProperty>
PlainValue ReadEnable(JobInterfaces& job) {
  return GetProperty(job, kProperty).Enable != FALSE;
}

constexpr JobDetail kDetails[] = {
    {"type", [](JobInterfaces& job) -> PlainValue { return static_cast<std::uint32_t>(job.Type()); }},
    {"displayName",
     [](JobInterfaces& job) {
       return Get(job, "IBackgroundCopyJob.GetDisplayName", &IBackgroundCopyJob::GetDisplayName);
     }},
    {"description",
     [](JobInterfaces& job) {
       return Get(job, "IBackgroundCopyJob.GetDescription", &IBackgroundCopyJob::GetDescription);
     }},
    {"priority",
     [](JobInterfaces& job) { return Get(job, "IBackgroundCopyJob.GetPriority", &IBackgroundCopyJob::GetPriority); }},
    {"notifyFlags",
     [](JobInterfaces& job) {
       return Get(job, "IBackgroundCopyJob.GetNotifyFlags", &IBackgroundCopyJob::GetNotifyFlags);
     }},
    {"minimumRetryDelay",
     [](JobInterfaces& job) {
       return Get(job, "IBackgroundCopyJob.GetMinimumRetryDelay", &IBackgroundCopyJob::GetMinimumRetryDelay);
     }},
    {"noProgressTimeout",
     [](JobInterfaces& job) {
       return Get(job, "IBackgroundCopyJob.GetNoProgressTimeout", &IBackgroundCopyJob::GetNoProgressTimeout);
     }},
    {"errorCount",
     [](JobInterfaces& job) {
       return Get(job, "IBackgroundCopyJob.GetErrorCount", &IBackgroundCopyJob::GetErrorCount);
     }},
    {"times", ReadTimes},
    {"owner",
     [](JobInterfaces& job) { return Get(job, "IBackgroundCopyJob.GetOwner", &IBackgroundCopyJob::GetOwner); }},
    {"proxy", ReadProxy},
    {"notifyCommand", ReadNotifyCommand},
    {"replyFileName", ReadReplyFileName},
    {"fileAclFlags",
     [](JobInterfaces& job) {
       return Get(job, "IBackgroundCopyJob3.GetFileACLFlags", &IBackgroundCopyJob3::GetFileACLFlags);
     }},
    {"peerCachingFlags",
     [](JobInterfaces& job) {
       return Get(job, "IBackgroundCopyJob4.GetPeerCachingFlags", &IBackgroundCopyJob4::GetPeerCachingFlags);
     }},
    {"ownerIntegrityLevel",
     [](JobInterfaces& job) {
       return Get(job, "IBackgroundCopyJob4.GetOwnerIntegrityLevel", &IBackgroundCopyJob4::GetOwnerIntegrityLevel);
     }},
    {"ownerElevated", ReadOwnerElevated},
    {"maximumDownloadTime",
     [](JobInterfaces& job) {
       return Get(job, "IBackgroundCopyJob4.GetMaximumDownloadTime", &IBackgroundCopyJob4::GetMaximumDownloadTime);
     }},
    {"costFlags", ReadDword<BITS_JOB_PROPERTY_ID_COST_FLAGS>},
    {"notificationClsid",
     [](JobInterfaces& job) -> PlainValue { return GetProperty(job, BITS_JOB_PROPERTY_NOTIFICATION_CLSID).ClsID; }},
    {"dynamicContent", ReadEnable<BITS_JOB_PROPERTY_DYNAMIC_CONTENT>},
    {"highPerformance", ReadEnable<BITS_JOB_PROPERTY_HIGH_PERFORMANCE>},
    {"maximumDownloadSize",
     [](JobInterfaces& job) -> PlainValue {
       return std::uint64_t{GetProperty(job, BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE).Uint64};
     }},
    {"useStoredCredentials",
     [](JobInterfaces& job) -> PlainValue {
       return static_cast<std::uint32_t>(GetProperty(job, BITS_JOB_PROPERTY_USE_STORED_CREDENTIALS).Target);
     }},
    {"minimumNotificationInterval", ReadDword<BITS_JOB_PROPERTY_MINIMUM_NOTIFICATION_INTERVAL_MS>},
    {"onDemandMode", ReadEnable<BITS_JOB_PROPERTY_ON_DEMAND_MODE>},
    {"clientCertificate", ReadClientCertificate},
    {"customHeaders", ReadCustomHeaders},
    {"securityFlags",
     [](JobInterfaces& job) {
       return Get(job, "IBackgroundCopyJobHttpOptions.GetSecurityFlags",
                  &IBackgroundCopyJobHttpOptions::GetSecurityFlags);
     }},
    {"httpMethod",
     [](JobInterfaces& job) {
       return Get(job, "IBackgroundCopyJobHttpOptions2.GetHttpMethod",
                  &modern::IBackgroundCopyJobHttpOptions2::GetHttpMethod);
     }},
    {"helperTokenFlags",
     [](JobInterfaces& job) {
       return Get(job, "IBitsTokenOptions.GetHelperTokenFlags", &modern::IBitsTokenOptions::GetHelperTokenFlags);
     }},
    {"helperTokenSid", ReadHelperTokenSid},
};

// Whether a failure says that this version of BITS does not have what was asked for.
bool IsMissing(HRESULT result) noexcept {
  // BG_E_UNKNOWN_PROPERTY_ID, which not every header has; RPC_S_INVALID_TAG is what its proxy makes of it.
  constexpr HRESULT kUnknownPropertyId = static_cast<HRESULT>(0x80200057);
  return result == E_NOINTERFACE || result == E_NOTIMPL || result == kUnknownPropertyId ||
         result == HRESULT_FROM_WIN32(RPC_S_INVALID_TAG);
}

PlainValue ReadIfThere(JobInterfaces& job, const JobDetail& detail) {
  try {
    return detail.read(job);
  } catch (const com::HResultFailure& failure) {
    if (!IsMissing(failure.hresult())) throw;
    return {};
  }
}

}  // namespace

const JobDetail& DetailOf(const Napi::Value& name) {
  const auto word = com::From<std::string>(name);
  for (const JobDetail& detail : kDetails)
    if (word == detail.name) return detail;
  throw Napi::TypeError::New(name.Env(), "unknown detail");
}

PlainValue ReadDetail(IBackgroundCopyJob& job, const JobDetail& detail) {
  JobInterfaces interfaces(job);
  return detail.read(interfaces);
}

PlainValue ReadDetails(IBackgroundCopyJob& job) {
  JobInterfaces interfaces(job);
  com::PlainObject fields;
  for (const JobDetail& detail : kDetails)
    fields.push_back({detail.name, ReadIfThere(interfaces, detail)});
  return fields;
}

}  // namespace winprogress::bits
