// Modern jobs of BITS in the process of their client, and their manager, which count their calls.
#pragma once

#include <windows.h>

#include <bits.h>

namespace in_process {

// The files of every job: the first ones are of known size, 100 bytes each.
void SetFiles(ULONG count, ULONG of_known_size);
void SetJobCount(ULONG count);

IBackgroundCopyJob* CreateJob();

// Makes CoCreateInstance of CLSID_BackgroundCopyManager return the manager of this library in this process.
HRESULT ServeManager();
void RevokeManager();

}  // namespace in_process
