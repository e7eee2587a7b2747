# Two thousand handshakes and their keys; much slower under a sanitizer.
set_tests_properties(whistled/connections_test PROPERTIES TIMEOUT 1800)
