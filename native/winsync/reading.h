#pragma once

#include "winsync/interfaces.h"
#include "winsync/records.h"

namespace winprogress::winsync {

// Reads the objects that providers pass to a callback. They are borrowed and read during the callback.
ChangeRecord ReadChange(ISyncChange& change);
ConflictRecord ReadConflict(IChangeConflict& conflict);
RecoverableErrorRecord ReadRecoverableError(IRecoverableError& error);

}  // namespace winprogress::winsync
