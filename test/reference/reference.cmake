# What the builds of the reference servers have in common. The including file names the languages of its project before.
set(REFERENCE_FOLDER ${CMAKE_CURRENT_LIST_DIR})
set(CMAKE_CXX_STANDARD 17)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_SHARED_MODULE_PREFIX "")
# They are built for each check, and only tests call them.
set(CMAKE_CXX_FLAGS_RELEASE "-O1")
# Eight sources at a time are compiled as one: nearly all of the time is that of the headers.
set(CMAKE_UNITY_BUILD ON)

add_compile_definitions(UNICODE _UNICODE _WIN32_WINNT=0x0A00)
add_link_options(-static)

find_program(WIDL x86_64-w64-mingw32-widl REQUIRED)
# MinGW ships headers only; the IDL files that ours import come with Wine's development package.
find_path(IDL_IMPORTS oaidl.idl
  PATHS /usr/include/wine/wine/windows /usr/include/wine/windows /usr/include/wine-development/wine/windows
  NO_CMAKE_FIND_ROOT_PATH REQUIRED)
set(widl_flags -m64 -I ${IDL_IMPORTS})

# Warnings, and the headers that most files include, which are compiled once.
function(compile_reference_target name)
  target_compile_options(${name} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Werror>)
  target_precompile_headers(${name} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:${REFERENCE_FOLDER}/precompiled.h>)
endfunction()
