#pragma once

#include <napi.h>

#include <bits.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "bits/job_interfaces.h"

namespace winprogress::bits {

// The settings of a job that JavaScript has given, as the calls that set them, in the order that BITS demands.
class JobSettings {
 public:
  // In the lane. Throws HResultFailure.
  using Step = std::function<void(JobInterfaces& job)>;

  // From JobSettingsRecord of lib/bits/settings-verbs.ts; undefined for none. On the JavaScript thread.
  static JobSettings From(const Napi::Value& settings);

  // In the lane. Throws HResultFailure of the first call that fails; what has been set before stays set. Returns the
  // success codes other than S_OK.
  std::vector<SuccessCode> Apply(IBackgroundCopyJob& job) const;

 private:
  std::vector<Step> steps_;
};

// SuccessCodeRecord of lib/bits/settings-verbs.ts.
Napi::Value ToValue(Napi::Env env, const SuccessCode& code);

// From CredentialsRecord of lib/bits/settings-verbs.ts.
JobSettings::Step MakeCredentialsStep(const Napi::Value& credentials);

}  // namespace winprogress::bits
