#ifndef KR_NIGHTLY_SPOOL_INTERNAL_H
#define KR_NIGHTLY_SPOOL_INTERNAL_H

#include "cli/nightly/spool.h"
#include "instances/folder.h"

struct kr_spool {
  char *path;
  int root;
  kr_limits limits;
};

#define KR_SPOOL_PLACES 4

/** "tmp", "new", "cur", "out". */
const char *kr_spool_place_name(kr_spool_place place);

/** Opens `forwarder/F/place`. @return a descriptor; -1 and errno (ENOENT where it is not there) */
int kr_spool_place_open(const kr_spool *s, const char *forwarder, kr_spool_place place);

/** Visits the forwarders that have a folder, in no order. */
typedef kr_status (*kr_forwarder_visit)(void *context, const char *forwarder, kr_error *err);
kr_status kr_spool_each_forwarder(const kr_spool *s, kr_forwarder_visit visit, void *context, kr_error *err);

#endif
