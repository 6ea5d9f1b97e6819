// IEnumBackgroundCopyJobs and IEnumBackgroundCopyFiles: a fixed list of objects.
#pragma once

#include <algorithm>
#include <vector>

#include "object.h"
#include "objects.h"

namespace reference {

struct JobEnumeration {
  using Interface = IEnumBackgroundCopyJobs;
  using Element = IBackgroundCopyJob;
  static constexpr const char* kNext = "IEnumBackgroundCopyJobs.Next";
  static constexpr const char* kSkip = "IEnumBackgroundCopyJobs.Skip";
  static constexpr const char* kReset = "IEnumBackgroundCopyJobs.Reset";
  static constexpr const char* kClone = "IEnumBackgroundCopyJobs.Clone";
  static constexpr const char* kGetCount = "IEnumBackgroundCopyJobs.GetCount";
  static const IID& identifier() noexcept { return IID_IEnumBackgroundCopyJobs; }
};

struct FileEnumeration {
  using Interface = IEnumBackgroundCopyFiles;
  using Element = IBackgroundCopyFile;
  static constexpr const char* kNext = "IEnumBackgroundCopyFiles.Next";
  static constexpr const char* kSkip = "IEnumBackgroundCopyFiles.Skip";
  static constexpr const char* kReset = "IEnumBackgroundCopyFiles.Reset";
  static constexpr const char* kClone = "IEnumBackgroundCopyFiles.Clone";
  static constexpr const char* kGetCount = "IEnumBackgroundCopyFiles.GetCount";
  static const IID& identifier() noexcept { return IID_IEnumBackgroundCopyFiles; }
};

template <typename Kind>
class Enumerator final : public ServedObject<Enumerator<Kind>, typename Kind::Interface> {
 public:
  using Element = ComPtr<typename Kind::Element>;

  Enumerator(Service& service, json::Value subject, std::vector<Element> elements, std::size_t at = 0)
      : ServedObject<Enumerator<Kind>, typename Kind::Interface>(service),
        subject_(std::move(subject)),
        elements_(std::move(elements)),
        at_(at) {}

  json::Value subject() const { return subject_; }
  void* find(REFIID interface_id) noexcept {
    if (interface_id != IID_IUnknown && interface_id != Kind::identifier()) return nullptr;
    return static_cast<typename Kind::Interface*>(this);
  }

  HRESULT WINAPI Next(ULONG wanted, typename Kind::Element** out, ULONG* fetched) noexcept override {
    return this->service_.call(Kind::kNext, subject_, json::Object{{"celt", wanted}}, [&] {
      if (fetched) *fetched = 0;
      if (wanted != 1 && !fetched) return E_INVALIDARG;
      const auto count = static_cast<ULONG>(std::min<std::size_t>(wanted, elements_.size() - at_));
      for (ULONG index = 0; index < count; ++index)
        out[index] = Element(elements_[at_ + index]).detach();
      at_ += count;
      if (fetched) *fetched = count;
      return count == wanted ? S_OK : S_FALSE;
    });
  }
  HRESULT WINAPI Skip(ULONG count) noexcept override {
    return this->service_.call(Kind::kSkip, subject_, json::Object{{"celt", count}}, [&] {
      const std::size_t left = elements_.size() - at_;
      at_ += std::min<std::size_t>(count, left);
      return count <= left ? S_OK : S_FALSE;
    });
  }
  HRESULT WINAPI Reset() noexcept override {
    return this->service_.call(Kind::kReset, subject_, json::Object{}, [&] {
      at_ = 0;
      return S_OK;
    });
  }
  HRESULT WINAPI Clone(typename Kind::Interface** out) noexcept override {
    return this->service_.call(Kind::kClone, subject_, json::Object{}, [&] {
      *out = new Enumerator(this->service_, subject_, elements_, at_);
      return S_OK;
    });
  }
  HRESULT WINAPI GetCount(ULONG* count) noexcept override {
    return this->service_.call(Kind::kGetCount, subject_, json::Object{}, [&] {
      *count = static_cast<ULONG>(elements_.size());
      return S_OK;
    });
  }

 private:
  json::Value subject_;
  std::vector<Element> elements_;
  std::size_t at_;
};

using JobEnumerator = Enumerator<JobEnumeration>;
using FileEnumerator = Enumerator<FileEnumeration>;

}  // namespace reference
