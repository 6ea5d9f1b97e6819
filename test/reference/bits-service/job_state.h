// What the service keeps of a job. Everything but the callbacks can be read and set by a test, and goes along to the
// next process.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "../queue-manager/com.h"
#include "interfaces.h"

namespace reference {

using Ranges = std::vector<BG_FILE_RANGE>;

/** Characters of the name of a job. */
constexpr std::size_t kLongestName = 256;

struct FileState {
  std::wstring remote_name;
  std::wstring local_name;
  std::wstring temporary_name;
  UINT64 bytes_total = BG_SIZE_UNKNOWN;
  UINT64 bytes_transferred = 0;
  bool completed = false;
  Ranges ranges;
  /** Unset until the client or the test has set it. */
  std::optional<bool> validation_state;
  bool from_peer = false;
  UINT64 bytes_from_origin = 0;
  UINT64 bytes_from_peers = 0;
  std::optional<std::wstring> response_headers;
  Ranges requested_ranges;
  Ranges filled_ranges;
  UINT64 download_position = 0;

  bool transferred() const noexcept { return bytes_total != BG_SIZE_UNKNOWN && bytes_transferred >= bytes_total; }
};

struct ErrorState {
  ULONG context = 0;
  ULONG code = 0;
  /** An index into the files of the job, or none. */
  std::optional<ULONG> file;
  std::optional<std::wstring> protocol;
  std::wstring description;
  std::wstring context_description;
};

struct Credentials {
  ULONG target = 0;
  ULONG scheme = 0;
  std::optional<std::wstring> user_name;
  std::optional<std::wstring> password;
};

struct ClientCertificate {
  ULONG store_location = 0;
  std::wstring store_name;
  std::vector<BYTE> hash;
  std::wstring subject_name;
};

struct JobState {
  GUID id = {};
  std::wstring display_name;
  std::wstring description;
  std::wstring owner;
  ULONG type = BG_JOB_TYPE_DOWNLOAD;
  ULONG state = BG_JOB_STATE_SUSPENDED;
  ULONG priority = BG_JOB_PRIORITY_NORMAL;
  UINT64 creation_time = 0;
  UINT64 modification_time = 0;
  UINT64 transfer_completion_time = 0;
  ULONG notify_flags = 3;
  ULONG minimum_retry_delay = 600;
  ULONG no_progress_timeout = 1'209'600;
  ULONG error_count = 0;
  ULONG proxy_usage = BG_JOB_PROXY_USAGE_PRECONFIG;
  std::optional<std::wstring> proxy_list;
  std::optional<std::wstring> proxy_bypass_list;
  std::wstring notify_program;
  std::wstring notify_parameters;
  UINT64 reply_bytes_total = BG_SIZE_UNKNOWN;
  UINT64 reply_bytes_transferred = 0;
  std::vector<BYTE> reply_data;
  std::wstring reply_file_name;
  std::vector<Credentials> credentials;
  ULONG acl_flags = 0;
  ULONG peer_caching_flags = 0;
  ULONG owner_integrity_level = 0x2000;
  bool owner_elevated = false;
  ULONG maximum_download_time = 7'776'000;
  ULONG cost_flags = 0;
  GUID notification_class = {};
  bool dynamic_content = false;
  bool high_performance = false;
  UINT64 max_download_size = 0;
  ULONG stored_credentials = 0;
  ULONG minimum_notification_interval = 500;
  bool on_demand_mode = false;
  std::optional<ClientCertificate> certificate;
  std::optional<std::wstring> custom_headers;
  bool headers_write_only = false;
  ULONG security_flags = 0;
  std::wstring http_method = L"GET";
  ULONG helper_token_flags = 0;
  std::optional<std::wstring> helper_token_sid;
  bool resumed = false;
  std::vector<std::shared_ptr<FileState>> files;
  std::optional<ErrorState> error;

  /** What to report of the last change into TRANSFERRED or ERROR, until a callback has returned S_OK to it: a flag of
   * BG_NOTIFY. */
  ULONG unreported = 0;
  ComPtr<IUnknown> callback;
  ComPtr<IBackgroundCopyServerCertificateValidationCallback> validation;

  bool final() const noexcept { return state == BG_JOB_STATE_ACKNOWLEDGED || state == BG_JOB_STATE_CANCELLED; }
  bool failing() const noexcept { return state == BG_JOB_STATE_ERROR || state == BG_JOB_STATE_TRANSIENT_ERROR; }
  /** QUEUED, CONNECTING, TRANSFERRING or TRANSIENT_ERROR. */
  bool running() const noexcept { return state <= BG_JOB_STATE_TRANSFERRING || state == BG_JOB_STATE_TRANSIENT_ERROR; }
  bool download() const noexcept { return type == BG_JOB_TYPE_DOWNLOAD; }
};

using Job = std::shared_ptr<JobState>;
using File = std::shared_ptr<FileState>;

}  // namespace reference
