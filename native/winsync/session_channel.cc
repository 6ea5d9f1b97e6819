#include "winsync/session_channel.h"

#include <utility>

namespace winprogress::winsync {

using com::LockGuard;
using com::MakeEventObject;

namespace {

struct ChangeEvent {
  ChangeRecord record;

  Napi::Value ToValue(Napi::Env env, DWORD folded) const {
    return MakeEventObject(env, "change", folded).Set("change", record).object();
  }
};

struct ErrorEvent {
  RecoverableErrorRecord record;

  Napi::Value ToValue(Napi::Env env, DWORD folded) const {
    return MakeEventObject(env, "recoverableError", folded).Set("error", record).object();
  }
};

using ActionQuestion = std::shared_ptr<com::Question<std::uint32_t>>;

struct ConflictQuestion {
  ConflictRecord record;
  ActionQuestion question;

  Napi::Value ToValue(Napi::Env env, DWORD) const {
    return MakeEventObject(env, "conflict")
        .Set("conflict", record)
        .Set("answer", com::MakeAnswerFunction(env, question))
        .object();
  }
};

struct FullEnumerationQuestion {
  ActionQuestion question;

  Napi::Value ToValue(Napi::Env env, DWORD) const {
    return MakeEventObject(env, "fullEnumeration").Set("answer", com::MakeAnswerFunction(env, question)).object();
  }
};

}  // namespace

Napi::Value SessionChannel::Progress::ToValue(Napi::Env env, DWORD folded) const {
  return MakeEventObject(env, "progress", folded)
      .Set("provider", provider)
      .Set("stage", stage)
      .Set("completedWork", completed_work)
      .Set("totalWork", total_work)
      .object();
}

Napi::Value SessionChannel::TotalsRecord::ToValue(Napi::Env env, DWORD folded) const {
  return MakeEventObject(env, kind == Totals::kApplied ? "changeApplied" : "changeFailed", folded)
      .Set("changesApplied", changes_applied)
      .Set("changesFailed", changes_failed)
      .object();
}

Napi::Value SessionChannel::Canceled::ToValue(Napi::Env env, DWORD) const {
  return MakeEventObject(env, "canceled").object();
}

void SessionChannel::AddProgress(ProviderRole provider, ProgressStage stage, DWORD completed_work,
                                 DWORD total_work) noexcept {
  const LockGuard guard = Enter();
  Latest<Progress>& latest = progress_[static_cast<std::size_t>(provider)][static_cast<std::size_t>(stage)];
  latest.record() = {provider, stage, completed_work, total_work};
  Renew(latest);
}

void SessionChannel::AddTotals(Totals kind, DWORD changes_applied, DWORD changes_failed) noexcept {
  const LockGuard guard = Enter();
  Latest<TotalsRecord>& latest = totals_[static_cast<std::size_t>(kind)];
  latest.record() = {kind, changes_applied, changes_failed};
  Renew(latest);
}

void SessionChannel::AddChange(ChangeRecord record) {
  const LockGuard guard = Enter();
  Add(changes_, ChangeEvent{std::move(record)});
}

void SessionChannel::AddRecoverableError(RecoverableErrorRecord record) {
  const LockGuard guard = Enter();
  Add(errors_, ErrorEvent{std::move(record)});
}

void SessionChannel::AddCanceled() noexcept {
  const LockGuard guard = Enter();
  Renew(canceled_);
}

std::uint32_t SessionChannel::AskForResolution(ConflictRecord record, std::uint32_t by_default) {
  return Ask(questions_, by_default, [&](const ActionQuestion& question) {
    return ConflictQuestion{std::move(record), question};
  });
}

std::uint32_t SessionChannel::AskForFullEnumeration(std::uint32_t by_default) {
  return Ask(questions_, by_default, [](const ActionQuestion& question) { return FullEnumerationQuestion{question}; });
}

void SessionChannel::OnClose() noexcept {
  core_->Cancel();
  if (const auto objects = objects_.lock()) *objects = {};
}

}  // namespace winprogress::winsync
