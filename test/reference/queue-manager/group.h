#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "host_job.h"
#include "lifetime.h"
#include "properties.h"

namespace reference {

/** The file index of a status that concerns no file. */
constexpr DWORD kNoFileIndex = 0xFFFFFFFF;

struct GroupStatus {
  DWORD flags = 0;
  DWORD job_flags = 0;
  JobError error;
};

/** A call of IBackgroundCopyCallback1::OnStatus. */
struct GroupNotice {
  CLSID target = {};
  std::optional<GUID> job;
  DWORD file_index = kNoFileIndex;
  DWORD status = 0;
  JobError error;
};

/**
 * One group of the queue and its modern BITS job. Methods throw Failure with the HRESULT for the caller.
 * A cancelled group returns QM_E_INVALID_STATE from every call except get_GroupID; so does a group whose
 * modern job was completed by its client before all files were transferred, as by CancelGroup. That error precedes
 * errors of arguments. A group that its client completed is a finished group, but the
 * queue neither finds nor lists it (undocumented, chosen here, the same in every implementation of winprogress).
 *
 * Completion: a legacy client has no Complete(), so the server completes the modern job as soon as it is transferred.
 * But a client that has queried the modern job (QueryNewJobInterface) or requested notifications
 * (SetNotificationPointer) uses the modern life cycle: it receives BG_JOB_STATE_TRANSFERRED and calls Complete()
 * itself, as known callers of QueryNewJobInterface do. Until then, the files keep their temporary names. For
 * the legacy methods the group is complete in both cases as soon as it is transferred.
 */
class Group {
 public:
  Group(IBackgroundCopyManager& manager, const GUID& id, std::shared_ptr<Lifetime> lifetime);
  Group(const Group&) = delete;
  Group& operator=(const Group&) = delete;

  const GUID& id() const noexcept { return id_; }

  /** QM_E_INVALID_STATE for a group that was cancelled. */
  void ensure_present();
  /** QM_E_INVALID_STATE for one that is finished, too. */
  void ensure_unfinished();

  Counts counts();
  GroupStatus status();
  void suspend();
  void resume();
  void cancel();
  void switch_to_foreground();
  void get_property(GROUPPROP property, VARIANT& value);
  void set_property(GROUPPROP property, const VARIANT& value);
  ComPtr<IUnknown> modern_job(REFIID identifier);
  void set_notification(REFIID identifier, IUnknown* target);

  void create_job(const GUID& job);
  std::vector<GUID> jobs();
  void add_files(const std::vector<FileNames>& files);
  FileNames file(ULONG index);
  ULONG file_count();

  /** Completes the modern job or records its end; true if it made progress since the last check. */
  bool settle();
  /** Whether the queue finds and lists the group: until it is cancelled, or completed by its client. */
  bool is_listed();
  bool is_finished();
  /** What the notification class of the group is to be called with now; nothing if it has been called for this end. */
  std::optional<GroupNotice> due_notice();
  /** The notification class has returned this result: a failure is tried again later. */
  void notice_returned(HRESULT result);
  /** Before the server exits: completes the transferred files and cancels the rest. */
  void abandon() noexcept;

 private:
  void require_present();
  void require_unfinished();
  bool is_foreground();
  void settle_locked();
  void finish();
  void notify_server();

  const GUID id_;
  const std::shared_ptr<Lifetime> lifetime_;
  std::mutex mutex_;
  ComPtr<IBackgroundCopyJob> modern_;
  Properties properties_;
  std::optional<GUID> job_;
  std::vector<std::wstring> local_names_;
  std::optional<Counts> final_counts_;
  BG_JOB_STATE last_state_ = BG_JOB_STATE_SUSPENDED;
  UINT64 last_bytes_ = 0;
  bool foreground_ = false;
  bool taken_ = false;
  bool completed_by_client_ = false;
  bool ended_ = false;
  /** The end for which the notification class has returned S_OK: complete or error. */
  std::optional<DWORD> notified_status_;
  DWORD called_status_ = 0;
  bool calling_ = false;
  ULONGLONG next_notice_ = 0;
};

}  // namespace reference
