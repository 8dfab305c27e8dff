#ifndef KR_LIB_JUDGING_H
#define KR_LIB_JUDGING_H

#include "graph/corridor.h"
#include "instances/messages.h"
#include "solver/verify.h"

/** What is to be judged. */
typedef struct kr_judged {
  const char *folder; /**< a result folder */
  const kr_corridor *corridor;
  double gap; /**< the one asked for; INFINITY = any */
} kr_judged;

/**
 * Reads a result folder back and has it judged, without a word.
 * @param verdict  its n_violations is set in any case; the rest on KR_OK and KR_ERR_VERIFY from the judge
 * @param messages receives what is wrong with the form of the files
 * @return KR_OK = clean; KR_ERR_VERIFY; KR_ERR_IO; KR_ERR_MEMORY
 */
kr_status kr_judge_quietly(kr_verdict *verdict, kr_messages *messages, const kr_judged *what, kr_error *err);

#endif
