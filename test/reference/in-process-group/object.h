// The base of the objects of this library, which every apartment may call.
#pragma once

#include <windows.h>

#include <unknwn.h>

#include <atomic>
#include <cstddef>
#include <vector>

#include "script.h"

namespace in_process {

// The references to all objects of the library.
extern std::atomic<ULONG> living_references;

// objidl.h: IID_IAgileObject.
inline constexpr GUID kAgileObject = {0x94EA2B94, 0xE9CC, 0x49E0, {0xC0, 0xFF, 0xEE, 0x64, 0xCA, 0x8F, 0x5B, 0x90}};

template <typename Interface>
class Object : public Interface {
 public:
  explicit Object(REFIID identifier) : identifier_(identifier) { ++living_references; }
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;
  virtual ~Object() = default;

  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID identifier, void** object) override {
    const bool known = identifier == IID_IUnknown || identifier == identifier_ || identifier == kAgileObject;
    *object = known ? static_cast<Interface*>(this) : nullptr;
    if (known) AddRef();
    return known ? S_OK : E_NOINTERFACE;
  }
  ULONG STDMETHODCALLTYPE AddRef() override {
    ++living_references;
    return ++references_;
  }
  ULONG STDMETHODCALLTYPE Release() override {
    --living_references;
    const ULONG left = --references_;
    if (left == 0) delete this;
    return left;
  }

 private:
  const IID identifier_;
  std::atomic<ULONG> references_{1};
};

// Next of an enumerator, for objects of this class.
template <typename Interface, typename Element>
class ObjectEnumerator final : public Object<Interface> {
 public:
  ObjectEnumerator(REFIID identifier, const char* next, std::vector<Element*> elements)
      : Object<Interface>(identifier), next_(next), elements_(std::move(elements)) {}
  ~ObjectEnumerator() override {
    for (Element* element : elements_)
      element->Release();
  }

  HRESULT STDMETHODCALLTYPE Next(ULONG count, Element** elements, ULONG* fetched) override {
    const HRESULT result = Enter(next_);
    ULONG given = 0;
    for (; result == S_OK && given < count && index_ < elements_.size(); ++given, ++index_) {
      elements[given] = elements_[index_];
      elements[given]->AddRef();
    }
    if (fetched) *fetched = given;
    if (FAILED(result)) return result;
    return given == count ? S_OK : S_FALSE;
  }
  HRESULT STDMETHODCALLTYPE Skip(ULONG) override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE Reset() override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE Clone(Interface**) override { return E_NOTIMPL; }
  HRESULT STDMETHODCALLTYPE GetCount(ULONG* count) override {
    *count = static_cast<ULONG>(elements_.size());
    return S_OK;
  }

 private:
  const char* const next_;
  const std::vector<Element*> elements_;
  std::size_t index_ = 0;
};

}  // namespace in_process
