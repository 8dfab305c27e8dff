# libkeruen, shared and static, and what cmake --install puts where.
include(GNUInstallDirs)

# Everything below cli/ goes in; only what keruen.h declares comes out.
add_library(libkeruen SHARED $<TARGET_OBJECTS:kr_lib>)
set_target_properties(libkeruen PROPERTIES OUTPUT_NAME keruen VERSION ${PROJECT_VERSION}
  SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
target_link_libraries(libkeruen PRIVATE kr_instances kr_solver kr_graph)
# clang's sanitizers stand in the program alone, so a library of theirs has names that are not defined in it.
target_link_options(libkeruen PRIVATE -Wl,--exclude-libs,ALL $<$<NOT:$<C_COMPILER_ID:Clang>>:-Wl,-z,defs>)

# One object of all of it, whose hidden names are local, so that they cannot meet those of a program.
set(STATIC_LIBRARY ${PROJECT_BINARY_DIR}/libkeruen.a)
add_custom_command(OUTPUT ${STATIC_LIBRARY}
  COMMAND ${CMAKE_COMMAND} -E rm -f ${STATIC_LIBRARY}
  COMMAND ${CMAKE_LINKER} -r -o keruen-all.o $<TARGET_OBJECTS:kr_lib> $<TARGET_FILE:kr_instances> $<TARGET_FILE:kr_solver> $<TARGET_FILE:kr_graph>
  COMMAND ${CMAKE_OBJCOPY} --localize-hidden keruen-all.o
  COMMAND ${CMAKE_AR} qcD ${STATIC_LIBRARY} keruen-all.o
  DEPENDS kr_lib kr_instances kr_solver kr_graph $<TARGET_OBJECTS:kr_lib> COMMAND_EXPAND_LISTS VERBATIM)
add_custom_target(libkeruen_static ALL DEPENDS ${STATIC_LIBRARY})

# The way from keruen.pc to the prefix, so that the tree may be moved.
file(RELATIVE_PATH UP /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
configure_file(.ci/keruen.pc.in keruen.pc @ONLY)

# Manual pages and completions: from the option tables, by the program itself.
set(PAGES keruen.1.gz)
set(MAKE_PAGES COMMAND keruen help --man | gzip -9n > man/keruen.1.gz)
file(GLOB COMMAND_SOURCES CONFIGURE_DEPENDS cli/*.c)
foreach(source ${COMMAND_SOURCES})
  file(STRINGS ${source} usages REGEX "^const kr_usage kr_usage_")
  foreach(usage ${usages})
    string(REGEX REPLACE "^const kr_usage kr_usage_([a-z]+).*" "\\1" command ${usage})
    list(APPEND PAGES keruen-${command}.1.gz)
    list(APPEND MAKE_PAGES COMMAND keruen help ${command} --man | gzip -9n > man/keruen-${command}.1.gz)
  endforeach()
endforeach()
list(TRANSFORM PAGES PREPEND man/ OUTPUT_VARIABLE PAGE_FILES)
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/man ${PROJECT_BINARY_DIR}/completion)
add_custom_command(OUTPUT ${PAGE_FILES} completion/keruen completion/_keruen completion/keruen.fish
  ${MAKE_PAGES}
  COMMAND keruen help --completion bash > completion/keruen
  COMMAND keruen help --completion zsh > completion/_keruen
  COMMAND keruen help --completion fish > completion/keruen.fish
  DEPENDS keruen VERBATIM)
add_custom_command(OUTPUT changelog.gz
  COMMAND gzip -9nc ${PROJECT_SOURCE_DIR}/CHANGELOG.md > changelog.gz DEPENDS CHANGELOG.md VERBATIM)
add_custom_target(pages ALL DEPENDS ${PAGE_FILES} changelog.gz)

install(TARGETS keruen RUNTIME COMPONENT program)
install(TARGETS libkeruen LIBRARY COMPONENT library NAMELINK_COMPONENT development)
install(FILES ${STATIC_LIBRARY} DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
install(FILES cli/lib/keruen.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development)
install(FILES ${PROJECT_BINARY_DIR}/keruen.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)
install(DIRECTORY cli/lib/examples DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT development)
list(TRANSFORM PAGE_FILES PREPEND ${PROJECT_BINARY_DIR}/)
install(FILES ${PAGE_FILES} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT program)
install(FILES ${PROJECT_BINARY_DIR}/completion/keruen DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions COMPONENT program)
install(FILES ${PROJECT_BINARY_DIR}/completion/_keruen DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions COMPONENT program)
install(FILES ${PROJECT_BINARY_DIR}/completion/keruen.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d COMPONENT program)
install(FILES cli/nightly/systemd/keruen-nightly.service cli/nightly/systemd/keruen-nightly.timer
  DESTINATION lib/systemd/system COMPONENT program)
install(FILES ${PROJECT_BINARY_DIR}/changelog.gz README.md SECURITY.md DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)
install(FILES cli/nightly/README.md DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME nightly.md COMPONENT program)
install(DIRECTORY instances/middle-corridor instances/tiny-caspian DESTINATION ${CMAKE_INSTALL_DATADIR}/keruen/instances COMPONENT program)
