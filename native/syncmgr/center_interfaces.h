#pragma once

#include <windows.h>

#include <objidl.h>
#include <unknwn.h>

// The interfaces of Sync Center, which mingw-w64 has no header for. Slots and values are those of syncmgr.h.
// https://learn.microsoft.com/windows/win32/api/syncmgr/
namespace winprogress::syncmgr {

// SYNCMGR_PROGRESS_STATUS, SYNCMGR_CANCEL_REQUEST and SYNCMGR_EVENT_LEVEL are plain numbers, as C enumerations are.
using CenterStatus = int;
using CancelRequest = int;
using EventLevel = int;

// Passed through to Sync Center: their methods are not called here.
struct ISyncMgrSyncItem : IUnknown {};
struct ISyncMgrConflict : IUnknown {};

struct ISyncMgrSyncCallback : IUnknown {
  virtual HRESULT STDMETHODCALLTYPE ReportProgress(LPCWSTR item_id, LPCWSTR text, CenterStatus status,
                                                   ULONG current_step, ULONG maximum_step, CancelRequest* request) = 0;
  virtual HRESULT STDMETHODCALLTYPE SetHandlerProgressText(LPCWSTR text, CancelRequest* request) = 0;
  virtual HRESULT STDMETHODCALLTYPE ReportEvent(LPCWSTR item_id, EventLevel level, int flags, LPCWSTR name,
                                                LPCWSTR description, LPCWSTR link_text, LPCWSTR link_reference,
                                                LPCWSTR context, GUID* event_id) = 0;
  virtual HRESULT STDMETHODCALLTYPE CanContinue(LPCWSTR item_id) = 0;
  virtual HRESULT STDMETHODCALLTYPE QueryForAdditionalItems(IEnumString** item_ids, IEnumUnknown** objects) = 0;
  virtual HRESULT STDMETHODCALLTYPE AddItemToSession(LPCWSTR item_id) = 0;
  virtual HRESULT STDMETHODCALLTYPE AddIUnknownToSession(IUnknown* object) = 0;
  virtual HRESULT STDMETHODCALLTYPE ProposeItem(ISyncMgrSyncItem* item) = 0;
  virtual HRESULT STDMETHODCALLTYPE CommitItem(LPCWSTR item_id) = 0;
  virtual HRESULT STDMETHODCALLTYPE ReportManualSync() = 0;
};

struct ISyncMgrSessionCreator : IUnknown {
  virtual HRESULT STDMETHODCALLTYPE CreateSession(LPCWSTR handler_id, LPCWSTR* item_ids, ULONG count,
                                                  ISyncMgrSyncCallback** callback) = 0;
};

struct ISyncMgrSyncResult : IUnknown {
  virtual HRESULT STDMETHODCALLTYPE Result(CenterStatus status, UINT errors, UINT conflicts) = 0;
};

struct ISyncMgrControl : IUnknown {
  virtual HRESULT STDMETHODCALLTYPE StartHandlerSync(LPCWSTR handler_id, HWND parent, IUnknown* object, int flags,
                                                     ISyncMgrSyncResult* result) = 0;
  virtual HRESULT STDMETHODCALLTYPE StartItemSync(LPCWSTR handler_id, LPCWSTR* item_ids, ULONG count, HWND parent,
                                                  IUnknown* object, int flags, ISyncMgrSyncResult* result) = 0;
  virtual HRESULT STDMETHODCALLTYPE StartSyncAll(HWND parent) = 0;
  virtual HRESULT STDMETHODCALLTYPE StopHandlerSync(LPCWSTR handler_id) = 0;
  virtual HRESULT STDMETHODCALLTYPE StopItemSync(LPCWSTR handler_id, LPCWSTR* item_ids, ULONG count) = 0;
  virtual HRESULT STDMETHODCALLTYPE StopSyncAll() = 0;
  virtual HRESULT STDMETHODCALLTYPE UpdateHandlerCollection(REFCLSID class_id, int flags) = 0;
  virtual HRESULT STDMETHODCALLTYPE UpdateHandler(LPCWSTR handler_id, int flags) = 0;
  virtual HRESULT STDMETHODCALLTYPE UpdateItem(LPCWSTR handler_id, LPCWSTR item_id, int flags) = 0;
  virtual HRESULT STDMETHODCALLTYPE UpdateEvents(LPCWSTR handler_id, LPCWSTR item_id, int flags) = 0;
  virtual HRESULT STDMETHODCALLTYPE UpdateConflict(LPCWSTR handler_id, LPCWSTR item_id, ISyncMgrConflict* conflict,
                                                   int reason) = 0;
  virtual HRESULT STDMETHODCALLTYPE UpdateConflicts(LPCWSTR handler_id, LPCWSTR item_id, int flags) = 0;
  virtual HRESULT STDMETHODCALLTYPE ActivateHandler(BOOL activate, LPCWSTR handler_id, HWND parent, int flags) = 0;
  virtual HRESULT STDMETHODCALLTYPE EnableHandler(BOOL enable, LPCWSTR handler_id, HWND parent, int flags) = 0;
  virtual HRESULT STDMETHODCALLTYPE EnableItem(BOOL enable, LPCWSTR handler_id, LPCWSTR item_id, HWND parent,
                                               int flags) = 0;
};

}  // namespace winprogress::syncmgr
