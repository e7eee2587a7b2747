# Two Debian packages, one of each component of tools/install.cmake: `cmake --build build/release --target deb` leaves
# them in build/release/packages. README.md beside this file says what is in them and why there are two.
set(WHISTLE_PACKAGE_MAINTAINER "Whistle maintainers <maintainers@whistle.example.org>" CACHE STRING
  "Name and address of who answers for the packages built here: NAME <ADDRESS>")

set(package_dir "${CMAKE_CURRENT_LIST_DIR}")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME whistle)
set(CPACK_PACKAGE_VERSION "${PROJECT_VERSION}")
set(CPACK_PACKAGE_CONTACT "${WHISTLE_PACKAGE_MAINTAINER}")
set(CPACK_OUTPUT_FILE_PREFIX "${PROJECT_BINARY_DIR}/packages")
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_STRIP_FILES ON)

# Staged as it will lie: the unit and the completion ask for the prefix, the configuration is outside it.
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_COMPONENTS_ALL whistle whistled)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_DEB_COMPONENT_INSTALL ON)

# What a Debian package has and an installation by hand has not.
set(CPACK_PRE_BUILD_SCRIPTS "${package_dir}/debian_layout.cmake")
set(CPACK_WHISTLE_SOURCE_DIR "${PROJECT_SOURCE_DIR}")

set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "") # each has its own, the first line of its description
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)

set(CPACK_DEBIAN_WHISTLE_PACKAGE_NAME whistle)
set(CPACK_DEBIAN_WHISTLE_PACKAGE_ENHANCES whistled)
set(CPACK_COMPONENT_WHISTLE_DESCRIPTION "client of the Whistle dispatch engine
Whistle sends complaints and calls for help (\"whistles\") in a city district
to the property firm, grid member or department that must answer, and chases
each of them by its limits.

This package has the command line: blow whistles, take and resolve tickets,
watch, administer, audit a journal, and check or try the rules of a district
without an engine.")

set(CPACK_DEBIAN_WHISTLED_PACKAGE_NAME whistled)
# adduser for postinst; procps has the kill by which the unit reloads.
set(CPACK_DEBIAN_WHISTLED_PACKAGE_DEPENDS "adduser, procps")
set(CPACK_DEBIAN_WHISTLED_PACKAGE_RECOMMENDS whistle)
set(CPACK_DEBIAN_WHISTLED_PACKAGE_CONTROL_EXTRA "${package_dir}/whistled/conffiles;${package_dir}/whistled/postinst"
  "${package_dir}/whistled/prerm;${package_dir}/whistled/postrm")
set(CPACK_COMPONENT_WHISTLED_DESCRIPTION "dispatch engine of a city district
Whistle sends complaints and calls for help (\"whistles\") in a city district
to the property firm, grid member or department that must answer, and chases
each of them by its limits.

This package has the daemon, its unit for systemd and its configuration. It
takes whistles over ZeroMQ, HTTP and Open311, and keeps a journal from which
everything it decided can be proved. It starts once its data directory has
been founded by \"whistled init\".")

include(CPack)

# `package`, which CPack defines, builds everything first; this builds what is in them.
add_custom_target(deb
  COMMAND "${CMAKE_CPACK_COMMAND}" --config "${PROJECT_BINARY_DIR}/CPackConfig.cmake"
  WORKING_DIRECTORY "${PROJECT_BINARY_DIR}"
  DEPENDS whistle whistled
  COMMENT "Debian packages in ${PROJECT_BINARY_DIR}/packages"
  USES_TERMINAL)
