// The fields of a job by the names that a test uses, for reading, changing, and handing over to the next process.
#pragma once

#include "job_state.h"
#include "json.h"

namespace reference {

json::Value write_job(const JobState& job);

/** Sets the fields that `fields` has, but for `state` and `error`. Files are matched by their place; later ones are
 * added. */
void read_job(JobState& job, const json::Value& fields);

json::Value write_error(const ErrorState& error);
ErrorState read_error(const json::Value& fields);

Ranges read_ranges(const json::Value& list);

}  // namespace reference
