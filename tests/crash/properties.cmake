# Twenty kills, each with a start, a look at the whole journal and another start; much slower under a sanitizer.
set_tests_properties(crash/kill_test crash/full_disk_test PROPERTIES TIMEOUT 1800)
