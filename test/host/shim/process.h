// The threads of the C library of Windows.
#pragma once

#include <cstdint>

// 0 if the thread cannot be created. The result is a handle for CloseHandle only.
std::uintptr_t _beginthreadex(void* security, unsigned stack_size, unsigned (*run)(void*), void* parameter,
                              unsigned flags, unsigned* id) noexcept;
