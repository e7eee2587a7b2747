# One folder is one target. Sources are globbed, so a new file needs no edit here; a folder that has no source yet
# becomes an interface library, so that whoever links it can already say so.

# whistle_unite(<name>)
# Compiles the sources of <name> together, where WHISTLE_UNITE asks for it. Each has to compile alone, which the preset
# `dev` proves, and clang-tidy but for what it precompiles; the unnamed namespace is then shared: a name that two of them give to different things is
# an error, and is mended by a better name, or by whistle_compile_alone.
function(whistle_unite name)
  if(WHISTLE_UNITE)
    set_target_properties(${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 16)
    # A type that is defined in a source with a member of its unnamed namespace is not in a header for that.
    target_compile_options(${name} PRIVATE -Wno-subobject-linkage)
  endif()
endfunction()

# whistle_compile_alone(<source>...)
# Sources of the calling folder that are never compiled together with others.
function(whistle_compile_alone)
  set_source_files_properties(${ARGN} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
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
    whistle_unite(${name})
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
