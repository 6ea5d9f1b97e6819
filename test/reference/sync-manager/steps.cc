#include "steps.h"

#include <algorithm>

#include "library.h"

namespace reference {
namespace {

constexpr int kReportsOfItem = 3;

HRESULT report(ISyncMgrSynchronizeCallback* callback, const GUID& item, SYNCMGRPROGRESSITEM progress) {
  return recorded("ISyncMgrSynchronizeCallback.Progress", arguments_of(&item, &progress),
                  [&] { return callback->Progress(item, &progress); });
}

SYNCMGRPROGRESSITEM with_mask(UINT mask) {
  SYNCMGRPROGRESSITEM progress{};
  progress.cbSize = sizeof progress;
  progress.mask = mask;
  return progress;
}

void report_end(ISyncMgrSynchronizeCallback* callback, const GUID& item, SYNCMGRSTATUS status) {
  SYNCMGRPROGRESSITEM progress = with_mask(SYNCMGRPROGRESSITEM_STATUSTYPE);
  progress.dwStatusType = status;
  report(callback, item, progress);
}

/** The final status of an item that is cancelled, by a result of the manager or by an earlier SetItemStatus. */
std::optional<SYNCMGRSTATUS> cancelled(HRESULT answer, const GUID& item, Preparation& preparation) {
  if (answer == kCancelAll) preparation.stop();
  if (preparation.is_stopped()) return SYNCMGRSTATUS_STOPPED;
  if (answer == kCancelItem || preparation.is_skipped(item)) return SYNCMGRSTATUS_SKIPPED;
  if (FAILED(answer)) return SYNCMGRSTATUS_FAILED;
  return std::nullopt;
}

void synchronize_item(ISyncMgrSynchronizeCallback* callback, const GUID& item, Preparation& preparation) {
  SYNCMGRPROGRESSITEM progress = with_mask(SYNCMGRPROGRESSITEM_MAXVALUE);
  progress.iMaxValue = kReportsOfItem;
  std::optional<SYNCMGRSTATUS> end = cancelled(report(callback, item, progress), item, preparation);
  for (int value = 1; !end && value <= kReportsOfItem; ++value) {
    const std::wstring text = std::to_wstring(value) + L" of " + std::to_wstring(kReportsOfItem);
    progress = with_mask(SYNCMGRPROGRESSITEM_PROGVALUE | SYNCMGRPROGRESSITEM_STATUSTEXT);
    progress.lpcStatusText = text.c_str();
    progress.iProgValue = value;
    end = cancelled(report(callback, item, progress), item, preparation);
  }
  report_end(callback, item, end.value_or(SYNCMGRSTATUS_SUCCEEDED));
}

void synchronize_items(ISyncMgrSynchronizeCallback* callback, Preparation& preparation, long threads) {
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t index; !preparation.is_stopped() && (index = next++) < preparation.items().size();)
      synchronize_item(callback, preparation.items()[index], preparation);
  };
  if (threads <= 1) return work();
  // All in the multi-threaded apartment, like this worker, so they can make the same calls.
  std::vector<std::thread> workers;
  for (long number = 0; number < threads; ++number) {
    workers.emplace_back([&work] {
      CoInitializeEx(nullptr, COINIT_MULTITHREADED);
      guarded([&] {
        work();
        return S_OK;
      });
      CoUninitialize();
    });
  }
  for (std::thread& worker : workers)
    worker.join();
}

void measure(ISyncMgrSynchronizeCallback* callback, const GUID& item, long count) {
  LARGE_INTEGER frequency;
  QueryPerformanceFrequency(&frequency);
  std::vector<double> nanoseconds;
  nanoseconds.reserve(static_cast<std::size_t>(count));
  SYNCMGRPROGRESSITEM progress = with_mask(SYNCMGRPROGRESSITEM_PROGVALUE | SYNCMGRPROGRESSITEM_STATUSTEXT);
  progress.lpcStatusText = L"being measured";
  for (long value = 0; value < count; ++value) {
    progress.iProgValue = value;
    LARGE_INTEGER before;
    LARGE_INTEGER after;
    QueryPerformanceCounter(&before);
    const HRESULT result = callback->Progress(item, &progress);
    QueryPerformanceCounter(&after);
    check(result);
    nanoseconds.push_back(static_cast<double>(after.QuadPart - before.QuadPart) * 1e9 /
                          static_cast<double>(frequency.QuadPart));
  }
  const auto middle = nanoseconds.begin() + count / 2;
  std::nth_element(nanoseconds.begin(), middle, nanoseconds.end());
  library().measured_median = *middle;
}

void report_progress(const Step& step, ISyncMgrSynchronizeCallback* callback) {
  SYNCMGRPROGRESSITEM progress = with_mask(static_cast<UINT>(step.number(1)));
  progress.lpcStatusText = step.text(2);
  progress.dwStatusType = static_cast<DWORD>(step.number(3));
  progress.iProgValue = static_cast<INT>(step.number(4));
  progress.iMaxValue = static_cast<INT>(step.number(5));
  if (step.has(6)) progress.cbSize = static_cast<DWORD>(step.number(6));
  report(callback, step.id(0), progress);
}

void log_error(const Step& step, ISyncMgrSynchronizeCallback* callback) {
  const DWORD level = static_cast<DWORD>(step.number(0));
  SYNCMGRLOGERRORINFO information{};
  information.cbSize = step.has(6) ? static_cast<DWORD>(step.number(6)) : sizeof information;
  const DWORD given = (step.has(2) ? SYNCMGRLOGERROR_ERRORFLAGS : 0) | (step.has(3) ? SYNCMGRLOGERROR_ERRORID : 0) |
                      (step.has(4) ? SYNCMGRLOGERROR_ITEMID : 0);
  information.mask = step.has(5) ? static_cast<DWORD>(step.number(5)) : given;
  information.dwSyncMgrErrorFlags = static_cast<DWORD>(step.number(2));
  information.ErrorID = step.id(3);
  information.ItemID = step.id(4);
  const bool has_information = given != 0 || step.has(5) || step.has(6);
  recorded("ISyncMgrSynchronizeCallback.LogError",
           arguments_of(level, step.text(1), has_information ? &information : nullptr),
           [&] { return callback->LogError(level, step.text(1), has_information ? &information : nullptr); });
}

void complete(const Step& step, ISyncMgrSynchronizeCallback* callback) {
  const std::wstring call = step.text(0) ? step.text(0) : L"";
  const HRESULT result = static_cast<HRESULT>(step.number(1));
  Arguments arguments;
  arguments.number(static_cast<DWORD>(result));
  if (call == L"prepareForSync") {
    recorded("ISyncMgrSynchronizeCallback.PrepareForSyncCompleted", arguments,
             [&] { return callback->PrepareForSyncCompleted(result); });
  } else if (call == L"synchronize") {
    recorded("ISyncMgrSynchronizeCallback.SynchronizeCompleted", arguments,
             [&] { return callback->SynchronizeCompleted(result); });
  } else if (call == L"showProperties") {
    recorded("ISyncMgrSynchronizeCallback.ShowPropertiesCompleted", arguments,
             [&] { return callback->ShowPropertiesCompleted(result); });
  } else if (call == L"showError") {
    std::vector<GUID> items;
    for (std::size_t index = 2; index < step.fields.size(); ++index)
      items.push_back(step.id(index));
    GUID* const ids = items.empty() ? nullptr : items.data();
    const ULONG count = static_cast<ULONG>(items.size());
    recorded("ISyncMgrSynchronizeCallback.ShowErrorCompleted", arguments.ids(ids, count),
             [&] { return callback->ShowErrorCompleted(result, count, ids); });
  } else {
    throw Failure(E_INVALIDARG);
  }
}

void perform(const Step& step, ISyncMgrSynchronizeCallback* callback, Preparation& preparation) {
  if (step.name == L"gate") {
    library().gate.wait();
  } else if (step.name == L"synchronizeItems") {
    synchronize_items(callback, preparation, step.number(0));
  } else if (step.name == L"progress") {
    report_progress(step, callback);
  } else if (step.name == L"logError") {
    log_error(step, callback);
  } else if (step.name == L"deleteLogError") {
    const GUID error = step.id(0);
    recorded("ISyncMgrSynchronizeCallback.DeleteLogError", Arguments().id(&error),
             [&] { return callback->DeleteLogError(error, 0); });
  } else if (step.name == L"establishConnection") {
    recorded("ISyncMgrSynchronizeCallback.EstablishConnection", Arguments().text(step.text(0)),
             [&] { return callback->EstablishConnection(step.text(0), 0); });
  } else if (step.name == L"enableModeless") {
    recorded("ISyncMgrSynchronizeCallback.EnableModeless", Arguments().number(step.number(0)),
             [&] { return callback->EnableModeless(step.number(0) != 0); });
  } else if (step.name == L"completed") {
    complete(step, callback);
  } else if (step.name == L"measure") {
    measure(callback, step.id(0), step.number(1));
  } else {
    throw Failure(E_INVALIDARG);
  }
}

}  // namespace

void Preparation::skip(const GUID& item) {
  const std::lock_guard<std::mutex> guard(mutex_);
  skipped_.insert(text_of(item));
}

void Preparation::stop() {
  const std::lock_guard<std::mutex> guard(mutex_);
  stopped_ = true;
}

bool Preparation::is_skipped(const GUID& item) const {
  const std::lock_guard<std::mutex> guard(mutex_);
  return skipped_.count(text_of(item)) != 0;
}

bool Preparation::is_stopped() const {
  const std::lock_guard<std::mutex> guard(mutex_);
  return stopped_;
}

void perform(Steps::const_iterator first, Steps::const_iterator last, ISyncMgrSynchronizeCallback* callback,
             const std::shared_ptr<Preparation>& preparation) {
  if (!callback) throw Failure(E_UNEXPECTED);
  for (; first != last; ++first)
    perform(*first, callback, *preparation);
}

}  // namespace reference
