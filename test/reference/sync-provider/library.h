// Shared by all objects of the library.
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

/** The gate at which providers wait. Open at first. */
class Gate {
 public:
  void set(bool open);
  void wait();
  /** The number of waiting threads. */
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

/** The script of the tests for the objects. */
class Script {
 public:
  struct Values {
    /** The reports of a provider in each of its worker threads; empty for the default run. */
    std::vector<Report> reports;
    bool default_run = true;
    unsigned threads = 1;
    /** Whether workers wait at the gate before each report. */
    bool gated = false;
    HRESULT begin_result = kReplicaNotFound;
    /** The result of EndSession after it has ended the session. */
    HRESULT end_result = S_OK;
    /** The results of the recording objects. */
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

/** Logs a call that the library received or made. */
HRESULT logged(const char* call, std::vector<DWORD> arguments, HRESULT result);

/** The contract of the methods with a buffer: for one that is null or too small, the required size is returned. */
HRESULT copy_out(const std::vector<BYTE>& bytes, BYTE* buffer, DWORD* size) noexcept;

}  // namespace reference
