#include "queue_object.h"

#include "group_object.h"
#include "guid_enumerator.h"

namespace reference {

HRESULT QueueObject::CreateGroup(GUID id, IBackgroundCopyGroup** group) noexcept {
  client_.stirred();
  if (!group) return E_POINTER;
  *group = nullptr;
  return guarded([&] {
    hand_out<GroupObject>(group, queue_->create(id), client_);
    return S_OK;
  });
}

HRESULT QueueObject::GetGroup(GUID id, IBackgroundCopyGroup** group) noexcept {
  client_.stirred();
  if (!group) return E_POINTER;
  *group = nullptr;
  return guarded([&] {
    hand_out<GroupObject>(group, queue_->find(id), client_);
    return S_OK;
  });
}

HRESULT QueueObject::EnumGroups(DWORD flags, IEnumBackgroundCopyGroups** groups) noexcept {
  client_.stirred();
  if (!groups) return E_POINTER;
  *groups = nullptr;
  if (flags != 0) return E_NOTIMPL;
  return guarded([&] {
    hand_out<GuidEnumerator<IEnumBackgroundCopyGroups>>(groups, queue_->identifiers(), client_);
    return S_OK;
  });
}

HRESULT QueueFactory::CreateInstance(IUnknown* outer, REFIID identifier, void** object) noexcept {
  if (!object) return E_POINTER;
  *object = nullptr;
  if (outer) return CLASS_E_NOAGGREGATION;
  return guarded([&] {
    const auto instance = ComPtr<IBackgroundCopyQMgr>::attach(new QueueObject(queue_));
    return instance->QueryInterface(identifier, object);
  });
}

HRESULT QueueFactory::LockServer(BOOL lock) noexcept {
  if (lock) {
    queue_->lifetime()->client_arrived();
  } else {
    queue_->lifetime()->client_left();
  }
  return S_OK;
}

}  // namespace reference
