# Whole lives of a daemon, and a backup that is restored once for every kind of damage to every file.
set_tests_properties(operations/backup_test operations/doctor_test operations/guards_test PROPERTIES TIMEOUT 1800)
