#pragma once

#include <unknwn.h>
#include <windows.h>

constexpr DWORD COINIT_APARTMENTTHREADED = 0x2;
constexpr DWORD COINIT_MULTITHREADED = 0x0;
constexpr DWORD COINIT_DISABLE_OLE1DDE = 0x4;
using CO_MTA_USAGE_COOKIE = void*;

HRESULT CoInitializeEx(void* reserved, DWORD flags) noexcept;
void CoUninitialize() noexcept;
HRESULT CoIncrementMTAUsage(CO_MTA_USAGE_COOKIE* cookie) noexcept;
HRESULT CoWaitForMultipleHandles(DWORD flags, DWORD milliseconds, ULONG count, HANDLE* handles, DWORD* index) noexcept;
void* CoTaskMemAlloc(std::size_t size) noexcept;
void CoTaskMemFree(void* memory) noexcept;
