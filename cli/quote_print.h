#ifndef KR_CLI_QUOTE_PRINT_H
#define KR_CLI_QUOTE_PRINT_H

#include "cli/explain.h"
#include "cli/nightly/quote.h"

/** A quote to be told. */
typedef struct kr_quote_answer {
  const kr_quoted *quote;
  const kr_explained *explained; /**< of its shipment */
  kr_date night;
} kr_quote_answer;

/** On standard output, as text or as JSON ("keruen.quote/1"). */
void kr_quote_print(const kr_quote_answer *a);
void kr_quote_print_json(const kr_quote_answer *a);

#endif
