# Each kill is a start and a look at what is new, each fault an engine that recovers; much slower under a sanitizer.
set_tests_properties(crash/kill_test crash/full_disk_test crash/damage_test crash/power_cut_test PROPERTIES TIMEOUT 1800)
