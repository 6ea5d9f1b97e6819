#pragma once

#include <windows.h>

#include <objbase.h>

namespace winprogress::com {

enum class ApartmentKind { kMultiThreaded, kSingleThreaded };

// Initializes COM in the calling thread, and uninitializes it if the initialization succeeded here.
class Apartment {
 public:
  explicit Apartment(ApartmentKind kind) noexcept
      : result_(CoInitializeEx(nullptr, kind == ApartmentKind::kMultiThreaded
                                            ? COINIT_MULTITHREADED
                                            : COINIT_APARTMENTTHREADED | COINIT_DISABLE_OLE1DDE)) {}
  Apartment(const Apartment&) = delete;
  Apartment& operator=(const Apartment&) = delete;
  ~Apartment() {
    if (SUCCEEDED(result_)) CoUninitialize();
  }

  HRESULT result() const noexcept { return result_; }

 private:
  HRESULT result_;
};

// Keeps the multi-threaded apartment of this process alive after a lane has been in it. An apartment that ends with the
// last lane and is created again by the next one costs time twice, and Wine confuses the sinks of both.
inline void KeepMultiThreadedApartment() noexcept {
  static const HRESULT kept = [] {
    CO_MTA_USAGE_COOKIE cookie = nullptr;
    return CoIncrementMTAUsage(&cookie);
  }();
  static_cast<void>(kept);
}

}  // namespace winprogress::com
