#pragma once

#include <windows.h>

#include <objbase.h>

namespace winprogress::com {

// Brings the calling thread into the multi-threaded apartment, and takes it out again if that was our doing.
class MultiThreadedApartment {
 public:
  MultiThreadedApartment() noexcept : result_(CoInitializeEx(nullptr, COINIT_MULTITHREADED)) {}
  MultiThreadedApartment(const MultiThreadedApartment&) = delete;
  MultiThreadedApartment& operator=(const MultiThreadedApartment&) = delete;
  ~MultiThreadedApartment() {
    if (SUCCEEDED(result_)) CoUninitialize();
  }

  HRESULT result() const noexcept { return result_; }

 private:
  HRESULT result_;
};

}  // namespace winprogress::com
