// The synchronisations that the control object has started.
#pragma once

#include <string>
#include <vector>

#include "interfaces.h"

namespace reference {

enum class Ending { kAtOnce = 0, kGate = 1, kNever = 2 };

/** Sets how further synchronisations end, and with which result. */
void script_run(Ending ending, SYNCMGR_PROGRESS_STATUS status, UINT errors, UINT conflicts);

/** Clears all; running ones end by themselves, stopped. */
void reset_runs();

/** Starts one. The sink, which may be null, is called on a worker thread. No items means all of the handler. */
void start_run(const std::wstring& handler, std::vector<std::wstring> items, bool ignore_if_running,
               ISyncMgrSyncResult* sink);

/** Stops those of the handler, or with items those that synchronise one of them; a null handler stops all. */
void stop_runs(const wchar_t* handler, const std::vector<std::wstring>& items);

}  // namespace reference
