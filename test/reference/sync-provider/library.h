// What all objects of the library share.
#pragma once

#include <windows.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <vector>

#include "../queue-manager/com.h"
#include "log.h"
#include "reference_winsync.h"

namespace reference {

constexpr HRESULT kInvalidOperation = static_cast<HRESULT>(0x80041001);  // SYNC_E_INVALID_OPERATION
constexpr HRESULT kReplicaNotFound = static_cast<HRESULT>(0x80041002);   // SYNC_E_REPLICA_NOT_FOUND
constexpr HRESULT kMoreData = static_cast<HRESULT>(0x800700EA);          // ERROR_MORE_DATA

/** What a provider waits for. Open at first. */
class Gate {
 public:
  void set(bool open);
  void wait();
  /** How many threads wait. */
  unsigned waiting();

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = true;
  unsigned waiting_ = 0;
};

struct Report {
  SYNC_PROVIDER_ROLE provider;
  SYNC_PROGRESS_STAGE stage;
  DWORD completed_work;
  DWORD total_work;
};

/** What tests want the objects to do. */
class Script {
 public:
  struct Values {
    /** What a provider reports in each of its worker threads; the default run when there are none. */
    std::vector<Report> reports;
    bool default_run = true;
    unsigned threads = 1;
    /** Whether workers wait at the gate before each report. */
    bool gated = false;
    HRESULT begin_result = kReplicaNotFound;
    /** What EndSession returns after it has ended the session. */
    HRESULT end_result = S_OK;
    /** What the recording objects answer. */
    HRESULT recorder_result = S_OK;
    bool canceled = false;
    HRESULT session_error = S_OK;
    SYNC_RESOLVE_ACTION resolve_action = SRA_DEFER;
    SYNC_FULL_ENUMERATION_ACTION full_enumeration_action = SFEA_FULL_ENUMERATION;
  };

  Values get() const;
  template <typename Change>
  void change(Change&& change) {
    const std::lock_guard<std::mutex> guard(mutex_);
    change(values_);
  }

 private:
  mutable std::mutex mutex_;
  Values values_;
};

struct Library {
  Log log;
  Script script;
  Gate gate;
  std::atomic<LONG> references{0};
  std::atomic<LONG> workers{0};
};

Library& library();

/** Logs a call that the library got or made. */
HRESULT logged(const char* call, std::vector<DWORD> arguments, HRESULT result);

/** The contract of the methods with a buffer: one that is too small, or none at all, is told what it takes. */
HRESULT copy_out(const std::vector<BYTE>& bytes, BYTE* buffer, DWORD* size) noexcept;

}  // namespace reference
