// Small objects that pass between a session and its client.
#pragma once

#include <vector>

#include "object.h"

namespace reference {

/** An item with an id, and the same text as its name. */
class SyncItem final : public Object<SyncItem, ISyncMgrSyncItem> {
 public:
  explicit SyncItem(std::wstring id) : id_(std::move(id)) {}

  HRESULT WINAPI GetItemID(LPWSTR* id) noexcept override;
  HRESULT WINAPI GetName(LPWSTR* name) noexcept override;
  HRESULT WINAPI GetItemInfo(IUnknown** information) noexcept override;
  HRESULT WINAPI GetObject(REFGUID id, REFIID identifier, void** object) noexcept override;
  HRESULT WINAPI GetCapabilities(DWORD* capabilities) noexcept override;
  HRESULT WINAPI GetPolicies(DWORD* policies) noexcept override;
  HRESULT WINAPI Enable(WINBOOL enable) noexcept override;
  HRESULT WINAPI Delete() noexcept override;

 private:
  friend Object;
  ~SyncItem() = default;

  const std::wstring id_;
};

class Conflict final : public Object<Conflict, ISyncMgrConflict> {
 private:
  friend Object;
  ~Conflict() = default;
};

/** A sink for the results of the control object, which only logs. Its log entry follows that of the call that was made.
 */
class SyncResult final : public Object<SyncResult, ISyncMgrSyncResult> {
 public:
  HRESULT WINAPI Result(SYNCMGR_PROGRESS_STATUS status, UINT errors, UINT conflicts) noexcept override;

 private:
  friend Object;
  ~SyncResult() = default;
};

class StringEnumerator final : public Object<StringEnumerator, IEnumString> {
 public:
  explicit StringEnumerator(std::vector<std::wstring> texts, std::size_t next = 0)
      : texts_(std::move(texts)), next_(next) {}

  HRESULT WINAPI Next(ULONG count, LPOLESTR* texts, ULONG* fetched) noexcept override;
  HRESULT WINAPI Skip(ULONG count) noexcept override;
  HRESULT WINAPI Reset() noexcept override;
  HRESULT WINAPI Clone(IEnumString** clone) noexcept override;

 private:
  friend Object;
  ~StringEnumerator() = default;

  const std::vector<std::wstring> texts_;
  std::size_t next_;
};

/** Enumerates this number of new objects. */
class UnknownEnumerator final : public Object<UnknownEnumerator, IEnumUnknown> {
 public:
  explicit UnknownEnumerator(ULONG objects, ULONG next = 0) : objects_(objects), next_(next) {}

  HRESULT WINAPI Next(ULONG count, IUnknown** objects, ULONG* fetched) noexcept override;
  HRESULT WINAPI Skip(ULONG count) noexcept override;
  HRESULT WINAPI Reset() noexcept override;
  HRESULT WINAPI Clone(IEnumUnknown** clone) noexcept override;

 private:
  friend Object;
  ~UnknownEnumerator() = default;

  const ULONG objects_;
  ULONG next_;
};

}  // namespace reference
