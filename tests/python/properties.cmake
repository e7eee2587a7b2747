# Whole lives of a daemon, some with tens of thousands of clocks; much slower under a sanitizer.
set_tests_properties(python/same_journal_test python/wire_test python/command_line_test PROPERTIES TIMEOUT 1800)
