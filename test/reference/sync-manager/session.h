// Sync Center's session creator, and its sessions.
#pragma once

#include <set>

#include "object.h"

namespace reference {

/** A choice, since the documentation is silent: the result for a handler that Sync Center does not know. */
constexpr HRESULT kUnknownHandler = static_cast<HRESULT>(0x80070490);  // HRESULT_FROM_WIN32(ERROR_NOT_FOUND)

class SessionCreator final : public Object<SessionCreator, ISyncMgrSessionCreator> {
 public:
  HRESULT WINAPI CreateSession(LPCWSTR handler, LPCWSTR* items, ULONG count,
                               ISyncMgrSyncCallback** callback) noexcept override;

 private:
  friend Object;
  ~SessionCreator() = default;
};

class Session final : public Object<Session, ISyncMgrSyncCallback> {
 public:
  explicit Session(std::wstring handler) : handler_(std::move(handler)) {}

  void add(const std::wstring& item);

  HRESULT WINAPI ReportProgress(LPCWSTR item, LPCWSTR text, SYNCMGR_PROGRESS_STATUS status, ULONG current,
                                ULONG maximum, SYNCMGR_CANCEL_REQUEST* request) noexcept override;
  HRESULT WINAPI SetHandlerProgressText(LPCWSTR text, SYNCMGR_CANCEL_REQUEST* request) noexcept override;
  HRESULT WINAPI ReportEvent(LPCWSTR item, SYNCMGR_EVENT_LEVEL level, SYNCMGR_EVENT_FLAGS flags, LPCWSTR name,
                             LPCWSTR description, LPCWSTR link_text, LPCWSTR link_reference, LPCWSTR context,
                             GUID* event) noexcept override;
  HRESULT WINAPI CanContinue(LPCWSTR item) noexcept override;
  HRESULT WINAPI QueryForAdditionalItems(IEnumString** items, IEnumUnknown** objects) noexcept override;
  HRESULT WINAPI AddItemToSession(LPCWSTR item) noexcept override;
  HRESULT WINAPI AddIUnknownToSession(IUnknown* object) noexcept override;
  HRESULT WINAPI ProposeItem(ISyncMgrSyncItem* item) noexcept override;
  HRESULT WINAPI CommitItem(LPCWSTR item) noexcept override;
  HRESULT WINAPI ReportManualSync() noexcept override;

 private:
  friend Object;
  ~Session() = default;

  bool has(const std::wstring& item) const;

  const std::wstring handler_;
  mutable std::mutex mutex_;
  std::set<std::wstring> items_;
  std::set<std::wstring> proposed_;
};

}  // namespace reference
