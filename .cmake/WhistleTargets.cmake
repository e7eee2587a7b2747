# One folder is one target. Sources are globbed, so a new file needs no edit here; a folder that has no source yet
# becomes an interface library, so that whoever links it can already say so.

# whistle_add_library(<name> [RECURSE] [EXCLUDE <file>...] [EXCLUDE_MATCHING <regex>] [LINK <library>...])
# A static library of the calling folder. Its headers form a file set, each of which must compile alone
# (target all_verify_interface_header_sets). Sources that EXCLUDE_MATCHING leaves out have their headers here all the
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
  else()
    set(scope INTERFACE)
    add_library(${name} INTERFACE)
  endif()
  target_compile_features(${name} ${scope} cxx_std_20)
  target_include_directories(${name} ${scope} "${PROJECT_SOURCE_DIR}")
  target_link_libraries(${name} ${scope} ${arg_LINK})
  if(headers)
    target_sources(${name} ${scope}
      FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}" FILES ${headers})
  endif()
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
