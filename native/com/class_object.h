#pragma once

#include <windows.h>

#include <objbase.h>

#include "com/hresult.h"

namespace winprogress::com {

// A class object that this process serves to others (CoRegisterClassObject), until this is destroyed.
// https://learn.microsoft.com/windows/win32/api/combaseapi/nf-combaseapi-coregisterclassobject
class ClassObject {
 public:
  // Registered suspended until the registration is complete: COM accepts no client before. Throws HResultFailure.
  ClassObject(const GUID& class_id, IClassFactory& factory) {
    ThrowIfFailed(
        CoRegisterClassObject(class_id, &factory, CLSCTX_LOCAL_SERVER, REGCLS_MULTIPLEUSE | REGCLS_SUSPENDED, &cookie_),
        "CoRegisterClassObject");
    const HRESULT resumed = CoResumeClassObjects();
    if (SUCCEEDED(resumed)) return;
    CoRevokeClassObject(cookie_);
    throw HResultFailure(resumed, "CoResumeClassObjects");
  }
  ClassObject(const ClassObject&) = delete;
  ClassObject& operator=(const ClassObject&) = delete;
  // COM may have suspended the other classes of the process together with this one, which cannot resume them any more.
  ~ClassObject() {
    CoRevokeClassObject(cookie_);
    CoResumeClassObjects();
  }

 private:
  DWORD cookie_ = 0;
};

}  // namespace winprogress::com
