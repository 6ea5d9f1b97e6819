#include "objects.h"

#include <algorithm>
#include <cstring>

namespace reference {
namespace {

/** For the caller, who frees it. */
LPWSTR new_text(const std::wstring& text) {
  const std::size_t size = (text.size() + 1) * sizeof(wchar_t);
  auto* const result = static_cast<LPWSTR>(CoTaskMemAlloc(size));
  if (!result) throw std::bad_alloc();
  std::memcpy(result, text.c_str(), size);
  return result;
}

}  // namespace

HRESULT WINAPI SyncItem::GetItemID(LPWSTR* id) noexcept {
  return guarded([&] {
    if (!id) return E_POINTER;
    *id = new_text(id_);
    return S_OK;
  });
}

HRESULT WINAPI SyncItem::GetName(LPWSTR* name) noexcept { return GetItemID(name); }

HRESULT WINAPI SyncItem::GetItemInfo(IUnknown**) noexcept { return E_NOTIMPL; }
HRESULT WINAPI SyncItem::GetObject(REFGUID, REFIID, void**) noexcept { return E_NOTIMPL; }
HRESULT WINAPI SyncItem::GetCapabilities(DWORD*) noexcept { return E_NOTIMPL; }
HRESULT WINAPI SyncItem::GetPolicies(DWORD*) noexcept { return E_NOTIMPL; }
HRESULT WINAPI SyncItem::Enable(WINBOOL) noexcept { return E_NOTIMPL; }
HRESULT WINAPI SyncItem::Delete() noexcept { return E_NOTIMPL; }

HRESULT WINAPI SyncResult::Result(SYNCMGR_PROGRESS_STATUS status, UINT errors, UINT conflicts) noexcept {
  return answered("ISyncMgrSyncResult.Result", Arguments().number(status).number(errors).number(conflicts),
                  [] { return S_OK; });
}

HRESULT WINAPI StringEnumerator::Next(ULONG count, LPOLESTR* texts, ULONG* fetched) noexcept {
  return guarded([&] {
    if (fetched) *fetched = 0;
    if (!texts || (!fetched && count != 1)) return E_POINTER;
    ULONG given = 0;
    for (; given < count && next_ < texts_.size(); ++given, ++next_)
      texts[given] = new_text(texts_[next_]);
    if (fetched) *fetched = given;
    return given == count ? S_OK : S_FALSE;
  });
}

HRESULT WINAPI StringEnumerator::Skip(ULONG count) noexcept {
  const std::size_t left = texts_.size() - next_;
  next_ += std::min<std::size_t>(count, left);
  return count <= left ? S_OK : S_FALSE;
}

HRESULT WINAPI StringEnumerator::Reset() noexcept {
  next_ = 0;
  return S_OK;
}

HRESULT WINAPI StringEnumerator::Clone(IEnumString** clone) noexcept {
  return guarded([&] {
    if (!clone) return E_POINTER;
    hand_out<StringEnumerator>(clone, texts_, next_);
    return S_OK;
  });
}

HRESULT WINAPI UnknownEnumerator::Next(ULONG count, IUnknown** objects, ULONG* fetched) noexcept {
  return guarded([&] {
    if (fetched) *fetched = 0;
    if (!objects || (!fetched && count != 1)) return E_POINTER;
    ULONG given = 0;
    for (; given < count && next_ < objects_; ++given, ++next_)
      hand_out<Conflict>(objects + given);
    if (fetched) *fetched = given;
    return given == count ? S_OK : S_FALSE;
  });
}

HRESULT WINAPI UnknownEnumerator::Skip(ULONG count) noexcept {
  const ULONG left = objects_ - next_;
  next_ += std::min(count, left);
  return count <= left ? S_OK : S_FALSE;
}

HRESULT WINAPI UnknownEnumerator::Reset() noexcept {
  next_ = 0;
  return S_OK;
}

HRESULT WINAPI UnknownEnumerator::Clone(IEnumUnknown** clone) noexcept {
  return guarded([&] {
    if (!clone) return E_POINTER;
    hand_out<UnknownEnumerator>(clone, objects_, next_);
    return S_OK;
  });
}

}  // namespace reference
