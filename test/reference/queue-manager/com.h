// Smart pointers for COM references, and the base of the COM objects of the reference server.
#pragma once

#include <windows.h>

#include <atomic>
#include <exception>
#include <new>
#include <string>
#include <utility>

namespace reference {

/** A failed call inside the server; `guarded` converts it to its HRESULT in COM methods. */
class Failure : public std::exception {
 public:
  explicit Failure(HRESULT result) noexcept : result_(result) {}
  HRESULT result() const noexcept { return result_; }
  const char* what() const noexcept override { return "a COM call failed"; }

 private:
  HRESULT result_;
};

inline void check(HRESULT result) {
  if (FAILED(result)) throw Failure(result);
}

/** Runs the body of a COM method: no C++ exception may leave one. */
template <typename Body>
HRESULT guarded(Body&& body) noexcept {
  try {
    return body();
  } catch (const Failure& failure) {
    return failure.result();
  } catch (const std::bad_alloc&) {
    return E_OUTOFMEMORY;
  } catch (...) {
    return E_UNEXPECTED;
  }
}

/** Owns one reference. */
template <typename Interface>
class ComPtr {
 public:
  ComPtr() noexcept = default;
  ComPtr(const ComPtr& other) noexcept : pointer_(other.pointer_) {
    if (pointer_) pointer_->AddRef();
  }
  ComPtr(ComPtr&& other) noexcept : pointer_(std::exchange(other.pointer_, nullptr)) {}
  ComPtr& operator=(ComPtr other) noexcept {
    std::swap(pointer_, other.pointer_);
    return *this;
  }
  ~ComPtr() { reset(); }

  /** Takes ownership of the caller's reference. */
  static ComPtr attach(Interface* pointer) noexcept {
    ComPtr result;
    result.pointer_ = pointer;
    return result;
  }

  void reset() noexcept {
    if (Interface* pointer = std::exchange(pointer_, nullptr)) pointer->Release();
  }
  Interface* detach() noexcept { return std::exchange(pointer_, nullptr); }
  Interface* get() const noexcept { return pointer_; }
  Interface* operator->() const noexcept { return pointer_; }
  explicit operator bool() const noexcept { return pointer_ != nullptr; }

  /** The out parameter of a call. */
  Interface** put() noexcept {
    reset();
    return &pointer_;
  }
  void** put_void() noexcept { return reinterpret_cast<void**>(put()); }

 private:
  Interface* pointer_ = nullptr;
};

/** Owns a string that a call allocated with CoTaskMemAlloc. */
class TaskString {
 public:
  TaskString() noexcept = default;
  TaskString(const TaskString&) = delete;
  TaskString& operator=(const TaskString&) = delete;
  ~TaskString() { CoTaskMemFree(text_); }
  wchar_t** put() noexcept { return &text_; }
  const wchar_t* get() const noexcept { return text_ ? text_ : L""; }

 private:
  wchar_t* text_ = nullptr;
};

/** A BSTR for the caller, who frees it. */
inline BSTR new_bstr(const std::wstring& text) {
  BSTR result = SysAllocStringLen(text.data(), static_cast<UINT>(text.size()));
  if (!result) throw std::bad_alloc();
  return result;
}

/** Reference counting and QueryInterface of an object with one interface. */
template <typename Derived, typename Interface>
class ComObject : public Interface {
 public:
  ComObject(const ComObject&) = delete;
  ComObject& operator=(const ComObject&) = delete;

  HRESULT WINAPI QueryInterface(REFIID identifier, void** object) noexcept override {
    if (!object) return E_POINTER;
    if (identifier != IID_IUnknown && identifier != Derived::identifier()) {
      *object = nullptr;
      return E_NOINTERFACE;
    }
    *object = static_cast<Interface*>(this);
    AddRef();
    return S_OK;
  }
  ULONG WINAPI AddRef() noexcept override { return ++references_; }
  ULONG WINAPI Release() noexcept override {
    const ULONG left = --references_;
    if (left == 0) delete static_cast<Derived*>(this);
    return left;
  }

 protected:
  ComObject() noexcept = default;
  ~ComObject() = default;

 private:
  std::atomic<ULONG> references_{1};
};

/** Returns a new object to the caller, who owns its reference. */
template <typename Object, typename Interface, typename... Arguments>
void hand_out(Interface** out, Arguments&&... arguments) {
  *out = new Object(std::forward<Arguments>(arguments)...);
}

}  // namespace reference
