// The headers that most files of the reference servers include.

// Before <windows.h>, which would include an older version of it.
#include <winsock2.h>

#include <windows.h>

#include <objbase.h>

#include <algorithm>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>
