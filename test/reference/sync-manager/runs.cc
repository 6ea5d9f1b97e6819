#include "runs.h"

#include <algorithm>
#include <memory>

#include "library.h"

namespace reference {
namespace {

struct Outcome {
  Ending ending = Ending::kAtOnce;
  SYNCMGR_PROGRESS_STATUS status = SYNCMGR_PS_SUCCEEDED;
  UINT errors = 0;
  UINT conflicts = 0;
};

struct Run {
  std::wstring handler;
  std::vector<std::wstring> items;
  bool stopped = false;
};

/** Guarded by the library's gate, since that is what a run waits for. */
struct Runs {
  Outcome outcome;
  std::vector<std::shared_ptr<Run>> running;
};

Runs& runs() {
  static Runs* const instance = new Runs();
  return *instance;
}

bool concerns(const Run& run, const wchar_t* handler, const std::vector<std::wstring>& items) {
  if (handler && run.handler != handler) return false;
  if (items.empty() || run.items.empty()) return true;
  return std::any_of(items.begin(), items.end(), [&](const std::wstring& item) {
    return std::find(run.items.begin(), run.items.end(), item) != run.items.end();
  });
}

void report_result(ISyncMgrSyncResult* sink, SYNCMGR_PROGRESS_STATUS status, UINT errors, UINT conflicts) {
  if (!sink) return;
  recorded("ISyncMgrSyncResult.Result", Arguments().number(status).number(errors).number(conflicts),
           [&] { return sink->Result(status, errors, conflicts); });
}

}  // namespace

void script_run(Ending ending, SYNCMGR_PROGRESS_STATUS status, UINT errors, UINT conflicts) {
  library().gate.change([&] { runs().outcome = {ending, status, errors, conflicts}; });
}

void reset_runs() {
  stop_runs(nullptr, {});
  library().gate.change([] { runs().outcome = {}; });
}

void start_run(const std::wstring& handler, std::vector<std::wstring> items, bool ignore_if_running,
               ISyncMgrSyncResult* sink) {
  const auto run = std::make_shared<Run>(Run{handler, std::move(items), false});
  Outcome outcome;
  library().gate.change([&] {
    outcome = runs().outcome;
    const bool is_running =
        std::any_of(runs().running.begin(), runs().running.end(),
                    [&](const std::shared_ptr<Run>& other) { return concerns(*other, handler.c_str(), run->items); });
    if (ignore_if_running && is_running) outcome.ending = Ending::kNever;
    if (outcome.ending == Ending::kGate) runs().running.push_back(run);
  });
  start_worker(sink, [run, outcome](ISyncMgrSyncResult* own) {
    if (outcome.ending == Ending::kNever) return;
    bool stopped = false;
    if (outcome.ending == Ending::kGate) {
      library().gate.wait([&run] { return run->stopped; });
      library().gate.change([&] {
        stopped = run->stopped;
        auto& running = runs().running;
        running.erase(std::remove(running.begin(), running.end(), run), running.end());
      });
    }
    if (stopped) {
      report_result(own, SYNCMGR_PS_CANCELED, 0, 0);
    } else {
      report_result(own, outcome.status, outcome.errors, outcome.conflicts);
    }
  });
}

void stop_runs(const wchar_t* handler, const std::vector<std::wstring>& items) {
  library().gate.change([&] {
    for (const std::shared_ptr<Run>& run : runs().running)
      if (concerns(*run, handler, items)) run->stopped = true;
  });
}

}  // namespace reference
