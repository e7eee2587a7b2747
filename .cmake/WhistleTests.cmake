# Registration of tests with CTest; tests/CMakeLists.txt says how to add one.

# whistle_add_unit_tests(<program> <folder under tests/> [LINK <library>...])
# One program for the folder's *_test.cc (and whatever other .cc files they share there), one CTest entry per test
# file, named after it: engine/route_test.
function(whistle_add_unit_tests program folder)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "LINK")
  set(directory "${CMAKE_CURRENT_SOURCE_DIR}/${folder}")
  file(GLOB test_files CONFIGURE_DEPENDS "${directory}/*_test.cc")
  set_property(GLOBAL APPEND PROPERTY WHISTLE_UNIT_TEST_FILES ${test_files})
  if(NOT test_files)
    return()
  endif()
  file(GLOB sources CONFIGURE_DEPENDS "${directory}/*.cc")
  if(folder STREQUAL "support")
    set(sources ${test_files}) # the rest is whistle_test_main
  endif()
  add_executable(${program} ${sources})
  target_link_libraries(${program} PRIVATE whistle_test_main whistle_warnings ${arg_LINK})
  whistle_unite(${program})
  foreach(file IN LISTS test_files)
    get_filename_component(stem "${file}" NAME_WE)
    add_test(NAME "${folder}/${stem}"
      COMMAND ${program} --source-file=*/${folder}/${stem}.cc --no-intro=true)
    # A file whose tests were all filtered away or forgotten is a failure, not a pass.
    set_tests_properties("${folder}/${stem}" PROPERTIES
      FAIL_REGULAR_EXPRESSION "test cases: +0 "
      ENVIRONMENT "WHISTLE_SOURCE_DIR=${PROJECT_SOURCE_DIR};WHISTLE_BIN_DIR=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}"
      TIMEOUT 600)
  endforeach()
endfunction()

# A test file in a folder that no program builds would never run.
function(whistle_check_unit_tests_complete)
  file(GLOB_RECURSE all CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*_test.cc")
  get_property(built GLOBAL PROPERTY WHISTLE_UNIT_TEST_FILES)
  list(REMOVE_ITEM all ${built})
  if(all)
    message(WARNING "no program in tests/CMakeLists.txt builds: ${all}")
  endif()
endfunction()

function(whistle_add_script_tests)
  file(GLOB_RECURSE scripts CONFIGURE_DEPENDS RELATIVE "${CMAKE_CURRENT_SOURCE_DIR}"
    "${CMAKE_CURRENT_SOURCE_DIR}/*_test.py" "${CMAKE_CURRENT_SOURCE_DIR}/*_test.sh")
  set(python_path "${CMAKE_BINARY_DIR}/python:${CMAKE_CURRENT_SOURCE_DIR}/support:${CMAKE_CURRENT_SOURCE_DIR}/python")
  foreach(script IN LISTS scripts)
    string(REGEX REPLACE "\\.(py|sh)$" "" name "${script}")
    if(script MATCHES "\\.py$")
      set(command "${Python3_EXECUTABLE}" -B "${CMAKE_CURRENT_SOURCE_DIR}/${script}")
    else()
      set(command bash "${CMAKE_CURRENT_SOURCE_DIR}/${script}")
    endif()
    add_test(NAME "${name}" COMMAND ${command})
    set_tests_properties("${name}" PROPERTIES
      SKIP_RETURN_CODE 77
      TIMEOUT 600
      ENVIRONMENT "WHISTLE_SOURCE_DIR=${PROJECT_SOURCE_DIR};WHISTLE_BIN_DIR=${CMAKE_RUNTIME_OUTPUT_DIRECTORY};PYTHONPATH=${python_path}")
  endforeach()
endfunction()

macro(whistle_read_test_properties)
  file(GLOB_RECURSE property_files CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/properties.cmake")
  foreach(property_file IN LISTS property_files)
    include("${property_file}")
  endforeach()
endmacro()
