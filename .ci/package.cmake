# Debian packages by CPack: keruen, libkeruen0.1, libkeruen-dev. ./run package configures with the prefix /usr.
set(SONAME_PACKAGE libkeruen${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
set(DEBIAN_REVISION 1)
set(DEBIAN_PACKAGES keruen ${SONAME_PACKAGE} libkeruen-dev)
set(DEBIAN_COMPONENTS program library development)

# Debian's changelog and copyright, one pair for each package; the date is that of the last change, never today's.
if(DEFINED ENV{SOURCE_DATE_EPOCH})
  string(TIMESTAMP DEBIAN_DATE "%a, %d %b %Y %H:%M:%S +0000" UTC)
else()
  set(DEBIAN_DATE "Thu, 01 Jan 1970 00:00:00 +0000")
endif()
configure_file(.ci/debian-changelog.in debian/changelog @ONLY)
add_custom_command(OUTPUT debian/changelog.Debian.gz
  COMMAND gzip -9nc debian/changelog > debian/changelog.Debian.gz DEPENDS debian/changelog VERBATIM)
add_custom_target(debian_files ALL DEPENDS debian/changelog.Debian.gz)
# Nobody uploads these to Debian, so no bug of Debian's asks for them.
foreach(package component IN ZIP_LISTS DEBIAN_PACKAGES DEBIAN_COMPONENTS)
  install(FILES ${PROJECT_BINARY_DIR}/debian/changelog.Debian.gz .ci/copyright
    DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package} COMPONENT ${component})
  file(CONFIGURE OUTPUT debian/${package} CONTENT "${package}: initial-upload-closes-no-bugs *\n")
  install(FILES ${PROJECT_BINARY_DIR}/debian/${package} DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides COMPONENT ${component})
endforeach()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_PACKAGE_CONTACT "Keruen maintainers <maintainers@keruen.invalid>")
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_COMPONENTS_ALL ${DEBIAN_COMPONENTS})
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE ${DEBIAN_REVISION})
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS_POLICY ">=")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME keruen)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION science)
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION "allocates multimodal freight within dated capacities
Keruen allocates freight over border crossings, ports, railway sections and
roads whose capacities change on known dates: the plan with the least total
transit time within every capacity, a dated itinerary for every shipment in
whole kilograms, and a bound that proves how good the plan is.
.
It holds the program, its manual pages, two data sets, and units of systemd
for a nightly run.")

set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME ${SONAME_PACKAGE})
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
file(WRITE ${PROJECT_BINARY_DIR}/debian/triggers "activate-noawait ldconfig\n")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA ${PROJECT_BINARY_DIR}/debian/triggers)
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION "solver of multimodal freight: shared library
Keruen allocates freight over border crossings, ports, railway sections and
roads whose capacities change on known dates, and proves how good a plan is.
.
It holds the library that programs in C call to read, build and solve
instances, and to look at the plans.")

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libkeruen-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
  "${SONAME_PACKAGE} (= ${PROJECT_VERSION}-${DEBIAN_REVISION}), libcsv-dev, libglpk-dev, libjansson-dev, zlib1g-dev")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "solver of multimodal freight: header and static library
Keruen allocates freight over border crossings, ports, railway sections and
roads whose capacities change on known dates, and proves how good a plan is.
.
It holds the header, the static library, the pkg-config file, and example
programs.")
set(CPACK_POST_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/.ci/repack.cmake)
include(CPack)
