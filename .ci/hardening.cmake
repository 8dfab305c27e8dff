# What the OpenSSF's "Compiler Options Hardening Guide for C and C++" asks for, as far as gcc 12 and C know it, for
# every target of ours. Left out: -fstrict-flex-arrays=3 (gcc 13), -mbranch-protection (arm64 alone), -Wl,-z,nodlopen
# on the shared library (Python's ctypes opens it so), -D_GLIBCXX_ASSERTIONS and -fexceptions (C++).
# One set of objects serves the program (PIE) and the shared library (PIC); hidden symbols keep -fPIC as fast as -fPIE.
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_SKIP_RPATH ON)
# The same bytes wherever the sources and the build lie.
set(KR_PREFIX_MAP -ffile-prefix-map=${PROJECT_SOURCE_DIR}=. -ffile-prefix-map=${PROJECT_BINARY_DIR}=build)

target_compile_options(kr_options INTERFACE
  -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes
  -Wformat=2 -Wimplicit-fallthrough -Werror=format-security -Werror=implicit -Werror=incompatible-pointer-types
  -Werror=int-conversion $<$<BOOL:${KERUEN_WERROR}>:-Werror> ${KR_PREFIX_MAP}
  -fstack-protector-strong -fstack-clash-protection -fno-delete-null-pointer-checks)
if(CMAKE_C_COMPILER_ID STREQUAL GNU) # Debian 12's clang refuses both
  target_compile_options(kr_options INTERFACE -Wtrampolines -ftrivial-auto-var-init=zero)
endif()
# These two cost the LP 5 % of its instructions (valgrind --tool=cachegrind; all the others together 1 %): they are for
# whatever meets bytes from outside. graph/ and solver/ see checked numbers only, and run under the sanitizers.
add_library(kr_wary INTERFACE)
target_compile_options(kr_wary INTERFACE -fno-strict-overflow -fno-strict-aliasing)
target_link_options(kr_options INTERFACE -Wl,-z,relro,-z,now,-z,noexecstack,--as-needed,--no-copy-dt-needed-entries)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|amd64|AMD64")
  target_compile_options(kr_options INTERFACE -fcf-protection=full)
endif()
if(NOT KERUEN_SANITIZE AND NOT KERUEN_COVERAGE)
  target_compile_options(kr_options INTERFACE
    $<$<NOT:$<CONFIG:Debug>>:-U_FORTIFY_SOURCE> $<$<NOT:$<CONFIG:Debug>>:-D_FORTIFY_SOURCE=3>)
endif()
# On executables alone.
set(KR_PROGRAM_LINK -pie -Wl,-z,nodlopen)
