#ifndef KR_CLI_SPOOL_H
#define KR_CLI_SPOOL_H

#include "cli/nightly/claim.h"

/** A spool and, if there is one yet, its ledger, as the commands of the night want them. Start from a zeroed struct. */
typedef struct kr_office {
  kr_spool *spool;
  kr_ledger *ledger; /**< NULL: no night has been yet */
} kr_office;

/** Opens both; what is wrong is said on stderr. @return an exit code; close it either way */
int kr_office_open(kr_office *office, const char *path);

/** Opens both to be read: nothing of the spool is changed, not even put in order. @return an exit code */
int kr_office_look(kr_office *office, const char *path);

/** Opens the ledger too where there is none: makes it. @return an exit code */
int kr_office_need_ledger(kr_office *office);
void kr_office_close(kr_office *office);

/** A kr_line that prints on stdout, after `context` (a text) as indent. */
void kr_office_print(void *context, const char *text);

#endif
