# `cmake --install build/release --prefix /usr`: the two programs, their man pages, the unit, an example of the
# configuration, and completion for the client. A configuration that is there already is not overwritten.
# A component is what one machine needs: whistled the one that serves, whistle everybody's. tools/package makes a Debian
# package of each.
include(GNUInstallDirs)

set(WHISTLE_UNIT_DIR "lib/systemd/system" CACHE STRING "Where units of the system go, below the prefix")

install(TARGETS whistled RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT whistled)
install(TARGETS whistle RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT whistle)
install(FILES whistled/whistled.8 DESTINATION "${CMAKE_INSTALL_MANDIR}/man8" COMPONENT whistled)
install(FILES whistle/whistle.1 DESTINATION "${CMAKE_INSTALL_MANDIR}/man1" COMPONENT whistle)
install(FILES whistled/whistled.toml whistled/whistled.logrotate DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/whistle"
  COMPONENT whistled)

# The unit names the place that is installed to, which --prefix may choose as late as now.
install(CODE "set(unit_template \"${CMAKE_CURRENT_SOURCE_DIR}/whistled/whistled.service.in\")
set(unit_dir \"${WHISTLE_UNIT_DIR}\")
set(bin_dir \"${CMAKE_INSTALL_BINDIR}\")
set(sysconf_dir \"${CMAKE_INSTALL_SYSCONFDIR}\")
set(example \"${CMAKE_CURRENT_SOURCE_DIR}/whistled/whistled.toml\")" COMPONENT whistled)
install(SCRIPT "${CMAKE_CURRENT_SOURCE_DIR}/install_late.cmake" COMPONENT whistled)

install(CODE "set(bin_dir \"${CMAKE_INSTALL_BINDIR}\")
set(data_dir \"${CMAKE_INSTALL_DATADIR}\")" COMPONENT whistle)
install(SCRIPT "${CMAKE_CURRENT_SOURCE_DIR}/install_completion.cmake" COMPONENT whistle)
