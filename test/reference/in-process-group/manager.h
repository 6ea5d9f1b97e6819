// Modern jobs of BITS in the process of their client, and their manager, which count the calls that they get.
#pragma once

#include <windows.h>

#include <bits.h>

namespace in_process {

// What every job has: files of which the first ones are of known size, 100 bytes each.
void SetFiles(ULONG count, ULONG of_known_size);
void SetJobCount(ULONG count);

IBackgroundCopyJob* CreateJob();

// Has CoCreateInstance of CLSID_BackgroundCopyManager give the manager of this library in this process.
HRESULT ServeManager();
void RevokeManager();

}  // namespace in_process
