#pragma once

#include <windows.h>

#include <objbase.h>

#include "com/com_ptr.h"
#include "com/hresult.h"
#include "syncmgr/identifiers.h"
#include "syncmgr/interfaces.h"

namespace winprogress::syncmgr {

inline com::ComPtr<IGlobalInterfaceTable> GlobalInterfaceTable() {
  com::ComPtr<IGlobalInterfaceTable> table;
  com::ThrowIfFailed(CoCreateInstance(CLSID_StdGlobalInterfaceTable, nullptr, CLSCTX_INPROC_SERVER,
                                      IID_IGlobalInterfaceTable, reinterpret_cast<void**>(table.Receive())),
                     "CoCreateInstance");
  return table;
}

// A callback in the Global Interface Table, from which every apartment gets a pointer that it may call. Made and ended
// in threads that are in an apartment.
class TableEntry {
 public:
  // Puts a pointer of this apartment into the table.
  explicit TableEntry(ISynchronizeCallback& callback) : is_ours_(true) {
    com::ThrowIfFailed(
        GlobalInterfaceTable()->RegisterInterfaceInGlobal(&callback, kInterfaceSynchronizeCallback, &cookie_),
        "IGlobalInterfaceTable.RegisterInterfaceInGlobal");
  }
  // Uses what somebody else has put there.
  explicit TableEntry(DWORD cookie) noexcept : cookie_(cookie), is_ours_(false) {}
  TableEntry(const TableEntry&) = delete;
  TableEntry& operator=(const TableEntry&) = delete;
  ~TableEntry() {
    if (!is_ours_) return;
    try {
      GlobalInterfaceTable()->RevokeInterfaceFromGlobal(cookie_);
    } catch (const com::HResultFailure&) {
      // Without a table there is nothing in it.
      return;
    }
  }

  // For the apartment of the calling thread.
  com::ComPtr<ISynchronizeCallback> Get(const char* operation) const {
    com::ComPtr<ISynchronizeCallback> callback;
    com::ThrowIfFailed(GlobalInterfaceTable()->GetInterfaceFromGlobal(cookie_, kInterfaceSynchronizeCallback,
                                                                      reinterpret_cast<void**>(callback.Receive())),
                       operation);
    return callback;
  }

 private:
  DWORD cookie_ = 0;
  const bool is_ours_;
};

}  // namespace winprogress::syncmgr
