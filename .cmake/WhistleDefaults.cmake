# Settings that hold for every target of this build.

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_VERIFY_INTERFACE_HEADER_SETS ON)

# Assertions guard invariants and end the process; they stay in every build, so NDEBUG is never defined.
set(CMAKE_CXX_FLAGS_RELEASE "-O2")
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g")

if(CMAKE_BUILD_TYPE STREQUAL "Debug")
  set(WHISTLE_BENCH_DEFAULT OFF)
else()
  set(WHISTLE_BENCH_DEFAULT ON)
endif()

# "address;undefined" or "thread". Applies to everything that is compiled here, generated code included.
set(WHISTLE_SANITIZE "" CACHE STRING "Sanitizers to build with, a ;-list")
foreach(sanitizer IN LISTS WHISTLE_SANITIZE)
  add_compile_options(-fsanitize=${sanitizer} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${sanitizer})
endforeach()
if(WHISTLE_SANITIZE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # With instrumentation g++ 12 loses track of values, and these warn of what is not there; the other presets ask them.
  add_compile_options(-Wno-maybe-uninitialized -Wno-restrict -Wno-dangling-pointer -Wno-array-bounds
    -Wno-stringop-overflow -Wno-stringop-overread)
endif()
if("undefined" IN_LIST WHISTLE_SANITIZE)
  add_compile_options(-fno-sanitize-recover=undefined)
endif()

option(WHISTLE_UNITE "Compile the sources of a target some dozen at a time: most of a build is reading headers" OFF)

find_program(WHISTLE_CCACHE ccache)
if(WHISTLE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${WHISTLE_CCACHE}")
endif()
