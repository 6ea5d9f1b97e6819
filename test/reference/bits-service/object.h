// Reference counting and QueryInterface of the service's objects.
#pragma once

#include <atomic>
#include <initializer_list>

#include "round_trips.h"
#include "service.h"

namespace reference {

/** One interface, or several that share their reference count. */
template <typename Derived, typename... Interfaces>
class ServedObject : public Interfaces... {
 public:
  ServedObject(const ServedObject&) = delete;
  ServedObject& operator=(const ServedObject&) = delete;

  HRESULT WINAPI QueryInterface(REFIID interface_id, void** object) noexcept override {
    if (!object) return E_POINTER;
    *object = nullptr;
    return guarded([&] {
      if (is_query_of_client(interface_id)) {
        service_.journal.begin("IUnknown.QueryInterface", static_cast<Derived*>(this)->subject(),
                               json::Object{{"interface", interface_id}});
      }
      if (!service_.offers(interface_id)) return E_NOINTERFACE;
      *object = static_cast<Derived*>(this)->find(interface_id);
      if (!*object) return E_NOINTERFACE;
      this->AddRef();
      return S_OK;
    });
  }
  ULONG WINAPI AddRef() noexcept override { return ++references_; }
  ULONG WINAPI Release() noexcept override {
    const ULONG left = --references_;
    if (left == 0) delete static_cast<Derived*>(this);
    return left;
  }

 protected:
  explicit ServedObject(Service& service) noexcept : service_(service) {}
  ~ServedObject() = default;

  static bool is_one_of(REFIID interface_id, std::initializer_list<const IID*> known) noexcept {
    for (const IID* each : known) {
      if (*each == interface_id) return true;
    }
    return false;
  }

  Service& service_;

 private:
  std::atomic<ULONG> references_{1};
};

}  // namespace reference
