// The only definition of the GUIDs of <mobsync.h>.
#include <initguid.h>
// <initguid.h> first: it turns the declarations below into definitions.
#include <windows.h>

#include <mobsync.h>
