# One folder is one target. Sources are globbed, so a new file needs no edit here; a folder that has no source yet
# becomes an interface library, so that whoever links it can already say so.

# What most sources include and no change of ours touches: the language and the standard library. A source has to compile
# without this, which every preset that does not ask for it proves.
set(whistle_precompiled
  <algorithm> <array> <chrono> <cstdint> <filesystem> <fstream> <functional> <map> <memory> <optional> <set> <sstream>
  <string> <string_view> <utility> <vector> <tl/expected.hpp>
  <whistle/v1/service.pb.h> <whistle/v1/entry.pb.h> <whistle/v1/ruleset.pb.h>)

# whistle_precompile(<name>)
# Compiles <name> over the headers above, where WHISTLE_PRECOMPILE asks for it. They are compiled once, by the core; only
# for what links it and has the same warnings.
function(whistle_precompile name)
  if(NOT WHISTLE_PRECOMPILE)
    return()
  endif()
  if(name STREQUAL "whistle_engine")
    target_precompile_headers(${name} PRIVATE ${whistle_precompiled})
  else()
    target_precompile_headers(${name} REUSE_FROM whistle_engine)
  endif()
endfunction()

# whistle_add_library(<name> [RECURSE] [EXCLUDE <file>...] [EXCLUDE_MATCHING <regex>] [LINK <library>...])
# A static library of the calling folder. Each of its headers must compile alone: as the first thing that its own source
# includes, or, where there is no such source, for the target all_verify_interface_header_sets. Sources that EXCLUDE_MATCHING leaves out have their headers here all the
# same: they are for a second library of the folder.
function(whistle_add_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "RECURSE" "EXCLUDE_MATCHING" "EXCLUDE;LINK")
  set(glob GLOB)
  if(arg_RECURSE)
    set(glob GLOB_RECURSE)
  endif()
  file(${glob} sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cc")
  file(${glob} headers CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.h")
  foreach(excluded IN LISTS arg_EXCLUDE)
    list(REMOVE_ITEM sources "${CMAKE_CURRENT_SOURCE_DIR}/${excluded}")
  endforeach()
  if(arg_EXCLUDE_MATCHING)
    list(FILTER sources EXCLUDE REGEX "${arg_EXCLUDE_MATCHING}")
  endif()

  if(sources)
    set(scope PUBLIC)
    add_library(${name} STATIC ${sources})
    target_link_libraries(${name} PRIVATE whistle_warnings)
    whistle_precompile(${name})
  else()
    set(scope INTERFACE)
    add_library(${name} INTERFACE)
  endif()
  target_compile_features(${name} ${scope} cxx_std_20)
  target_include_directories(${name} ${scope} "${PROJECT_SOURCE_DIR}")
  target_link_libraries(${name} ${scope} ${arg_LINK})
  foreach(header IN LISTS headers)
    whistle_first_included(first "${header}")
    cmake_path(RELATIVE_PATH header BASE_DIRECTORY "${PROJECT_SOURCE_DIR}" OUTPUT_VARIABLE path)
    if(first STREQUAL "#include \"${path}\"")
      list(APPEND proven ${header})
    else()
      list(APPEND unproven ${header})
    endif()
  endforeach()
  target_sources(${name} ${scope}
    FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}" FILES ${unproven}
    FILE_SET proven TYPE HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}" FILES ${proven})
  set_target_properties(${name} PROPERTIES INTERFACE_HEADER_SETS_TO_VERIFY HEADERS)
endfunction()

# whistle_first_included(<variable> <header>)
# The first directive of the source beside the header, as it was when the build was configured; empty without one.
function(whistle_first_included variable header)
  cmake_path(REPLACE_EXTENSION header LAST_ONLY .cc OUTPUT_VARIABLE source)
  set(first "")
  if(EXISTS "${source}")
    file(STRINGS "${source}" first REGEX "^ *#" LIMIT_COUNT 1)
  endif()
  set(${variable} "${first}" PARENT_SCOPE)
endfunction()

# whistle_add_program(<name> [LINK <library>...])
# The executable of the calling folder: main.cc over the folder's library. Skipped while there is no main.cc.
function(whistle_add_program name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LINK")
  file(GLOB main CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/main.cc")
  if(NOT main)
    message(STATUS "${name}: no main.cc, no program")
    return()
  endif()
  add_executable(${name} ${main})
  target_link_libraries(${name} PRIVATE whistle_warnings ${arg_LINK})
endfunction()
