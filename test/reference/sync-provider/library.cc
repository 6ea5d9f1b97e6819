#include "library.h"

#include <cstring>
#include <utility>

namespace reference {

void Gate::set(bool open) {
  {
    const std::lock_guard<std::mutex> guard(mutex_);
    open_ = open;
  }
  changed_.notify_all();
}

void Gate::wait() {
  std::unique_lock<std::mutex> lock(mutex_);
  ++waiting_;
  changed_.wait(lock, [&] { return open_; });
  --waiting_;
}

unsigned Gate::waiting() {
  const std::lock_guard<std::mutex> guard(mutex_);
  return waiting_;
}

Script::Values Script::get() const {
  const std::lock_guard<std::mutex> guard(mutex_);
  return values_;
}

Library& library() {
  // Neither destroyed nor unloaded: worker threads may outlive the client that loaded the library, and its static
  // objects.
  static Library* const instance = [] {
    HMODULE module = nullptr;
    GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_PIN,
                       reinterpret_cast<LPCWSTR>(&library), &module);
    return new Library();
  }();
  return *instance;
}

HRESULT logged(const char* call, std::vector<DWORD> arguments, HRESULT result) {
  library().log.add(call, std::move(arguments), result);
  return result;
}

HRESULT copy_out(const std::vector<BYTE>& bytes, BYTE* buffer, DWORD* size) noexcept {
  if (!size) return E_POINTER;
  const auto needed = static_cast<DWORD>(bytes.size());
  const DWORD capacity = buffer ? *size : 0;
  *size = needed;
  if (capacity < needed) return kMoreData;
  if (needed != 0) std::memcpy(buffer, bytes.data(), needed);
  return S_OK;
}

}  // namespace reference
