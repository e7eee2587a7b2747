# Run by CPack over the staged files of each component before they are packed: compressed pages, changelog and copyright,
# logrotate's file, the example district, and zsh's completion where Debian's zsh looks.
set(source_dir "${CPACK_WHISTLE_SOURCE_DIR}")

# Of SOURCE_DATE_EPOCH, by which CPack dates the archive too, else of the commit.
function(date_of_sources variable)
  if(DEFINED ENV{SOURCE_DATE_EPOCH})
    set(seconds "$ENV{SOURCE_DATE_EPOCH}")
  else()
    execute_process(COMMAND git log -1 --format=%ct WORKING_DIRECTORY "${source_dir}"
      OUTPUT_VARIABLE seconds OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE failed ERROR_QUIET)
    if(failed)
      string(TIMESTAMP seconds "%s")
    endif()
  endif()
  execute_process(COMMAND date --utc --rfc-email "--date=@${seconds}" OUTPUT_VARIABLE date
    OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  set(${variable} "${date}" PARENT_SCOPE)
endfunction()

function(compress)
  execute_process(COMMAND gzip --best --no-name --force ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
  foreach(file IN LISTS ARGN)
    file(CHMOD "${file}.gz" PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
  endforeach()
endfunction()

# install_as <file of the sources> <file of the package>
function(install_as from to)
  configure_file("${from}" "${to}" COPYONLY FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
endfunction()

function(write_documents package doc)
  install_as("${source_dir}/tools/package/copyright" "${doc}/copyright")
  install_as("${source_dir}/CHANGELOG.md" "${doc}/CHANGELOG.md")
  date_of_sources(date)
  file(WRITE "${doc}/changelog" "${package} (${CPACK_PACKAGE_VERSION}) unstable; urgency=medium

  * What has changed is in CHANGELOG.md.gz beside this file.

 -- ${CPACK_PACKAGE_CONTACT}  ${date}
")
  compress("${doc}/CHANGELOG.md" "${doc}/changelog")
endfunction()

function(lay_out package stage)
  set(doc "${stage}/usr/share/doc/${package}")
  if(package STREQUAL "whistled")
    # The examples of an installation by hand: here they are in place.
    file(REMOVE_RECURSE "${stage}/usr/share/doc/whistle")
    install_as("${source_dir}/tools/whistled/whistled.logrotate" "${stage}/etc/logrotate.d/whistled")
    install_as("${source_dir}/tools/package/whistled/README.Debian" "${doc}/README.Debian")
    file(COPY "${source_dir}/tools/demonstration/weifang-hitech" DESTINATION "${doc}/examples"
      NO_SOURCE_PERMISSIONS)
  else()
    file(MAKE_DIRECTORY "${stage}/usr/share/zsh/vendor-completions")
    file(RENAME "${stage}/usr/share/zsh/site-functions/_whistle" "${stage}/usr/share/zsh/vendor-completions/_whistle")
    file(REMOVE_RECURSE "${stage}/usr/share/zsh/site-functions")
  endif()
  write_documents("${package}" "${doc}")
  file(GLOB pages "${stage}/usr/share/man/man*/*.[18]")
  compress(${pages})
endfunction()

foreach(package IN LISTS CPACK_COMPONENTS_ALL)
  lay_out("${package}" "${CPACK_TEMPORARY_INSTALL_DIRECTORY}/${package}")
endforeach()
