#include "graph/memory.h"
#include "solver/lp_internal.h"

static int32_t forwarders(const kr_lp *lp) { return kr_ids_count(lp->line->corridor->forwarder_ids); }

int32_t kr_lp_stay_row(const kr_lp *lp, int32_t forwarder) { return kr_n_rows(lp->line) + forwarder; }

int32_t kr_lp_n_stay_rows(const kr_timeline *line, const kr_settings *settings) {
  return settings->stay ? kr_ids_count(line->corridor->forwarder_ids) + 1 : 0;
}

void kr_lp_limit_stays(kr_lp *lp) {
  const kr_stay_limits *stay = lp->settings->stay;
  for (int32_t f = 0; f < forwarders(lp); ++f) lp->capacity[kr_lp_stay_row(lp, f)] = stay->most_t[f];
  lp->capacity[kr_lp_stay_row(lp, forwarders(lp))] = stay->most_all_t;
}

kr_status kr_lp_price_stays(kr_lp *lp) {
  const kr_stay_limits *stay = lp->settings->stay;
  size_t n = (size_t)kr_n_shipments(lp->line->corridor);
  if (!stay) return KR_OK;
  lp->stay_cost = kr_zeros(n, sizeof *lp->stay_cost);
  lp->staying = kr_zeros(n, sizeof *lp->staying);
  if (!lp->stay_cost || !lp->staying) return KR_ERR_MEMORY;
  for (size_t s = 0; s < n; ++s) {
    lp->stay_cost[s] = stay->is_free ? 0 : lp->unserved_cost[s];
    lp->unserved_cost[s] = stay->over_cost;
  }
  kr_lp_limit_stays(lp);
  return KR_OK;
}

kr_status kr_lp_add_stays(kr_lp *lp, kr_error *err) {
  for (int32_t s = 0; lp->stay_cost && s < lp->classes->n_shipments; ++s) {
    if (!(lp->open_t[s] > 0)) continue;
    int32_t row = kr_lp_stay_row(lp, lp->line->corridor->shipments[s].forwarder);
    kr_use uses[] = {{row, 1.0}, {kr_lp_stay_row(lp, forwarders(lp)), 1.0}};
    if (kr_columns_add_stay(lp->pool, s, lp->stay_cost[s], uses, 2) != KR_OK) return kr_fail_memory(err);
  }
  return KR_OK;
}

const double *kr_lp_find_staying(kr_lp *lp, const double *toll) {
  if (!lp->stay_cost) return lp->unserved_cost;
  for (int32_t s = 0; s < lp->classes->n_shipments; ++s) {
    lp->staying[s] = lp->stay_cost[s];
    if (!toll) continue;
    int32_t forwarder = lp->line->corridor->shipments[s].forwarder;
    lp->staying[s] += toll[kr_lp_stay_row(lp, forwarder)] + toll[kr_lp_stay_row(lp, forwarders(lp))];
  }
  return lp->staying;
}

double kr_lp_stay_toll(const kr_lp *lp, const double *toll) {
  double sum = 0;
  for (int32_t r = kr_n_rows(lp->line); toll && r < lp->n_rows; ++r) sum += toll[r] * lp->capacity[r];
  return sum;
}

double kr_lp_over_t(const kr_lp *lp) {
  long double sum = 0;
  for (int32_t s = 0; s < lp->classes->n_shipments; ++s) sum += lp->open_t[s];
  for (size_t j = 0; j < lp->n_flow; ++j) sum -= lp->flow[j];
  return sum > 0 ? (double)sum : 0;
}

bool kr_lp_keeps_limits(const kr_lp *lp) {
  const kr_stay_limits *stay = lp->settings->stay;
  return stay && stay->is_free && kr_lp_over_t(lp) <= stay->enough_t;
}

void kr_lp_drop_stays(kr_lp *lp) {
  for (size_t j = 0; lp->stay_cost && j < lp->n_flow; ++j)
    if (lp->pool->columns[j].arrival == KR_STAYS) lp->flow[j] = 0;
}
