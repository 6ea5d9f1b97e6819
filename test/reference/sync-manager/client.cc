// A manager in a separate process: opens a handler, synchronises all its items, and writes a record.
//
//   sync-manager-client.exe CLSID OUTPUT [local | inproc] [cancelItem | cancelAll] [AFTER]
//
// `local` (the default) activates a local server. With a cancel argument, the first report after AFTER
// reports returns the cancellation of its item or of all items. OUTPUT is written as JSON; exit code 0 means that
// it was written.
#include <windows.h>

#include <mobsync.h>

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstring>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "../queue-manager/com.h"

namespace client {
namespace {

using reference::check;
using reference::ComPtr;

// Less than the time limit of a test, which can then report what is missing.
constexpr auto kPatience = std::chrono::seconds(20);
constexpr ULONG kItemsAtOnce = 64;
// The highest status that `Seen` counts: SYNCMGRSTATUS_UPDATING_INDETERMINATE, which <mobsync.h> lacks.
constexpr DWORD kStatuses = 9;

struct Less {
  bool operator()(const GUID& left, const GUID& right) const noexcept {
    return std::memcmp(&left, &right, sizeof left) < 0;
  }
};

struct Seen {
  HRESULT initialize = E_UNEXPECTED;
  HRESULT enumerate = E_UNEXPECTED;
  std::wstring name;
  DWORD flags = 0;
  std::vector<SYNCMGRITEM> items;
  HRESULT prepare = E_UNEXPECTED;
  HRESULT synchronize = E_UNEXPECTED;

  std::mutex mutex;
  std::condition_variable changed;
  bool prepared = false;
  bool over = false;
  HRESULT prepare_completed = E_UNEXPECTED;
  HRESULT completed = E_UNEXPECTED;
  long reports = 0;
  long reports_after_cancel = 0;
  long strangers = 0;
  long log_entries = 0;
  std::map<GUID, DWORD, Less> statuses;
  std::set<GUID, Less> cancelled;
  std::wstring last_text;
};

class Callback final : public reference::ComObject<Callback, ISyncMgrSynchronizeCallback> {
 public:
  static const IID& identifier() noexcept { return IID_ISyncMgrSynchronizeCallback; }

  Callback(Seen& seen, HRESULT cancel, long after) noexcept : seen_(seen), cancel_(cancel), after_(after) {}

  HRESULT WINAPI ShowPropertiesCompleted(HRESULT) noexcept override { return E_UNEXPECTED; }
  HRESULT WINAPI PrepareForSyncCompleted(HRESULT result) noexcept override {
    return record([&] {
      seen_.prepared = true;
      seen_.prepare_completed = result;
    });
  }
  HRESULT WINAPI SynchronizeCompleted(HRESULT result) noexcept override {
    return record([&] {
      seen_.over = true;
      seen_.completed = result;
    });
  }
  HRESULT WINAPI ShowErrorCompleted(HRESULT, ULONG, SYNCMGRITEMID*) noexcept override { return E_UNEXPECTED; }
  HRESULT WINAPI EnableModeless(WINBOOL enable) noexcept override { return enable ? S_FALSE : S_OK; }
  HRESULT WINAPI Progress(REFSYNCMGRITEMID item, SYNCMGRPROGRESSITEM* progress) noexcept override {
    if (!progress || progress->cbSize != sizeof *progress) return E_INVALIDARG;
    HRESULT answer = S_OK;
    record([&] {
      ++seen_.reports;
      const auto found = seen_.statuses.find(item);
      if (found == seen_.statuses.end()) {
        ++seen_.strangers;
        return;
      }
      if (progress->mask & SYNCMGRPROGRESSITEM_STATUSTYPE) found->second = progress->dwStatusType;
      if (progress->mask & SYNCMGRPROGRESSITEM_STATUSTEXT)
        seen_.last_text = progress->lpcStatusText ? progress->lpcStatusText : L"";
      if (cancel_ == S_OK || seen_.reports <= after_) return;
      const bool first = seen_.cancelled.empty();
      const bool all = cancel_ == static_cast<HRESULT>(S_SYNCMGR_CANCELALL);
      if (!first && (all || seen_.cancelled.count(item) != 0)) ++seen_.reports_after_cancel;
      if (first) seen_.cancelled.insert(item);
      if (all || seen_.cancelled.count(item) != 0) answer = cancel_;
    });
    return answer;
  }
  HRESULT WINAPI LogError(DWORD, LPCWSTR, SYNCMGRLOGERRORINFO*) noexcept override {
    return record([&] { ++seen_.log_entries; });
  }
  HRESULT WINAPI DeleteLogError(REFSYNCMGRERRORID, DWORD) noexcept override { return S_OK; }
  HRESULT WINAPI EstablishConnection(LPCWSTR, DWORD) noexcept override { return S_OK; }

 private:
  friend ComObject;
  ~Callback() = default;

  template <typename Change>
  HRESULT record(Change&& change) noexcept {
    return reference::guarded([&] {
      {
        const std::lock_guard<std::mutex> guard(seen_.mutex);
        change();
      }
      seen_.changed.notify_all();
      return S_OK;
    });
  }

  Seen& seen_;
  const HRESULT cancel_;
  const long after_;
};

void read_items(ISyncMgrSynchronize& handler, Seen& seen) {
  ComPtr<ISyncMgrEnumItems> enumerator;
  seen.enumerate = handler.EnumSyncMgrItems(enumerator.put());
  check(seen.enumerate);
  SYNCMGRITEM items[kItemsAtOnce];
  for (ULONG fetched = 1; fetched != 0;) {
    check(enumerator->Next(kItemsAtOnce, items, &fetched));
    seen.items.insert(seen.items.end(), items, items + fetched);
  }
}

template <typename Done>
bool wait(Seen& seen, Done done) {
  std::unique_lock<std::mutex> lock(seen.mutex);
  return seen.changed.wait_for(lock, kPatience, done);
}

void synchronize(ISyncMgrSynchronize& handler, Seen& seen) {
  std::vector<GUID> ids;
  for (const SYNCMGRITEM& item : seen.items)
    ids.push_back(item.ItemID);
  for (const GUID& id : ids)
    seen.statuses[id] = kStatuses;
  seen.prepare = handler.PrepareForSync(static_cast<ULONG>(ids.size()), ids.data(), nullptr, 0);
  if (seen.prepare != S_OK) return;
  if (!wait(seen, [&] { return seen.prepared; }) || seen.prepare_completed != S_OK) return;
  seen.synchronize = handler.Synchronize(nullptr);
  if (seen.synchronize == S_OK) wait(seen, [&] { return seen.over; });
}

void drive(const CLSID& id, DWORD context, HRESULT cancel, long after, Seen& seen) {
  ComPtr<ISyncMgrSynchronize> handler;
  check(CoCreateInstance(id, nullptr, context, IID_ISyncMgrSynchronize, handler.put_void()));
  seen.initialize = handler->Initialize(0, SYNCMGRFLAG_MANUAL, 0, nullptr);
  if (seen.initialize != S_OK) return;
  SYNCMGRHANDLERINFO* information = nullptr;
  check(handler->GetHandlerInfo(&information));
  seen.name = information->wszHandlerName;
  seen.flags = information->SyncMgrHandlerFlags;
  CoTaskMemFree(information);
  read_items(*handler.get(), seen);
  const auto callback = ComPtr<Callback>::attach(new Callback(seen, cancel, after));
  check(handler->SetProgressCallback(callback.get()));
  synchronize(*handler.get(), seen);
  check(handler->SetProgressCallback(nullptr));
}

void write(std::FILE* file, HRESULT failure, Seen& seen) {
  const std::lock_guard<std::mutex> guard(seen.mutex);
  long ended[kStatuses + 1] = {};
  for (const auto& [item, status] : seen.statuses)
    ++ended[status < kStatuses ? status : kStatuses];
  const auto number = [file](const char* name, unsigned long value) { std::fprintf(file, "\"%s\":%lu,", name, value); };
  std::fputc('{', file);
  number("failure", static_cast<DWORD>(failure));
  number("initialize", static_cast<DWORD>(seen.initialize));
  number("enumerate", static_cast<DWORD>(seen.enumerate));
  number("handlerFlags", seen.flags);
  number("items", static_cast<unsigned long>(seen.items.size()));
  number("prepare", static_cast<DWORD>(seen.prepare));
  number("prepareCompleted", static_cast<DWORD>(seen.prepare_completed));
  number("synchronize", static_cast<DWORD>(seen.synchronize));
  number("completed", static_cast<DWORD>(seen.completed));
  number("reports", static_cast<unsigned long>(seen.reports));
  number("reportsAfterCancel", static_cast<unsigned long>(seen.reports_after_cancel));
  number("strangers", static_cast<unsigned long>(seen.strangers));
  number("logEntries", static_cast<unsigned long>(seen.log_entries));
  number("succeeded", static_cast<unsigned long>(ended[SYNCMGRSTATUS_SUCCEEDED]));
  number("skipped", static_cast<unsigned long>(ended[SYNCMGRSTATUS_SKIPPED]));
  number("stopped", static_cast<unsigned long>(ended[SYNCMGRSTATUS_STOPPED]));
  number("failed", static_cast<unsigned long>(ended[SYNCMGRSTATUS_FAILED]));
  number("unreported", static_cast<unsigned long>(ended[kStatuses]));
  std::fprintf(file, "\"name\":\"%ls\",\"firstItem\":\"%ls\",\"lastText\":\"%ls\"}\n", seen.name.c_str(),
               seen.items.empty() ? L"" : seen.items.front().wszItemName, seen.last_text.c_str());
}

int run(int count, wchar_t** arguments) {
  const std::wstring context = count > 3 ? arguments[3] : L"local";
  const std::wstring cancel = count > 4 ? arguments[4] : L"";
  const long after = count > 5 ? std::wcstol(arguments[5], nullptr, 10) : 0;
  HRESULT answer = S_OK;
  if (cancel == L"cancelItem") answer = static_cast<HRESULT>(S_SYNCMGR_CANCELITEM);
  if (cancel == L"cancelAll") answer = static_cast<HRESULT>(S_SYNCMGR_CANCELALL);
  Seen seen;
  check(CoInitializeEx(nullptr, COINIT_MULTITHREADED));
  const HRESULT failure = reference::guarded([&] {
    CLSID id;
    check(CLSIDFromString(arguments[1], &id));
    drive(id, context == L"inproc" ? CLSCTX_INPROC_SERVER : CLSCTX_LOCAL_SERVER, answer, after, seen);
    return S_OK;
  });
  std::FILE* file = _wfopen(arguments[2], L"wb");
  if (!file) return ERROR_OPEN_FAILED;
  write(file, failure, seen);
  std::fclose(file);
  // No CoUninitialize: Wine's waits for the calls of the handler's process, and for ever if one has ended at that
  // moment (a race in its RpcServerUnregisterIf). The end of the process releases everything.
  return ERROR_SUCCESS;
}

}  // namespace
}  // namespace client

int wmain(int count, wchar_t** arguments) {
  if (count < 3) return ERROR_BAD_ARGUMENTS;
  return client::run(count, arguments);
}
