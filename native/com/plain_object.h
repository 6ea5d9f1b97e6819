#pragma once

#include <windows.h>

#include <unknwn.h>

#include <atomic>

namespace winprogress::com {

// Reference counting and QueryInterface of an object with one interface, whose id outlives it. Made without a
// reference.
template <typename Interface>
class PlainObject : public Interface {
 public:
  explicit PlainObject(const GUID& interface_id) noexcept : interface_id_(interface_id) {}
  PlainObject(const PlainObject&) = delete;
  PlainObject& operator=(const PlainObject&) = delete;

  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID interface_id, void** object) noexcept override {
    if (object == nullptr) return E_POINTER;
    if (interface_id != interface_id_ && interface_id != IID_IUnknown) {
      *object = nullptr;
      return E_NOINTERFACE;
    }
    *object = static_cast<Interface*>(this);
    AddRef();
    return S_OK;
  }
  ULONG STDMETHODCALLTYPE AddRef() noexcept override { return ++references_; }
  ULONG STDMETHODCALLTYPE Release() noexcept override {
    const ULONG left = --references_;
    if (left == 0) delete this;
    return left;
  }

 protected:
  virtual ~PlainObject() = default;

 private:
  const GUID& interface_id_;
  std::atomic<ULONG> references_{0};
};

}  // namespace winprogress::com
