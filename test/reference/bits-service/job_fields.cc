#include "job_fields.h"

#include "text.h"

namespace reference {
namespace {

json::Value to_json(const bool& field) { return field; }
json::Value to_json(const ULONG& field) { return field; }
json::Value to_json(const UINT64& field) { return static_cast<std::uint64_t>(field); }
json::Value to_json(const std::wstring& field) { return field; }
json::Value to_json(const GUID& field) { return field; }
json::Value to_json(const std::vector<BYTE>& field) { return json::hexadecimal(field.data(), field.size()); }
json::Value to_json(const Ranges& field) { return json_of(field.data(), field.size()); }

void from_json(const json::Value& value, bool& field) { field = value.flag(); }
void from_json(const json::Value& value, ULONG& field) { field = static_cast<ULONG>(value.number()); }
void from_json(const json::Value& value, UINT64& field) { field = value.wide(); }
void from_json(const json::Value& value, std::wstring& field) { field = value.text(); }
void from_json(const json::Value& value, GUID& field) { field = value.guid(); }
void from_json(const json::Value& value, std::vector<BYTE>& field) { field = json::bytes_of(value); }
void from_json(const json::Value& value, Ranges& field) { field = read_ranges(value); }

template <typename Field>
json::Value to_json(const std::optional<Field>& field) {
  return field ? to_json(*field) : json::Value();
}

template <typename Field>
void from_json(const json::Value& value, std::optional<Field>& field) {
  if (value.is_null()) {
    field.reset();
    return;
  }
  from_json(value, field.emplace());
}

/** Collects the fields of an object. */
class Writer {
 public:
  template <typename Field>
  void operator()(const char* name, const Field& field) {
    object_[name] = to_json(field);
  }
  json::Object& object() noexcept { return object_; }

 private:
  json::Object object_;
};

/** Sets the fields that an object has. */
class Reader {
 public:
  explicit Reader(const json::Value& fields) : fields_(fields.object()) {}
  template <typename Field>
  void operator()(const char* name, Field& field) const {
    const auto found = fields_.find(name);
    if (found != fields_.end()) from_json(found->second, field);
  }

 private:
  const json::Object& fields_;
};

template <typename Visitor, typename State>
void visit_file(Visitor&& visit, State& file) {
  visit("remoteName", file.remote_name);
  visit("localName", file.local_name);
  visit("temporaryName", file.temporary_name);
  visit("bytesTotal", file.bytes_total);
  visit("bytesTransferred", file.bytes_transferred);
  visit("completed", file.completed);
  visit("ranges", file.ranges);
  visit("validationState", file.validation_state);
  visit("fromPeer", file.from_peer);
  visit("bytesFromOrigin", file.bytes_from_origin);
  visit("bytesFromPeers", file.bytes_from_peers);
  visit("responseHeaders", file.response_headers);
  visit("requestedRanges", file.requested_ranges);
  visit("filledRanges", file.filled_ranges);
  visit("downloadPosition", file.download_position);
}

template <typename Visitor, typename State>
void visit_error(Visitor&& visit, State& error) {
  visit("context", error.context);
  visit("code", error.code);
  visit("file", error.file);
  visit("protocol", error.protocol);
  visit("description", error.description);
  visit("contextDescription", error.context_description);
}

template <typename Visitor, typename State>
void visit_credentials(Visitor&& visit, State& credentials) {
  visit("target", credentials.target);
  visit("scheme", credentials.scheme);
  visit("userName", credentials.user_name);
  visit("password", credentials.password);
}

template <typename Visitor, typename State>
void visit_certificate(Visitor&& visit, State& certificate) {
  visit("storeLocation", certificate.store_location);
  visit("storeName", certificate.store_name);
  visit("hash", certificate.hash);
  visit("subjectName", certificate.subject_name);
}

template <typename Visitor, typename State>
void visit_job(Visitor&& visit, State& job) {
  visit("id", job.id);
  visit("displayName", job.display_name);
  visit("description", job.description);
  visit("owner", job.owner);
  visit("type", job.type);
  visit("priority", job.priority);
  visit("creationTime", job.creation_time);
  visit("modificationTime", job.modification_time);
  visit("transferCompletionTime", job.transfer_completion_time);
  visit("notifyFlags", job.notify_flags);
  visit("minimumRetryDelay", job.minimum_retry_delay);
  visit("noProgressTimeout", job.no_progress_timeout);
  visit("errorCount", job.error_count);
  visit("proxyUsage", job.proxy_usage);
  visit("proxyList", job.proxy_list);
  visit("proxyBypassList", job.proxy_bypass_list);
  visit("notifyProgram", job.notify_program);
  visit("notifyParameters", job.notify_parameters);
  visit("replyBytesTotal", job.reply_bytes_total);
  visit("replyBytesTransferred", job.reply_bytes_transferred);
  visit("replyData", job.reply_data);
  visit("replyFileName", job.reply_file_name);
  visit("aclFlags", job.acl_flags);
  visit("peerCachingFlags", job.peer_caching_flags);
  visit("ownerIntegrityLevel", job.owner_integrity_level);
  visit("ownerElevated", job.owner_elevated);
  visit("maximumDownloadTime", job.maximum_download_time);
  visit("costFlags", job.cost_flags);
  visit("notificationClass", job.notification_class);
  visit("dynamicContent", job.dynamic_content);
  visit("highPerformance", job.high_performance);
  visit("maxDownloadSize", job.max_download_size);
  visit("storedCredentials", job.stored_credentials);
  visit("minimumNotificationInterval", job.minimum_notification_interval);
  visit("onDemandMode", job.on_demand_mode);
  visit("customHeaders", job.custom_headers);
  visit("headersWriteOnly", job.headers_write_only);
  visit("securityFlags", job.security_flags);
  visit("httpMethod", job.http_method);
  visit("helperTokenFlags", job.helper_token_flags);
  visit("helperTokenSid", job.helper_token_sid);
  visit("resumed", job.resumed);
  visit("unreported", job.unreported);
}

}  // namespace

json::Value write_job(const JobState& job) {
  Writer writer;
  visit_job(writer, job);
  json::Object& object = writer.object();
  object["state"] = job.state;
  object["hasCallback"] = static_cast<bool>(job.callback);
  object["error"] = job.error ? write_error(*job.error) : json::Value();
  json::Array files;
  for (const File& file : job.files) {
    Writer fields;
    visit_file(fields, *file);
    files.push_back(fields.object());
  }
  object["files"] = std::move(files);
  json::Array credentials;
  for (const Credentials& each : job.credentials) {
    Writer fields;
    visit_credentials(fields, each);
    credentials.push_back(fields.object());
  }
  object["credentials"] = std::move(credentials);
  if (job.certificate) {
    Writer fields;
    visit_certificate(fields, *job.certificate);
    object["certificate"] = fields.object();
  } else {
    object["certificate"] = {};
  }
  return object;
}

void read_job(JobState& job, const json::Value& fields) {
  const Reader reader(fields);
  visit_job(reader, job);
  if (const json::Value& files = fields["files"]; !files.is_null()) {
    for (std::size_t index = 0; index < files.array().size(); ++index) {
      if (index == job.files.size()) job.files.push_back(std::make_shared<FileState>());
      const json::Value& file = files.array()[index];
      if (!file.is_null()) visit_file(Reader(file), *job.files[index]);
    }
  }
  if (const json::Value& credentials = fields["credentials"]; !credentials.is_null()) {
    job.credentials.clear();
    for (const json::Value& each : credentials.array())
      visit_credentials(Reader(each), job.credentials.emplace_back());
  }
  if (const json::Value& certificate = fields["certificate"]; !certificate.is_null())
    visit_certificate(Reader(certificate), job.certificate.emplace());
}

json::Value write_error(const ErrorState& error) {
  Writer fields;
  visit_error(fields, error);
  return fields.object();
}

ErrorState read_error(const json::Value& fields) {
  ErrorState error;
  visit_error(Reader(fields), error);
  return error;
}

Ranges read_ranges(const json::Value& list) {
  Ranges ranges;
  for (const json::Value& each : list.array())
    ranges.push_back({each["initialOffset"].wide(), each["length"].wide()});
  return ranges;
}

}  // namespace reference
