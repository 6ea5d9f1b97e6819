#pragma once

#include <napi.h>

#include <unknwn.h>

#include "com/com_ptr.h"

namespace winprogress::bits {

// An IBackgroundCopyServerCertificateValidationCallback that accepts the servers whose certificate, or whose public
// key, has one of the SHA-256 hashes of CertificatePinsRecord (lib/bits/settings-verbs.ts). It answers the service
// without JavaScript. Null makes none. On the JavaScript thread.
com::ComPtr<IUnknown> MakeCertificateValidator(const Napi::Value& pins);

}  // namespace winprogress::bits
