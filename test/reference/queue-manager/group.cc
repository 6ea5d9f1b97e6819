#include "group.h"

#include <algorithm>

#include "transferred_notice.h"

namespace reference {
namespace {

using Guard = std::lock_guard<std::mutex>;

/** How soon a notification class is called again that has not returned S_OK. */
constexpr ULONGLONG kRepeatMilliseconds = 250;

std::wstring name_of(const GUID& id) {
  wchar_t text[39];
  StringFromGUID2(id, text, 39);
  return std::wstring(L"Queue manager group ") + text;
}

}  // namespace

Group::Group(IBackgroundCopyManager& manager, const GUID& id, std::shared_ptr<Lifetime> lifetime)
    : id_(id), lifetime_(std::move(lifetime)) {
  GUID modern_id;
  check(manager.CreateJob(name_of(id).c_str(), BG_JOB_TYPE_DOWNLOAD, &modern_id, modern_.put()));
  // Without the callback the server still detects the end in its next check.
  guarded([&] {
    notify_server();
    return S_OK;
  });
}

void Group::notify_server() {
  const auto notice = ComPtr<IBackgroundCopyCallback>::attach(new TransferredNotice(lifetime_));
  check(modern_->SetNotifyInterface(notice.get()));
  check(modern_->SetNotifyFlags(BG_NOTIFY_JOB_TRANSFERRED | BG_NOTIFY_JOB_ERROR));
}

void Group::require_present() {
  if (!ended_) settle_locked();
  if (ended_) throw Failure(kInvalidState);
}

void Group::require_unfinished() {
  require_present();
  if (final_counts_ || state_of(*modern_.get()) == BG_JOB_STATE_TRANSFERRED) throw Failure(kInvalidState);
}

void Group::settle_locked() {
  if (final_counts_ || ended_) return;
  switch (state_of(*modern_.get())) {
    case BG_JOB_STATE_CANCELLED:
      ended_ = true;
      return;
    case BG_JOB_STATE_ACKNOWLEDGED: {
      const Counts counts = counts_of(*modern_.get());
      ended_ = !counts.complete;
      completed_by_client_ = true;
      final_counts_ = counts;
      return;
    }
    case BG_JOB_STATE_TRANSFERRED:
      if (!taken_) finish();
      return;
    default:
      return;
  }
}

void Group::finish() {
  const Counts counts = counts_of(*modern_.get());
  check(modern_->Complete());
  final_counts_ = counts;
}

bool Group::settle() {
  const Guard guard(mutex_);
  if (final_counts_ || ended_) return false;
  settle_locked();
  BG_JOB_PROGRESS progress{};
  check(modern_->GetProgress(&progress));
  const BG_JOB_STATE state = state_of(*modern_.get());
  const bool moved = state != last_state_ || progress.BytesTransferred != last_bytes_;
  last_state_ = state;
  last_bytes_ = progress.BytesTransferred;
  return moved;
}

void Group::ensure_present() {
  const Guard guard(mutex_);
  require_present();
}

void Group::ensure_unfinished() {
  const Guard guard(mutex_);
  require_unfinished();
}

Counts Group::counts() {
  const Guard guard(mutex_);
  require_present();
  if (final_counts_) return *final_counts_;
  const Counts counts = counts_of(*modern_.get());
  // A client that receives the final state must find the files in place: the job may have ended only now.
  if (counts.complete) settle_locked();
  return counts;
}

GroupStatus Group::status() {
  const Guard guard(mutex_);
  require_present();
  const BG_JOB_STATE state = final_counts_ ? BG_JOB_STATE_ACKNOWLEDGED : state_of(*modern_.get());
  if (state == BG_JOB_STATE_TRANSFERRED) settle_locked();
  if (state == BG_JOB_STATE_ACKNOWLEDGED || state == BG_JOB_STATE_TRANSFERRED) {
    // "Groups that have finished downloading are automatically suspended."
    return {QM_STATUS_GROUP_COMPLETE | QM_STATUS_GROUP_SUSPENDED, QM_STATUS_JOB_COMPLETE, {}};
  }
  GroupStatus status{QM_STATUS_GROUP_INCOMPLETE, QM_STATUS_JOB_INCOMPLETE, {}};
  if (is_foreground()) status.flags |= QM_STATUS_GROUP_FOREGROUND;
  if (!is_running(state)) status.flags |= QM_STATUS_GROUP_SUSPENDED;
  if (state == BG_JOB_STATE_ERROR) {
    status.flags |= QM_STATUS_GROUP_ERROR;
    status.job_flags |= QM_STATUS_JOB_ERROR;
    status.error = error_of(*modern_.get());
  }
  return status;
}

bool Group::is_foreground() {
  if (foreground_) return true;
  // A host without this method (Wine) has only the values that the legacy interface set.
  BG_JOB_PRIORITY priority = BG_JOB_PRIORITY_NORMAL;
  return SUCCEEDED(modern_->GetPriority(&priority)) && priority == BG_JOB_PRIORITY_FOREGROUND;
}

void Group::suspend() {
  const Guard guard(mutex_);
  require_present();
  // "New groups, groups that are in error, or groups that have finished downloading are automatically suspended."
  if (final_counts_ || !is_running(state_of(*modern_.get()))) return;
  check(modern_->Suspend());
}

void Group::resume() {
  const Guard guard(mutex_);
  require_unfinished();
  check(modern_->Resume());
}

void Group::cancel() {
  const Guard guard(mutex_);
  require_present();
  if (!final_counts_) {
    // "Files completely downloaded before calling this method are available to the client": completing a job early
    // keeps those and drops the rest.
    check(has_whole_file(*modern_.get()) ? modern_->Complete() : modern_->Cancel());
  }
  ended_ = true;
}

void Group::switch_to_foreground() {
  const Guard guard(mutex_);
  require_unfinished();
  check(modern_->SetPriority(BG_JOB_PRIORITY_FOREGROUND));
  foreground_ = true;
}

void Group::get_property(GROUPPROP property, VARIANT& value) {
  const Guard guard(mutex_);
  require_present();
  properties_.get(property, value);
}

void Group::set_property(GROUPPROP property, const VARIANT& value) {
  const Guard guard(mutex_);
  require_present();
  if (completed_by_client_) throw Failure(kInvalidState);
  Properties changed = properties_;
  changed.set(property, value);
  if (!final_counts_) {
    // The modern job gets the same texts if the host allows it: Wine cannot rename a job, and the group keeps its
    // name.
    if (property == GROUPPROP_DESCRIPTION) check(modern_->SetDescription(changed.description().c_str()));
    if (property == GROUPPROP_DISPLAYNAME) {
      const HRESULT result = modern_->SetDisplayName(changed.display_name().c_str());
      if (result != E_NOTIMPL) check(result);
    }
  }
  properties_ = std::move(changed);
}

ComPtr<IUnknown> Group::modern_job(REFIID identifier) {
  const Guard guard(mutex_);
  require_present();
  ComPtr<IUnknown> result;
  check(modern_->QueryInterface(identifier, result.put_void()));
  taken_ = true;
  return result;
}

void Group::set_notification(REFIID identifier, IUnknown* target) {
  const Guard guard(mutex_);
  require_unfinished();
  if (!target) return notify_server();
  if (identifier != IID_IBackgroundCopyCallback) throw Failure(E_NOINTERFACE);
  check(modern_->SetNotifyInterface(target));
  taken_ = true;
}

void Group::create_job(const GUID& job) {
  const Guard guard(mutex_);
  require_present();
  if (!final_counts_ && is_running(state_of(*modern_.get()))) throw Failure(kInvalidState);
  if (job_) throw Failure(E_NOTIMPL);
  if (completed_by_client_) throw Failure(kInvalidState);
  job_ = job;
}

std::vector<GUID> Group::jobs() {
  const Guard guard(mutex_);
  require_present();
  return job_ ? std::vector<GUID>{*job_} : std::vector<GUID>{};
}

void Group::add_files(const std::vector<FileNames>& files) {
  const Guard guard(mutex_);
  require_unfinished();
  std::vector<BG_FILE_INFO> set;
  set.reserve(files.size());
  for (const FileNames& names : files) {
    set.push_back({const_cast<LPWSTR>(names.remote.c_str()), const_cast<LPWSTR>(names.local.c_str())});
  }
  check(modern_->AddFileSet(static_cast<ULONG>(set.size()), set.data()));
  for (const FileNames& names : files)
    local_names_.push_back(names.local);
}

FileNames Group::file(ULONG index) {
  const Guard guard(mutex_);
  require_present();
  std::vector<FileNames> files;
  for (const auto& file : files_of(*modern_.get()))
    files.push_back(names_of(*file.get()));
  if (index >= files.size()) throw Failure(kItemNotFound);
  // Indexes are those of AddFiles, but hosts enumerate in any order: Wine returns the newest first. Files that a client
  // added to the modern job follow them.
  const auto rank = [&](const FileNames& names) {
    return std::find(local_names_.begin(), local_names_.end(), names.local);
  };
  std::stable_sort(files.begin(), files.end(),
                   [&](const FileNames& first, const FileNames& second) { return rank(first) < rank(second); });
  return files[index];
}

ULONG Group::file_count() {
  const Guard guard(mutex_);
  require_present();
  return static_cast<ULONG>(files_of(*modern_.get()).size());
}

bool Group::is_listed() {
  const Guard guard(mutex_);
  return !ended_ && !completed_by_client_;
}

bool Group::is_finished() {
  const Guard guard(mutex_);
  return ended_ || final_counts_.has_value();
}

std::optional<GroupNotice> Group::due_notice() {
  const Guard guard(mutex_);
  if (calling_ || ended_ || completed_by_client_ || properties_.notify_class().empty()) return std::nullopt;
  if (properties_.notify_flags() & QM_NOTIFY_DISABLE_NOTIFY) return std::nullopt;
  const BG_JOB_STATE state = final_counts_ ? BG_JOB_STATE_ACKNOWLEDGED : state_of(*modern_.get());
  GroupNotice notice;
  if (state == BG_JOB_STATE_TRANSFERRED || state == BG_JOB_STATE_ACKNOWLEDGED) {
    notice.status = QM_STATUS_GROUP_COMPLETE;
  } else if (state == BG_JOB_STATE_ERROR) {
    notice.status = QM_STATUS_GROUP_ERROR;
  } else {
    notified_status_.reset();
    return std::nullopt;
  }
  if (notified_status_ == notice.status || GetTickCount64() < next_notice_) return std::nullopt;
  if (notice.status == QM_STATUS_GROUP_COMPLETE && !(properties_.notify_flags() & QM_NOTIFY_GROUP_DONE))
    return std::nullopt;
  check(CLSIDFromString(properties_.notify_class().c_str(), &notice.target));
  notice.job = job_;
  if (notice.status == QM_STATUS_GROUP_ERROR) {
    notice.error = error_of(*modern_.get());
    const auto failed = failed_file_of(*modern_.get());
    const auto found = std::find(local_names_.begin(), local_names_.end(), failed.value_or(L""));
    if (found != local_names_.end()) notice.file_index = static_cast<DWORD>(found - local_names_.begin());
  }
  calling_ = true;
  called_status_ = notice.status;
  return notice;
}

void Group::notice_returned(HRESULT result) {
  const Guard guard(mutex_);
  calling_ = false;
  if (result == S_OK) {
    notified_status_ = called_status_;
  } else {
    next_notice_ = GetTickCount64() + kRepeatMilliseconds;
  }
}

void Group::abandon() noexcept {
  const Guard guard(mutex_);
  guarded([&] {
    modern_->SetNotifyInterface(nullptr);
    if (final_counts_ || ended_) return S_OK;
    ended_ = true;
    return state_of(*modern_.get()) == BG_JOB_STATE_TRANSFERRED ? modern_->Complete() : modern_->Cancel();
  });
}

}  // namespace reference
