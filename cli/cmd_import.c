#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "instances/import_commalab.h"
#include "instances/import_tntp.h"
#include "instances/write_instance.h"

enum { OPT_FACTOR = 256 };

static const kr_option options[] = {
    {"output", 'o', "DIR", "the instance folder; it must be free or empty, and appears whole or not at all"},
    {"capacity-factor", OPT_FACTOR, "F", "multiply every capacity by F (default 1)"},
    {0}};

const kr_usage kr_usage_import = {
    .command = "import",
    .summary = "make an instance of a public multicommodity-flow problem (commalab, tntp)",
    .synopsis =
        "commalab FILE [--capacity-factor F] -o INSTANCE\n"
        "tntp NET TRIPS [--capacity-factor F] -o INSTANCE",
    .about =
        "Makes an ordinary static instance of a public multicommodity-flow problem, to be solved with --static:\n"
        "  commalab  planar and grid sets: nodes, arcs, OD pairs; `tail head cost capacity`; `origin destination "
        "quantity`\n"
        "  tntp      TransportationNetworks: cost = free-flow time, quantity = trips; the two files in either order",
    .options = options,
    .notes =
        "Files may be gzipped. Numbers with more decimals than an instance may have (quantities 3, others 6) are "
        "rounded, and\n"
        "how many and by how much is said. unserved_hours is 3 times the longest of the pairs' shortest routes.",
};

typedef struct request {
  const char *form, *output;
  const char *files[2];
  kr_micro factor;
} request;

static int take_option(void *context, int option) {
  request *q = context;
  if (option == 'o') {
    q->output = optarg;
  } else if (kr_decimal_read(optarg, strlen(optarg), 6, &q->factor) != KR_DECIMAL_FINE || q->factor <= 0) {
    return kr_exit_usage("import", "--capacity-factor takes a number > 0 with at most 6 decimals");
  }
  return KR_EXIT_OK;
}

/** @return an exit code; KR_EXIT_OK with no files: --help was printed */
static int read_request(request *q, int argc, char **argv) {
  *q = (request){.factor = KR_MICRO};
  int code;
  if (!kr_options_read(&code, &kr_usage_import, argc, argv, take_option, q)) return code;
  int n = argc - optind;
  q->form = n > 0 ? argv[optind] : "";
  bool is_commalab = strcmp(q->form, "commalab") == 0;
  if (!is_commalab && strcmp(q->form, "tntp") != 0)
    return kr_exit_usage("import", "say first which form the files have: commalab or tntp");
  if (is_commalab && n != 2) return kr_exit_usage("import", "commalab takes one file");
  if (!is_commalab && n != 3) return kr_exit_usage("import", "tntp takes two files, NET and TRIPS");
  if (!q->output) return kr_exit_usage("import", "name the instance folder to make: -o DIR");
  for (int i = 1; i < n; i++) q->files[i - 1] = argv[optind + i];
  return KR_EXIT_OK;
}

static kr_status read_files(const request *q, kr_import **out, kr_error *err) {
  if (strcmp(q->form, "commalab") == 0) return kr_import_commalab(out, q->files[0], q->factor, err);
  return kr_import_tntp(out, q->files, q->factor, err);
}

static void print_rounding(const kr_rounding *r, int64_t n, const char *what, int decimals) {
  if (r->n > 0)
    printf("rounded    %lld of %lld %s to %d decimals, by %.2g of the value at most\n", (long long)r->n, (long long)n,
           what, decimals, r->largest);
}

static void print_import(const kr_import *import) {
  const kr_corridor *c = import->corridor;
  char hours[KR_DECIMAL_ROOM], tonnes[32];
  double total = 0;
  for (int32_t s = 0; s < kr_n_shipments(c); s++) total += (double)c->shipments[s].quantity_kg * 1e-3;
  printf("%s\n", c->dataset_name);
  printf("network    %d nodes, %d links, %d of them with a capacity\n", kr_n_nodes(c), kr_n_links(c),
         kr_n_resources(c));
  printf("shipments  %d, %s t\n", kr_n_shipments(c), kr_thousands(total, tonnes));
  if (import->n_dropped)
    printf("left out   %lld OD pairs within one node or of quantity 0\n", (long long)import->n_dropped);
  if (import->n_without) printf("no route   for %d shipments\n", import->n_without);
  print_rounding(&import->cost, kr_n_links(c), "costs", 6);
  print_rounding(&import->capacity, kr_n_resources(c), "capacities", 6);
  print_rounding(&import->quantity, kr_n_shipments(c), "quantities", 3);
  kr_decimal_write(c->unserved_uh, hours);
  printf(
      "unserved   each tonne counts %s hours; if a solve leaves freight for want of capacity, raise unserved_hours\n",
      hours);
}

/** A file that was cut off looks like a smaller one; only its claimed total tells. */
static void warn_of_total(const request *q, const kr_import *import) {
  if (fabs(import->stated_t - import->found_t) > 1e-6 * import->stated_t)
    fprintf(stderr, "%s, %s: warning: TOTAL OD FLOW is %.10g, but the trips add up to %.10g; is the file whole?\n",
            q->files[0], q->files[1], import->stated_t, import->found_t);
}

static int import_files(const request *q) {
  kr_error err = {0};
  kr_import *import = NULL;
  int code = KR_EXIT_OK;
  kr_status status = read_files(q, &import, &err);
  if (status == KR_OK) status = kr_instance_write(q->output, import->corridor, &err);
  if (status == KR_OK) {
    warn_of_total(q, import);
    print_import(import);
  } else if (status == KR_ERR_INPUT) {
    fprintf(stderr, "%s\nnothing was written\n", err.text);
    code = KR_EXIT_INPUT;
  } else {
    code = kr_exit_failure(status, &err);
  }
  kr_import_free(import);
  return code;
}

int kr_command_import(int argc, char **argv) {
  request q;
  int code = read_request(&q, argc, argv);
  return code == KR_EXIT_OK && q.files[0] ? import_files(&q) : code;
}
