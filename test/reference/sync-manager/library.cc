#include "library.h"

namespace reference {

void Gate::set(bool open) {
  change([this, open] { open_ = open; });
}

void Gate::wait(const std::function<bool()>& done) {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [&] { return open_ || done(); });
}

void Gate::change(const std::function<void()>& change) {
  {
    const std::lock_guard<std::mutex> guard(mutex_);
    change();
  }
  changed_.notify_all();
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

}  // namespace reference
