# The part of the daemon's installation that depends on its prefix; tools/install.cmake sets the variables.
if(CMAKE_INSTALL_PREFIX STREQUAL "/usr")
  set(WHISTLE_CONFIG_DIR "/etc/whistle")
else()
  set(WHISTLE_CONFIG_DIR "${CMAKE_INSTALL_PREFIX}/${sysconf_dir}/whistle")
endif()
set(CMAKE_INSTALL_FULL_BINDIR "${CMAKE_INSTALL_PREFIX}/${bin_dir}")
set(root "$ENV{DESTDIR}")

message(STATUS "Installing: ${root}${CMAKE_INSTALL_PREFIX}/${unit_dir}/whistled.service")
configure_file("${unit_template}" "${root}${CMAKE_INSTALL_PREFIX}/${unit_dir}/whistled.service" @ONLY)

if(NOT EXISTS "${root}${WHISTLE_CONFIG_DIR}/whistled.toml")
  message(STATUS "Installing: ${root}${WHISTLE_CONFIG_DIR}/whistled.toml")
  configure_file("${example}" "${root}${WHISTLE_CONFIG_DIR}/whistled.toml" COPYONLY)
endif()
