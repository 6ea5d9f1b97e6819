// The objects that clients hold, each with one reference for the caller.
#pragma once

#include "job_state.h"
#include "service.h"

namespace reference {

ComPtr<IBackgroundCopyManager> make_manager(Service& service);
ComPtr<IBackgroundCopyJob5> make_job(Service& service, const Job& job);
ComPtr<IBackgroundCopyFile6> make_file(Service& service, const Job& job, const File& file);
ComPtr<IBackgroundCopyError> make_error(Service& service, const Job& job, const ErrorState& error);

}  // namespace reference
