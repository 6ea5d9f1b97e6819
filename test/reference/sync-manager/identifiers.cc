// The one place where the GUIDs of <mobsync.h> are defined.
#include <initguid.h>
// First of all <initguid.h>: it turns the declarations below into definitions.
#include <windows.h>

#include <mobsync.h>
