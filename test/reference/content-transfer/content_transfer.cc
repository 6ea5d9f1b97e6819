// A library with the three functions by which a provider reports to Content Transfer Manager. It records each call
// unchanged, returns scripted results, and can block calls. A program that loads it beside the addon reads the
// records and sets the script.
#include <windows.h>

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <new>
#include <string>
#include <utility>

#define EXPORTED extern "C" __declspec(dllexport)

namespace {

constexpr ULONG kAllCalls = 0xFFFFFFFF;

struct Recorder {
  std::mutex mutex;
  std::condition_variable opened;
  // A deque does not move its elements, so the result of Recorded() stays valid.
  std::deque<std::string> calls;
  HRESULT result = S_OK;
  ULONG calls_with_result = 0;
  bool blocked = false;
};

Recorder& recorder() {
  static Recorder instance;
  return instance;
}

// One call as JSON: text as an array of its UTF-16 code units, NULL as null, numbers as unsigned numbers.
class Record {
 public:
  explicit Record(const char* function) : text_(std::string("{\"function\":\"") + function + "\",\"arguments\":[") {}

  Record& Add(LPCWSTR text) {
    Separate();
    if (text == nullptr) {
      text_ += "null";
      return *this;
    }
    text_ += '[';
    for (LPCWSTR unit = text; *unit != 0; ++unit)
      text_ += (unit == text ? "" : ",") + std::to_string(static_cast<std::uint16_t>(*unit));
    text_ += ']';
    return *this;
  }

  Record& Add(ULONG number) {
    Separate();
    text_ += std::to_string(number);
    return *this;
  }

  std::string Text() const { return text_ + "]}"; }

 private:
  void Separate() {
    if (!first_) text_ += ',';
    first_ = false;
  }

  std::string text_;
  bool first_ = true;
};

// Records the call, waits while calls are blocked, and returns the scripted result of this call.
HRESULT Answer(std::string call) {
  Recorder& state = recorder();
  std::unique_lock<std::mutex> lock(state.mutex);
  state.calls.push_back(std::move(call));
  HRESULT result = S_OK;
  if (state.calls_with_result > 0) {
    result = state.result;
    if (state.calls_with_result != kAllCalls) --state.calls_with_result;
  }
  state.opened.wait(lock, [&state] { return !state.blocked; });
  return result;
}

}  // namespace

EXPORTED HRESULT STDMETHODCALLTYPE SendNotifyProgressToCTM(LPCWSTR progress_type, LPCWSTR endpoint, LPCWSTR id,
                                                           LPCWSTR client_data, LPCWSTR bytes_total,
                                                           LPCWSTR bytes_transferred, ULONG files_total,
                                                           ULONG files_transferred) noexcept try {
  return Answer(Record("SendNotifyProgressToCTM")
                    .Add(progress_type)
                    .Add(endpoint)
                    .Add(id)
                    .Add(client_data)
                    .Add(bytes_total)
                    .Add(bytes_transferred)
                    .Add(files_total)
                    .Add(files_transferred)
                    .Text());
} catch (const std::bad_alloc&) {
  return E_OUTOFMEMORY;
}

EXPORTED HRESULT STDMETHODCALLTYPE SendNotifySuccessToCTM(LPCWSTR endpoint, LPCWSTR id, LPCWSTR client_data,
                                                          LPCWSTR bytes_total, LPCWSTR bytes_transferred,
                                                          ULONG files_total, ULONG files_transferred) noexcept try {
  return Answer(Record("SendNotifySuccessToCTM")
                    .Add(endpoint)
                    .Add(id)
                    .Add(client_data)
                    .Add(bytes_total)
                    .Add(bytes_transferred)
                    .Add(files_total)
                    .Add(files_transferred)
                    .Text());
} catch (const std::bad_alloc&) {
  return E_OUTOFMEMORY;
}

#ifndef WITHOUT_ERROR
EXPORTED HRESULT STDMETHODCALLTYPE SendNotifyErrorToCTM(LPCWSTR endpoint, LPCWSTR id, LPCWSTR client_data,
                                                        HRESULT error_code, LPCWSTR error_message) noexcept try {
  return Answer(Record("SendNotifyErrorToCTM")
                    .Add(endpoint)
                    .Add(id)
                    .Add(client_data)
                    .Add(static_cast<ULONG>(error_code))
                    .Add(error_message)
                    .Text());
} catch (const std::bad_alloc&) {
  return E_OUTOFMEMORY;
}
#endif

// The number of calls since Reset().
EXPORTED ULONG CountRecorded() {
  Recorder& state = recorder();
  const std::lock_guard<std::mutex> guard(state.mutex);
  return static_cast<ULONG>(state.calls.size());
}

// A call as JSON, NUL-terminated and valid until Reset(); NULL if there is none.
EXPORTED const char* Recorded(ULONG index) {
  Recorder& state = recorder();
  const std::lock_guard<std::mutex> guard(state.mutex);
  return index < state.calls.size() ? state.calls[index].c_str() : nullptr;
}

// Sets the result of the next `count` calls, or of all calls with 0xFFFFFFFF. Later calls return S_OK.
EXPORTED void ScriptResult(HRESULT result, ULONG calls) {
  Recorder& state = recorder();
  const std::lock_guard<std::mutex> guard(state.mutex);
  state.result = result;
  state.calls_with_result = calls;
}

// Makes further calls wait after they are recorded.
EXPORTED void Block() {
  Recorder& state = recorder();
  const std::lock_guard<std::mutex> guard(state.mutex);
  state.blocked = true;
}

EXPORTED void Unblock() {
  Recorder& state = recorder();
  const std::lock_guard<std::mutex> guard(state.mutex);
  state.blocked = false;
  state.opened.notify_all();
}

// Clears the records and the script, and unblocks.
EXPORTED void Reset() {
  Recorder& state = recorder();
  const std::lock_guard<std::mutex> guard(state.mutex);
  state.calls.clear();
  state.calls_with_result = 0;
  state.blocked = false;
  state.opened.notify_all();
}
