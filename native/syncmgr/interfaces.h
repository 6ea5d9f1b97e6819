#pragma once

#include <windows.h>

#include <unknwn.h>

#include <cstddef>

// The legacy interfaces of Sync Manager, declared here since the headers of mingw-w64 and of the Windows SDK differ
// in const, and thus in the signatures to override. Slots, layouts and values are those of mobsync.h.
// https://learn.microsoft.com/windows/win32/api/mobsync/
namespace winprogress::syncmgr {

constexpr HRESULT kMissingItems = static_cast<HRESULT>(0x00040201);
constexpr HRESULT kRetrySync = static_cast<HRESULT>(0x00040202);
constexpr HRESULT kCancelItem = static_cast<HRESULT>(0x00040203);
constexpr HRESULT kCancelAll = static_cast<HRESULT>(0x00040204);

// SYNCMGRPROGRESSITEM.mask
constexpr UINT kStatusText = 0x1;
constexpr UINT kStatusType = 0x2;
constexpr UINT kProgressValue = 0x4;
constexpr UINT kMaximumValue = 0x8;

// SYNCMGRLOGERRORINFO.mask
constexpr DWORD kErrorFlags = 0x1;
constexpr DWORD kErrorId = 0x2;
constexpr DWORD kItemId = 0x4;

constexpr DWORD kLogLevelInformation = 1;
constexpr DWORD kLogLevelError = 3;

constexpr std::size_t kHandlerNameLength = 32;
constexpr std::size_t kItemNameLength = 128;

// SYNCMGRPROGRESSITEM
struct SyncMgrProgressItem {
  DWORD size;
  UINT mask;
  LPCWSTR status_text;
  DWORD status_type;
  INT progress_value;
  INT maximum_value;
};

// SYNCMGRLOGERRORINFO
struct SyncMgrLogErrorInfo {
  DWORD size;
  DWORD mask;
  DWORD error_flags;
  GUID error_id;
  GUID item_id;
};

// SYNCMGRHANDLERINFO
struct SyncMgrHandlerInfo {
  DWORD size;
  HICON icon;
  DWORD flags;
  WCHAR name[kHandlerNameLength];
};

// SYNCMGRITEM
struct SyncMgrItem {
  DWORD size;
  DWORD flags;
  GUID item_id;
  DWORD state;
  HICON icon;
  WCHAR name[kItemNameLength];
  FILETIME last_update;
};

#ifdef _WIN64
static_assert(sizeof(SyncMgrProgressItem) == 32 && offsetof(SyncMgrProgressItem, status_text) == 8 &&
              offsetof(SyncMgrProgressItem, status_type) == 16 && offsetof(SyncMgrProgressItem, maximum_value) == 24);
static_assert(sizeof(SyncMgrHandlerInfo) == 88 && offsetof(SyncMgrHandlerInfo, icon) == 8 &&
              offsetof(SyncMgrHandlerInfo, name) == 20);
static_assert(sizeof(SyncMgrItem) == 304 && offsetof(SyncMgrItem, icon) == 32 && offsetof(SyncMgrItem, name) == 40 &&
              offsetof(SyncMgrItem, last_update) == 296);
#else
static_assert(sizeof(SyncMgrProgressItem) == 24);
static_assert(sizeof(SyncMgrHandlerInfo) == 76);
static_assert(sizeof(SyncMgrItem) == 296);
#endif
static_assert(sizeof(SyncMgrLogErrorInfo) == 44 && offsetof(SyncMgrLogErrorInfo, error_id) == 12 &&
              offsetof(SyncMgrLogErrorInfo, item_id) == 28);

struct ISyncMgrSynchronizeCallback : IUnknown {
  virtual HRESULT STDMETHODCALLTYPE ShowPropertiesCompleted(HRESULT result) = 0;
  virtual HRESULT STDMETHODCALLTYPE PrepareForSyncCompleted(HRESULT result) = 0;
  virtual HRESULT STDMETHODCALLTYPE SynchronizeCompleted(HRESULT result) = 0;
  virtual HRESULT STDMETHODCALLTYPE ShowErrorCompleted(HRESULT result, ULONG count, const GUID* item_ids) = 0;
  virtual HRESULT STDMETHODCALLTYPE EnableModeless(BOOL enable) = 0;
  virtual HRESULT STDMETHODCALLTYPE Progress(REFGUID item_id, const SyncMgrProgressItem* item) = 0;
  virtual HRESULT STDMETHODCALLTYPE LogError(DWORD level, LPCWSTR text, const SyncMgrLogErrorInfo* info) = 0;
  virtual HRESULT STDMETHODCALLTYPE DeleteLogError(REFGUID error_id, DWORD reserved) = 0;
  virtual HRESULT STDMETHODCALLTYPE EstablishConnection(LPCWSTR connection, DWORD reserved) = 0;
};

struct ISyncMgrEnumItems : IUnknown {
  virtual HRESULT STDMETHODCALLTYPE Next(ULONG count, SyncMgrItem* items, ULONG* fetched) = 0;
  virtual HRESULT STDMETHODCALLTYPE Skip(ULONG count) = 0;
  virtual HRESULT STDMETHODCALLTYPE Reset() = 0;
  virtual HRESULT STDMETHODCALLTYPE Clone(ISyncMgrEnumItems** clone) = 0;
};

struct ISyncMgrSynchronize : IUnknown {
  virtual HRESULT STDMETHODCALLTYPE Initialize(DWORD reserved, DWORD flags, DWORD cookie_size, const BYTE* cookie) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetHandlerInfo(SyncMgrHandlerInfo** info) = 0;
  virtual HRESULT STDMETHODCALLTYPE EnumSyncMgrItems(ISyncMgrEnumItems** items) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetItemObject(REFGUID item_id, REFIID interface_id, void** object) = 0;
  virtual HRESULT STDMETHODCALLTYPE ShowProperties(HWND parent, REFGUID item_id) = 0;
  virtual HRESULT STDMETHODCALLTYPE SetProgressCallback(ISyncMgrSynchronizeCallback* callback) = 0;
  virtual HRESULT STDMETHODCALLTYPE PrepareForSync(ULONG count, GUID* item_ids, HWND parent, DWORD reserved) = 0;
  virtual HRESULT STDMETHODCALLTYPE Synchronize(HWND parent) = 0;
  virtual HRESULT STDMETHODCALLTYPE SetItemStatus(REFGUID item_id, DWORD status) = 0;
  virtual HRESULT STDMETHODCALLTYPE ShowError(HWND parent, REFGUID error_id) = 0;
};

struct ISyncMgrSynchronizeInvoke : IUnknown {
  virtual HRESULT STDMETHODCALLTYPE UpdateItems(DWORD flags, REFCLSID class_id, DWORD cookie_size,
                                                const BYTE* cookie) = 0;
  virtual HRESULT STDMETHODCALLTYPE UpdateAll() = 0;
};

struct ISyncMgrRegister : IUnknown {
  virtual HRESULT STDMETHODCALLTYPE RegisterSyncMgrHandler(REFCLSID class_id, LPCWSTR description, DWORD flags) = 0;
  virtual HRESULT STDMETHODCALLTYPE UnregisterSyncMgrHandler(REFCLSID class_id, DWORD reserved) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetHandlerRegistrationInfo(REFCLSID class_id, DWORD* flags) = 0;
};

}  // namespace winprogress::syncmgr
