#ifndef KR_LIB_JUDGING_H
#define KR_LIB_JUDGING_H

#include "graph/corridor.h"
#include "instances/instance.h"
#include "solver/verify.h"

/** What is to be judged. */
typedef struct kr_judged {
  const char *folder; /**< a result folder */
  const kr_corridor *corridor;
  double gap; /**< the one asked for; INFINITY = what the summary says was asked for */
} kr_judged;

/** What a result folder says of its bound. */
typedef struct kr_said {
  double bound, gap;
  bool is_integer;
} kr_said;

/**
 * Reads a result folder back and has it judged with all that it says of itself, without a word.
 * @param verdict  its n_violations is set in any case; the rest on KR_OK and KR_ERR_VERIFY from the judge
 * @param said     receives what its summary says; may be NULL
 * @param messages receives what is wrong with the form of the files, or with what they say: by file and line
 * @return KR_OK = clean; KR_ERR_VERIFY; KR_ERR_IO; KR_ERR_MEMORY
 */
kr_status kr_judge_quietly(kr_verdict *verdict, kr_said *said, kr_messages *messages, const kr_judged *what,
                           kr_error *err);

/**
 * Whether an instance is still what a result was made from: its files by their SHA-256.
 * @param inputs   what they are now
 * @param messages receives those that have changed
 * @return KR_OK = it is, or there is no summary to ask; KR_ERR_VERIFY, also where that does not say; KR_ERR_IO;
 * KR_ERR_MEMORY
 */
kr_status kr_judge_inputs(const kr_judged *what, const kr_inputs *inputs, kr_messages *messages, kr_error *err);

#endif
