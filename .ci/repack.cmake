# After CPack: every package once more by dpkg-deb, all its files as old as the last change of the source, so that two
# builds are the same bytes; and without the ldconfig calls that CPack writes, where the trigger does that.
if(NOT DEFINED ENV{SOURCE_DATE_EPOCH})
  message(FATAL_ERROR "SOURCE_DATE_EPOCH is not set; ./run package sets it")
endif()
foreach(package ${CPACK_PACKAGE_FILES})
  set(tree ${package}.tree)
  set(steps
    "rm -rf '${tree}'"
    "dpkg-deb -R '${package}' '${tree}'"
    "rm -f '${tree}/DEBIAN/postinst' '${tree}/DEBIAN/postrm'"
    "find '${tree}' -exec touch -h -d @$ENV{SOURCE_DATE_EPOCH} '{}' +"
    "dpkg-deb --root-owner-group -Zxz -b '${tree}' '${package}'"
    "rm -rf '${tree}'")
  list(JOIN steps " && " script)
  execute_process(COMMAND sh -c "${script}" COMMAND_ERROR_IS_FATAL ANY OUTPUT_QUIET)
endforeach()
