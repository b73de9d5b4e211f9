# What `cmake --install` lays down: the program, the library with its headers,
# the schemas, and files for find_package(siptriage) and pkg-config.
include(CMakePackageConfigHelpers)

install(TARGETS siptriage_program RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS siptriage EXPORT siptriageTargets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY include/siptriage
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY data/schema
  DESTINATION ${CMAKE_INSTALL_DATADIR}/siptriage)

set(config_dir ${CMAKE_INSTALL_LIBDIR}/cmake/siptriage)
install(EXPORT siptriageTargets NAMESPACE siptriage::
  DESTINATION ${config_dir})
configure_package_config_file(
  scripts/cmake/siptriageConfig.cmake.in
  ${PROJECT_BINARY_DIR}/generated/siptriageConfig.cmake
  INSTALL_DESTINATION ${config_dir})
write_basic_package_version_file(
  ${PROJECT_BINARY_DIR}/generated/siptriageConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES
  ${PROJECT_BINARY_DIR}/generated/siptriageConfig.cmake
  ${PROJECT_BINARY_DIR}/generated/siptriageConfigVersion.cmake
  DESTINATION ${config_dir})

# From lib/pkgconfig (or lib/x86_64-linux-gnu/pkgconfig) up to the prefix, so
# that the installed tree can be moved.
file(RELATIVE_PATH pc_up /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(scripts/cmake/siptriage.pc.in
  ${PROJECT_BINARY_DIR}/generated/siptriage.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/generated/siptriage.pc
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
