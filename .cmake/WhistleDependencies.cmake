# Everything comes from Debian packages; tools/packages.txt lists them.

set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
# The scripts use Debian's python3-zmq and python3-protobuf, which only Debian's interpreter sees.
set(Python3_EXECUTABLE /usr/bin/python3 CACHE FILEPATH "Interpreter for tests and the demonstration")
find_package(Python3 REQUIRED COMPONENTS Interpreter)
find_package(Protobuf 3.21 MODULE REQUIRED)
find_package(tl-expected REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json)
find_package(OpenSSL 3.0 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(RocksDB REQUIRED) # RocksDB::rocksdb is the static library; link RocksDB::rocksdb-shared
find_package(yaml-cpp REQUIRED)
find_package(date REQUIRED)
find_package(CLI11 REQUIRED)
find_package(spdlog REQUIRED)
find_package(pugixml REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(prometheus REQUIRED IMPORTED_TARGET prometheus-cpp-core)
pkg_check_modules(zeromq REQUIRED IMPORTED_TARGET libzmq)
# Of what libzmq itself needs it brings directories that nothing here includes from, and CMake 3.25 gives them as other
# flags when it configures for the second time: half the tree would be compiled again.
set_target_properties(PkgConfig::zeromq PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "" INTERFACE_COMPILE_OPTIONS "")
pkg_check_modules(jemalloc REQUIRED IMPORTED_TARGET jemalloc)
find_path(CPPZMQ_INCLUDE_DIR zmq_addon.hpp REQUIRED)

# libcsv ships neither a CMake nor a pkg-config file.
find_library(CSV_LIBRARY csv REQUIRED)
find_path(CSV_INCLUDE_DIR csv.h REQUIRED)
add_library(whistle_csv INTERFACE)
target_link_libraries(whistle_csv INTERFACE "${CSV_LIBRARY}")
target_include_directories(whistle_csv SYSTEM INTERFACE "${CSV_INCLUDE_DIR}")

add_library(whistle_warnings INTERFACE)
target_compile_options(whistle_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror
  $<$<CXX_COMPILER_ID:Clang>:-Wno-string-conversion>) # of WHISTLE_ASSERT(!"why"), which g++ does not have
