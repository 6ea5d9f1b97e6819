// Counts the calls that arrive from other processes, also those of IRemUnknown, in which proxies ask for interfaces and
// release objects.
#pragma once

#include "json.h"

namespace reference {

/** Begins to count; called once, by the thread that serves. */
void count_round_trips();

/** How many calls have arrived, by interface id. */
json::Value round_trips();
void reset_round_trips();

/** Whether a client's QueryInterface for this interface is what this thread is serving; true once for each. */
bool is_query_of_client(REFIID interface_id);

}  // namespace reference
