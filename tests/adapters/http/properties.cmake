if("thread" IN_LIST WHISTLE_SANITIZE)
  # As for http_server_test.cc: Asio's fences, which the sanitizer does not see.
  set_source_files_properties(adapters/http/served.cc PROPERTIES COMPILE_OPTIONS -Wno-tsan)
endif()
