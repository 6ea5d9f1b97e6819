#pragma once

#include "winsync/interfaces.h"
#include "winsync/records.h"

namespace winprogress::winsync {

// What the objects tell that providers hand to a callback. They are borrowed, and read while the callback runs.
ChangeRecord ReadChange(ISyncChange& change);
ConflictRecord ReadConflict(IChangeConflict& conflict);
RecoverableErrorRecord ReadRecoverableError(IRecoverableError& error);

}  // namespace winprogress::winsync
