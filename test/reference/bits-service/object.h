// Reference counting and QueryInterface of the service's objects.
#pragma once

#include <atomic>
#include <initializer_list>

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
      const bool offered = service_.offers(interface_id);
      *object = offered ? static_cast<Derived*>(this)->find(interface_id) : nullptr;
      if (is_new_query(interface_id, offered)) {
        service_.call("IUnknown.QueryInterface", static_cast<Derived*>(this)->subject(),
                      json::Object{{"riid", interface_id}}, [&] { return *object ? S_OK : E_NOINTERFACE; });
      }
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
  /**
   * Whether a client asks, and not COM in this process: it hands out objects through their first interface, so that
   * only clients ask for the later ones. What a client has once, its proxy keeps; COM asks twice for that here.
   */
  bool is_new_query(REFIID interface_id, bool offered) {
    if (!Service::is_later_interface(interface_id)) return false;
    if (!offered) return true;
    const std::lock_guard<std::mutex> guard(queries_);
    for (const IID& known : queried_) {
      if (known == interface_id) return false;
    }
    queried_.push_back(interface_id);
    return true;
  }

  std::mutex queries_;
  std::vector<IID> queried_;
  std::atomic<ULONG> references_{1};
};

}  // namespace reference
