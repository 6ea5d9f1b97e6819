#pragma once

#include <napi.h>

#include <bits.h>

#include <cstddef>
#include <string>

#include "com/plain_value.h"

// JobDetailsRecord of lib/bits/settings-verbs.ts.
namespace winprogress::bits {

struct JobDetail;

// The detail of this name. Throws a Napi::Error for none. On the JavaScript thread.
const JobDetail& DetailOf(const Napi::Value& name);

// In the lane. Throws HResultFailure.
com::PlainValue ReadDetail(IBackgroundCopyJob& job, const JobDetail& detail);
// All of them; null for those that this version of BITS does not have.
com::PlainValue ReadDetails(IBackgroundCopyJob& job);

}  // namespace winprogress::bits
