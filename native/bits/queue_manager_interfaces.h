#pragma once

#include <windows.h>

#include <oleauto.h>
#include <unknwn.h>

// The interfaces of qmgr.h, declared here because current SDKs may not include that header. The order of the methods is
// the vtable. https://learn.microsoft.com/windows/win32/api/qmgr/
namespace winprogress::bits::legacy {

struct IBackgroundCopyGroup;
struct IBackgroundCopyJob1;
struct IEnumBackgroundCopyGroups;
struct IEnumBackgroundCopyJobs1;

// GROUPPROP, an enumeration of 32 bits.
using GroupProperty = int;

// FILESETINFO
struct FileSetInfo {
  BSTR remote_file;
  BSTR local_file;
  DWORD size_hint;
};

struct IBackgroundCopyQMgr : IUnknown {
  virtual HRESULT STDMETHODCALLTYPE CreateGroup(GUID group_id, IBackgroundCopyGroup** group) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetGroup(GUID group_id, IBackgroundCopyGroup** group) = 0;
  virtual HRESULT STDMETHODCALLTYPE EnumGroups(DWORD flags, IEnumBackgroundCopyGroups** groups) = 0;

 protected:
  ~IBackgroundCopyQMgr() = default;
};

struct IBackgroundCopyGroup : IUnknown {
  virtual HRESULT STDMETHODCALLTYPE GetProp(GroupProperty property, VARIANT* value) = 0;
  virtual HRESULT STDMETHODCALLTYPE SetProp(GroupProperty property, VARIANT* value) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetProgress(DWORD flags, DWORD* progress) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetStatus(DWORD* status, DWORD* job_index) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetJob(GUID job_id, IBackgroundCopyJob1** job) = 0;
  virtual HRESULT STDMETHODCALLTYPE SuspendGroup() = 0;
  virtual HRESULT STDMETHODCALLTYPE ResumeGroup() = 0;
  virtual HRESULT STDMETHODCALLTYPE CancelGroup() = 0;
  virtual HRESULT STDMETHODCALLTYPE get_Size(DWORD* size) = 0;
  virtual HRESULT STDMETHODCALLTYPE get_GroupID(GUID* group_id) = 0;
  virtual HRESULT STDMETHODCALLTYPE CreateJob(GUID job_id, IBackgroundCopyJob1** job) = 0;
  virtual HRESULT STDMETHODCALLTYPE EnumJobs(DWORD flags, IEnumBackgroundCopyJobs1** jobs) = 0;
  virtual HRESULT STDMETHODCALLTYPE SwitchToForeground() = 0;
  virtual HRESULT STDMETHODCALLTYPE QueryNewJobInterface(REFIID interface_id, IUnknown** job) = 0;
  virtual HRESULT STDMETHODCALLTYPE SetNotificationPointer(REFIID interface_id, IUnknown* callback) = 0;

 protected:
  ~IBackgroundCopyGroup() = default;
};

struct IBackgroundCopyJob1 : IUnknown {
  virtual HRESULT STDMETHODCALLTYPE CancelJob() = 0;
  virtual HRESULT STDMETHODCALLTYPE GetProgress(DWORD flags, DWORD* progress) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetStatus(DWORD* status, DWORD* win32_result, DWORD* transport_result,
                                              DWORD* retries) = 0;
  virtual HRESULT STDMETHODCALLTYPE AddFiles(ULONG count, FileSetInfo** files) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetFile(ULONG index, FileSetInfo* file) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetFileCount(DWORD* count) = 0;
  virtual HRESULT STDMETHODCALLTYPE SwitchToForeground() = 0;
  virtual HRESULT STDMETHODCALLTYPE get_JobID(GUID* job_id) = 0;

 protected:
  ~IBackgroundCopyJob1() = default;
};

struct IEnumBackgroundCopyGroups : IUnknown {
  virtual HRESULT STDMETHODCALLTYPE Next(ULONG count, GUID* group_ids, ULONG* fetched) = 0;
  virtual HRESULT STDMETHODCALLTYPE Skip(ULONG count) = 0;
  virtual HRESULT STDMETHODCALLTYPE Reset() = 0;
  virtual HRESULT STDMETHODCALLTYPE Clone(IEnumBackgroundCopyGroups** groups) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetCount(ULONG* count) = 0;

 protected:
  ~IEnumBackgroundCopyGroups() = default;
};

struct IEnumBackgroundCopyJobs1 : IUnknown {
  virtual HRESULT STDMETHODCALLTYPE Next(ULONG count, GUID* job_ids, ULONG* fetched) = 0;
  virtual HRESULT STDMETHODCALLTYPE Skip(ULONG count) = 0;
  virtual HRESULT STDMETHODCALLTYPE Reset() = 0;
  virtual HRESULT STDMETHODCALLTYPE Clone(IEnumBackgroundCopyJobs1** jobs) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetCount(ULONG* count) = 0;

 protected:
  ~IEnumBackgroundCopyJobs1() = default;
};

struct IBackgroundCopyCallback1 : IUnknown {
  virtual HRESULT STDMETHODCALLTYPE OnStatus(IBackgroundCopyGroup* group, IBackgroundCopyJob1* job, DWORD file_index,
                                             DWORD status, DWORD retries, DWORD win32_result,
                                             DWORD transport_result) = 0;
  virtual HRESULT STDMETHODCALLTYPE OnProgress(DWORD progress_type, IBackgroundCopyGroup* group,
                                               IBackgroundCopyJob1* job, DWORD file_index, DWORD progress) = 0;
  virtual HRESULT STDMETHODCALLTYPE OnProgressEx(DWORD progress_type, IBackgroundCopyGroup* group,
                                                 IBackgroundCopyJob1* job, DWORD file_index, DWORD progress,
                                                 DWORD byte_count, BYTE* bytes) = 0;

 protected:
  ~IBackgroundCopyCallback1() = default;
};

}  // namespace winprogress::bits::legacy
